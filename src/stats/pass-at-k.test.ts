import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mean } from './interval.ts';
import { passAllOfK, passAtK } from './pass-at-k.ts';

/** Six samples, four answers each. */
const SAMPLES = ['1110', '0010', '1111', '0110', '0000', '1011'].map((marks) => ({
  right: [...marks].filter((mark) => mark === '1').length,
  asked: marks.length,
}));

test.each([
  ['pass@k', passAtK, ['0.541667', '0.722222', '0.791667', '0.833333']],
  ['pass^k', passAllOfK, ['0.541667', '0.361111', '0.250000', '0.166667']],
])('%s of the worked example, k = 1…4', (_, figure, expected) => {
  const found = expected.map((_, at) => mean(SAMPLES.map((sample) => figure(sample, at + 1) as number)).value);
  expect(found.map((value) => value?.toFixed(6))).toEqual(expected);
});

test('of fewer than k answers nothing is known', () => {
  expect(passAtK({ right: 2, asked: 3 }, 4)).toBeNull();
  expect(passAllOfK({ right: 3, asked: 3 }, 4)).toBeNull();
});

test('more draws never make one right answer less likely, nor all right more so', () => {
  const repeats = fc
    .integer({ min: 2, max: 500 })
    .chain((asked) => fc.record({ right: fc.nat(asked), asked: fc.constant(asked) }));
  fc.assert(
    fc.property(repeats, fc.nat(), (sample, draw) => {
      const k = 1 + (draw % (sample.asked - 1));
      expect(passAtK(sample, k + 1) as number).toBeGreaterThanOrEqual((passAtK(sample, k) as number) - 1e-12);
      expect(passAllOfK(sample, k + 1) as number).toBeLessThanOrEqual(passAllOfK(sample, k) as number);
    }),
  );
});

test('one draw is right as often as the share says, and both figures agree on it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (asked, some) => {
      const right = some % (asked + 1);
      expect(passAllOfK({ right, asked }, 1)).toBe(right / asked);
      expect(passAtK({ right, asked }, 1)).toBeCloseTo(right / asked, 12);
    }),
  );
});
