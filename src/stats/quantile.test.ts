import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile } from './quantile.ts';

const of = (values: readonly number[], p: number) => quantile(Float64Array.from(values).sort(), p);

test.each([
  [[15, 20, 35, 40, 50], 0.4, 29],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.25, 3.25],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95, 9.55],
  [[3, 1], 0, 1],
  [[3, 1], 1, 3],
  [[7], 0.95, 7],
])('%j at %f is %f, as R and NumPy have it by default (type 7)', (values, p, expected) => {
  expect(of(values, p)).toBeCloseTo(expected, 12);
});

test('there is none of nothing', () => expect(of([], 0.5)).toBeNull());

test('it lies between the least and the greatest, and rises with p', () => {
  const numbers = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(numbers, share, share, (values, p, q) => {
      const [low, high] = [of(values, Math.min(p, q)), of(values, Math.max(p, q))] as [number, number];
      expect(low).toBeGreaterThanOrEqual(Math.min(...values));
      expect(high).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-15));
      expect(high).toBeGreaterThanOrEqual(low * (1 - 1e-15));
    }),
  );
});
