import { describe, expect, test } from 'vitest';
import { table } from '../testing/paired.ts';
import { zAt } from './normal.ts';
import { leastSamples } from './sample-size.ts';
import { tangoInterval, tangoP, tangoZ } from './tango.ts';
import { MOST_ABOVE_ALPHA, tangoExactP } from './tango-exact.ts';

const logFactorials = [0];
for (let n = 1; n <= 1000; n++) logFactorials.push((logFactorials[n - 1] as number) + Math.log(n));
const logOf = (n: number) => logFactorials[n] as number;

const ofFlips = (n: number, gains: number, losses: number) => table([n - gains - losses, gains, losses, 0]);

/** The most losses, by gains, of tables whose Z is no less than `z`: more gains bear more losses. */
function mostLosses(n: number, margin: number, z: number): number[] {
  const most: number[] = [];
  let losses = -1;
  const bears = (gains: number) =>
    losses + 1 + gains <= n && (tangoZ(ofFlips(n, gains, losses + 1), -margin) as number) >= z - 1e-9;
  for (let gains = 0; gains <= n; gains++) {
    while (bears(gains)) losses += 1;
    most.push(Math.min(losses, n - gains));
  }
  return most;
}

/** The chance of those tables where so many flip, and `margin` more of them are losses than gains. */
function chanceOf(most: readonly number[], margin: number, flipRate: number): number {
  const n = most.length - 1;
  const [gained, lost] = [(flipRate - margin) / 2, (flipRate + margin) / 2];
  const part = (times: number, share: number) => (times === 0 ? 0 : times * Math.log(share));
  const reach = n * gained + 8 * Math.sqrt(n * gained) + 8;
  let chance = 0;
  for (let gains = 0; gains <= Math.min(n, reach); gains++) {
    for (let losses = 0; losses <= (most[gains] as number); losses++) {
      const same = n - gains - losses;
      const ways = logOf(n) - logOf(gains) - logOf(losses) - logOf(same);
      chance += Math.exp(ways + part(gains, gained) + part(losses, lost) + part(same, 1 - flipRate));
    }
  }
  return chance;
}

describe('p, counted exactly', () => {
  test.each([
    [52, 0.05],
    [88, 0.03],
    [133, 0.02],
  ])('of %i samples without a flip against a margin of %f is the chance to see no loss', (n, margin) => {
    expect(tangoExactP(ofFlips(n, 0, 0), margin)).toBeCloseTo((1 - margin) ** n, 9);
  });

  test.each([
    [40, 1, 0, 0.02],
    [60, 2, 1, 0.05],
    [86, 16, 8, 0.02],
    [100, 9, 11, 0.1],
  ])(
    'of %i samples, %i gained and %i lost, is the chance of all tables as good, where that is greatest',
    (n, gains, losses, margin) => {
      const most = mostLosses(n, margin, tangoZ(ofFlips(n, gains, losses), -margin) as number);
      const rates = Array.from({ length: 400 }, (_, place) => margin + ((1 - margin) * place) / 400);
      const greatest = Math.max(...rates.map((flipRate) => chanceOf(most, margin, flipRate)));
      expect(Math.abs((tangoExactP(ofFlips(n, gains, losses), margin) as number) - greatest)).toBeLessThan(0.001);
    },
  );

  test('is near to Tango’s own where many flip, and left to that where very many must', () => {
    const many = table([794, 86, 150, 570]);
    expect(tangoExactP(many, 0.06)).toBeCloseTo(tangoP(many, 0.06) as number, 2);
    expect(tangoExactP(ofFlips(9000, 300, 300), 0.05)).toBeNull();
  });

  test('of no sample is unknown', () => {
    expect(tangoExactP(table([0, 0, 0, 0]), 0.05)).toBeNull();
  });
});

describe('candidates that are worse by just the margin, all tables counted', () => {
  /** Of the tables that a verdict passes, by Tango's test and by the exact p: the least Z, by which both order tables. */
  function leastZ(n: number, margin: number, alpha: number): number {
    let from = zAt(1 - alpha);
    for (;;) {
      const ends = mostLosses(n, margin, from).flatMap((losses, gains) =>
        losses < 0
          ? []
          : { counts: ofFlips(n, gains, losses), z: tangoZ(ofFlips(n, gains, losses), -margin) as number },
      );
      const [least] = ends.sort((one, other) => one.z - other.z);
      if (!least) return Number.POSITIVE_INFINITY;
      if ((tangoExactP(least.counts, margin) as number) <= alpha + MOST_ABOVE_ALPHA) return least.z;
      from = least.z + 1e-6;
    }
  }
  const MARGINS = [0.01, 0.02, 0.03, 0.05, 0.1];
  const wholes = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, place) => from + step * place);

  test.each([
    [0.05, [...wholes(30, 150, 1), ...wholes(155, 300, 5)]],
    [0.1, wholes(30, 300, 15)],
    [0.01, wholes(30, 300, 10)],
  ])('at α = %f no more than 1.5 in 100 above it pass, from 30 samples to 300', (alpha, sizes) => {
    for (const n of sizes) {
      for (const margin of MARGINS) {
        const most = mostLosses(n, margin, leastZ(n, margin, alpha));
        for (const times of [1, 1.03, 1.4, 2.2, 4])
          expect(chanceOf(most, margin, margin * times)).toBeLessThanOrEqual(alpha + MOST_ABOVE_ALPHA + 1e-4);
      }
    }
  });

  test.each([30, 100, 1000])('nor of %i samples, be it 2 to 40 in 100 that flip', (n) => {
    for (const margin of MARGINS) {
      const most = mostLosses(n, margin, leastZ(n, margin, 0.05));
      for (const flipRate of [0.02, 0.05, 0.1, 0.2, 0.4].filter((rate) => rate >= margin))
        expect(chanceOf(most, margin, flipRate)).toBeLessThanOrEqual(0.065);
    }
  });

  test.each([
    [0.05, 52, 0.05, '0.0694'],
    [0.05, 88, 0.03, '0.0685'],
    [0.05, 133, 0.02, '0.0681'],
    [0.1, 32, 0.05, '0.1937'],
    [0.1, 48, 0.2, '0.1289'],
  ])(
    'at α = %f and %i samples Tango’s test alone would pass more of them at a margin of %f: %s',
    (alpha, n, margin, rate) => {
      expect(chanceOf(mostLosses(n, margin, zAt(1 - alpha)), margin, margin).toFixed(4)).toBe(rate);
    },
  );
});

test.each([
  [0.05, 0.05, 54],
  [0.03, 0.05, 90],
  [0.02, 0.05, 136],
  [0.01, 0.05, 272],
  [0.05, 0.1, 43],
  [0.05, 0.025, 73],
  [0.01, 0.025, 381],
  [0.05, 0.01, 103],
])('models that never differ pass a margin of %f at α = %f from %i samples on', (margin, alpha, n) => {
  const passes = (samples: number) =>
    (tangoInterval(ofFlips(samples, 0, 0), 1 - 2 * alpha)?.low ?? -1) > -margin &&
    (tangoExactP(ofFlips(samples, 0, 0), margin) as number) <= alpha + MOST_ABOVE_ALPHA;
  expect(leastSamples(margin, alpha)).toBe(n);
  expect([n - 1, n].map(passes)).toEqual([false, true]);
});
