import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { DARWINS_MAIZE, printed, table } from '../testing/paired.ts';
import { acceleration, drawRatios, meanSums, ratio, ratioLimits, type Sums, TABLE } from './bootstrap.ts';
import { clusterSums } from './cluster.ts';
import type { Limits } from './limits.ts';
import { moments } from './moments.ts';
import { pairedFigures } from './paired-table.ts';
import { quantile } from './quantile.ts';

const random = () => seededRandom('test');
const sums = (over: readonly number[], under: readonly number[]): Sums => ({
  over: new Float64Array(over),
  under: new Float64Array(under),
});
const drawn = (n: number): number[] => {
  const next = seededRandom('values');
  return Array.from({ length: n }, () => -Math.log(1 - next()));
};

test('the ratio is one of sums, not a mean of ratios', () => {
  expect(ratio(sums([1, 1], [1, 9]), random()).value).toBe(0.2);
});

test('nothing is known of none, and no interval of one, nor where all are the same', () => {
  expect(ratio(sums([], []), random())).toEqual({ value: null, low: null, high: null, n: 0 });
  expect(ratio(sums([1], [0]), random())).toEqual({ value: null, low: null, high: null, n: 1 });
  expect(ratio(meanSums([2]), random())).toEqual({ value: 2, low: null, high: null, n: 1 });
  expect(ratio(meanSums([2, 2, 2]), random())).toEqual({ value: 2, low: null, high: null, n: 3 });
});

test('skewed values have the interval that scipy 1.17 draws (BCa, 50,000 draws)', () => {
  const over = [1, 2, 3, 5, 8, 13, 21, 1, 1, 2, 40, 3, 2, 7, 9, 1, 4, 6, 2, 3];
  const under = [2, 3, 3, 6, 7, 15, 20, 2, 1, 3, 30, 4, 2, 9, 9, 2, 4, 5, 3, 3];
  const limitsOf = (of: Sums) => ratioLimits(of, random(), TABLE);
  const mean = limitsOf(meanSums(over));
  expect(Math.abs((mean?.low ?? 0) - 3.95)).toBeLessThan(0.2);
  expect(Math.abs((mean?.high ?? 0) - 13.15)).toBeLessThan(0.7);
  const quotient = limitsOf(sums(over, under));
  expect(Math.abs((quotient?.low ?? 0) - 0.878)).toBeLessThan(0.01);
  expect(Math.abs((quotient?.high ?? 0) - 1.192)).toBeLessThan(0.02);
});

test('the same seed gives the same interval', () => {
  expect(ratio(meanSums(drawn(50)), random())).toEqual(ratio(meanSums(drawn(50)), random()));
});

test('many samples have an interval that is nearly the normal one, be it drawn or worked out', () => {
  for (const n of [4000, 6000]) {
    const { value, low, high } = ratio(meanSums(drawn(n)), random());
    expect(value).toBeCloseTo(1, 1);
    expect(((high ?? 0) - (low ?? 0)) / 2).toBeCloseTo(1.96 / Math.sqrt(n), 2);
  }
});

describe('of skewed costs', () => {
  test('the interval leans to the long side', () => {
    const { value, low, high } = ratio(meanSums(drawn(30)), random());
    expect((high ?? 0) - (value ?? 0)).toBeGreaterThan((value ?? 0) - (low ?? 0));
  });

  test('it covers the truth in some 93 of 100 worlds of 30 samples', () => {
    const next = seededRandom('worlds');
    const worlds = 200;
    let covered = 0;
    for (let world = 0; world < worlds; world++) {
      const values = Array.from({ length: 30 }, () => -Math.log(1 - next()));
      const { low, high } = ratio(meanSums(values), seededRandom(world));
      if ((low ?? 1) <= 1 && (high ?? 1) >= 1) covered += 1;
    }
    expect(covered / worlds).toBeGreaterThan(0.88);
    expect(covered / worlds).toBeLessThan(0.99);
  });
});

describe('of paired differences', () => {
  test.each([
    [53, 16, 8, 9],
    [794, 86, 150, 570],
  ] as const)(
    'right or wrong (%i both, %i, %i, %i neither), the draws spread as the exact standard error says',
    (...counts) => {
      const { both, candidateOnly, incumbentOnly, neither } = table(counts);
      const fill = (times: number, value: number) => new Array<number>(times).fill(value);
      const differences = [...fill(both + neither, 0), ...fill(candidateOnly, 1), ...fill(incumbentOnly, -1)];
      const drawn = drawRatios(meanSums(differences), random(), 10_000);
      const spread = Math.sqrt(moments([...drawn]).variance as number);
      expect(spread / (pairedFigures(table(counts)).se as number)).toBeCloseTo(1, 1.5);
    },
  );

  test('Darwin’s maize has this acceleration', () => {
    const total = DARWINS_MAIZE.reduce((sum: number, one) => sum + one, 0);
    expect(printed(acceleration(DARWINS_MAIZE.map((one) => (total - one) / 14)))).toBe('-0.042693');
  });

  test('Darwin’s maize has the interval that 100,000 draws gave elsewhere', () => {
    const { low, high } = ratioLimits(meanSums(DARWINS_MAIZE), random(), { draws: 20_000, confidence: 0.95 }) as Limits;
    expect(low).toBeCloseTo(-1.6, 0);
    expect(high).toBeCloseTo(36.3, 0);
  });

  test('Darwin’s maize has plain percentiles elsewhere: the skew moves both limits down', () => {
    const rising = drawRatios(meanSums(DARWINS_MAIZE), random(), 20_000).sort();
    expect(quantile(rising, 0.025)).toBeCloseTo(1.4, 0);
    expect(quantile(rising, 0.975)).toBeCloseTo(38.1, 0);
  });

  test('a 90 % interval lies within the 95 % one', () => {
    const wide = ratioLimits(meanSums(DARWINS_MAIZE), random(), { draws: 2000, confidence: 0.95 }) as Limits;
    const { low, high } = ratioLimits(meanSums(DARWINS_MAIZE), random(), { draws: 2000, confidence: 0.9 }) as Limits;
    expect(low).toBeGreaterThan(wide.low);
    expect(high).toBeLessThan(wide.high);
  });
});

test('clusters are drawn whole: values that come in tens leave as much open as one of each', () => {
  const values = drawn(40);
  const tens = values.flatMap((value) => new Array<number>(10).fill(value));
  const names = values.flatMap((_, cluster) => new Array<string>(10).fill(`${cluster}`));
  const whole = ratioLimits(clusterSums(meanSums(tens), names), random(), { draws: 2000, confidence: 0.95 }) as Limits;
  const once = ratioLimits(meanSums(values), random(), { draws: 2000, confidence: 0.95 }) as Limits;
  expect(whole.low).toBeCloseTo(once.low, 9);
  expect(whole.high).toBeCloseTo(once.high, 9);
});
