import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printed } from '../testing/paired.ts';
import {
  differenceSamples,
  flipRates,
  meanSamples,
  repeatedMargin,
  repeatedSamples,
  smallestMargin,
  tangoSamples,
  waldSamples,
} from './sample-size.ts';

describe('samples for a ruling', () => {
  const designs = [
    { alpha: 0.025, power: 0.8 },
    { alpha: 0.025, power: 0.9 },
    { alpha: 0.05, power: 0.8 },
    { alpha: 0.05, power: 0.9 },
  ];
  test.each([
    [0.05, 0, 0.02, '982/1067 1314/1413 773/837 1071/1146'],
    [0.05, 0, 0.03, '437/512 584/671 344/400 476/542'],
    [0.1, 0, 0.03, '873/913 1168/1215 687/717 952/987'],
    [0.1, 0, 0.05, '314/350 421/462 248/274 343/374'],
    [0.2, 0, 0.03, '1745/1761 2335/2354 1374/1386 1904/1918'],
    [0.2, 0, 0.05, '628/644 841/859 495/507 686/699'],
    [0.2, -0.01, 0.05, '981/999 1313/1334 773/787 1070/1086'],
    [0.3, 0, 0.05, '942/949 1261/1270 742/748 1028/1034'],
  ])('where %f flip, %f apart, with a margin of %f: Wald/Tango %s', (flipRate, d, margin, expected) => {
    const found = designs.map((design) => {
      const all = { flipRate, d, margin, ...design };
      return `${Math.ceil(waldSamples(all) as number)}/${Math.ceil(tangoSamples(all) as number)}`;
    });
    expect(found.join(' ')).toBe(expected);
  });

  test('no number is enough for a difference of just the margin, nor can models that never flip differ', () => {
    const design = { alpha: 0.05, power: 0.8, margin: 0.05 };
    for (const samples of [tangoSamples, waldSamples]) {
      expect(samples({ ...design, flipRate: 0.1, d: -0.05 })).toBeNull();
      expect(samples({ ...design, flipRate: 0.01, d: 0.02 })).toBeNull();
    }
    expect(meanSamples({ ...design, variance: 1, d: -0.05 })).toBeNull();
  });

  test('it takes more, the nearer the difference is to the margin', () => {
    const margins = fc.double({ min: 0.01, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(margins, margins, fc.double({ min: 0, max: 1, noNaN: true }), (one, other, flipRate) => {
        const design = { flipRate, d: 0, alpha: 0.05, power: 0.8 };
        const [few, many] = [Math.max(one, other), Math.min(one, other)];
        for (const samples of [tangoSamples, waldSamples]) {
          const [least, most] = [few, many].map((margin) => samples({ ...design, margin }));
          expect(least as number).toBeLessThanOrEqual((most as number) * (1 + 1e-9));
        }
      }),
    );
  });
});

test.each([
  [100, ['5.6', '7.9', '11.1']],
  [500, ['2.5', '3.5', '5.0']],
  [2000, ['1.2', '1.8', '2.5']],
])('%i samples of models that flip 5, 10 and 20 % show margins of %j points', (n, points) => {
  const found = [0.05, 0.1, 0.2].map((flipRate) => smallestMargin({ flipRate, n, alpha: 0.05, power: 0.8 }));
  expect(found.map((margin) => ((margin as number) * 100).toFixed(1))).toEqual(points);
});

test('a difference of 5 points where 20 % flip takes Connor’s 625.55', () => {
  expect(differenceSamples({ flipRate: 0.2, d: 0.05, alpha: 0.05, power: 0.8 })?.toFixed(2)).toBe('625.55');
  expect(differenceSamples({ flipRate: 0.2, d: 0, alpha: 0.05, power: 0.8 })).toBeNull();
});

describe('Miller’s (2024) examples', () => {
  const design = { between: 1 / 9, alpha: 0.05, power: 0.8 };

  test('969 questions for 3 points', () => {
    const samples = repeatedSamples({ ...design, within: [0, 0], epochs: [1, 1], d: 0.03 });
    expect(samples?.toFixed(3)).toBe('968.997');
  });

  test.each([
    [1, '0.132733'],
    [10, '0.075670'],
  ])('198 questions asked %i times show %s', (epochs, margin) => {
    const noisy = { ...design, within: [1 / 6, 1 / 6] as const, epochs: [epochs, epochs] as const };
    expect(printed(repeatedMargin({ ...noisy, n: 198 }))).toBe(margin);
  });

  test('nothing shows a difference of nothing, nor do no samples', () => {
    const plain = { ...design, within: [0, 0] as const, epochs: [1, 1] as const };
    expect(repeatedSamples({ ...plain, d: 0 })).toBeNull();
    expect(repeatedMargin({ ...plain, n: 0 })).toBeNull();
    expect(smallestMargin({ flipRate: 0.1, n: 0, alpha: 0.05, power: 0.8 })).toBeNull();
  });
});

test('two models that are right 85 and 80 % flip on 5 to 35 % of samples', () => {
  const { least, most } = flipRates(0.85, 0.8);
  expect([least, most].map(printed)).toEqual(['0.050000', '0.350000']);
});
