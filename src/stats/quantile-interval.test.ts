import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { quantileInterval, quantileRanks } from './quantile-interval.ts';

const rising = (values: readonly number[]) => Float64Array.from(values).sort();
const upTo = (n: number) => rising(Array.from({ length: n }, (_, index) => index + 1));

test('of 100 values, the 40th and the 61st bound the median with 95 %', () => {
  expect(quantileRanks(100, 0.5, 0.95)).toEqual({ low: 40, high: 61 });
  expect(quantileInterval(upTo(100), 0.5)).toEqual({ value: 50.5, low: 40, high: 61, n: 100 });
});

describe('too few values', () => {
  test('bound the median from five on only with less than 95 %', () => {
    expect(quantileInterval(upTo(5), 0.5)).toEqual({ value: 3, low: null, high: null, n: 5 });
    expect(quantileInterval(upTo(6), 0.5)).toEqual({ value: 3.5, low: 1, high: 6, n: 6 });
  });

  test('have no upper limit of a high quantile', () => {
    expect(quantileInterval(upTo(50), 0.95)).toMatchObject({ low: 44, high: null });
    expect(quantileInterval(upTo(0), 0.95)).toEqual({ value: null, low: null, high: null, n: 0 });
  });
});

test('the quantile lies within, for any n and p', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, p) => {
      const { value, low, high } = quantileInterval(upTo(n), p);
      expect(low ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(value as number);
      expect(high ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(value as number);
    }),
  );
});

test('it covers the true p90 at least as often as it says', () => {
  const next = seededRandom('quantile');
  const truth = Math.log(10);
  let covered = 0;
  for (let world = 0; world < 1000; world++) {
    const { low, high } = quantileInterval(rising(Array.from({ length: 80 }, () => -Math.log(1 - next()))), 0.9);
    if ((low ?? 0) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY)) covered += 1;
  }
  expect(covered).toBeGreaterThanOrEqual(945);
});
