import { expect, test } from 'vitest';
import { bounded } from './bounded.ts';

test('the interval is Wilson’s, by Student’s t', () => {
  // As sure as 25 right and wrong ones; any table: t(.975, 9) = 2.262. 2.262·√(.01 + 2.262²/2500)/(1 + 2.262²/25) = .2061.
  const { value, low, high, clipped } = bounded({ value: 0.5, variance: 0.01, df: 9, bounds: [0, 1] });
  expect(value).toBe(0.5);
  expect(low).toBeCloseTo(0.5 - 0.2061, 4);
  expect(high).toBeCloseTo(0.5 + 0.2061, 4);
  expect(clipped).toBe(false);
});

test('of differences it is the same on the scale from −1 to 1', () => {
  const share = bounded({ value: 0.6, variance: 0.01, df: 9, bounds: [0, 1] });
  const { low, high } = bounded({ value: 0.2, variance: 0.04, df: 9, bounds: [-1, 1] });
  expect([low, high]).toEqual([share.low, share.high].map((one) => expect.closeTo(2 * (one as number) - 1, 12)));
});

test('what falls out of the bounds is set to the nearer, and said so', () => {
  expect(bounded({ value: 1.02, variance: 0.01, df: 1e6, bounds: [0, 1] })).toMatchObject({
    value: 1,
    high: 1,
    clipped: true,
  });
});

test('without a spread there is no interval, and without a value nothing', () => {
  expect(bounded({ value: 0.5, variance: 0, df: 9, bounds: [0, 1] })).toMatchObject({ low: null, high: null });
  expect(bounded({ value: 0.5, variance: 0.1, df: 0, bounds: [0, 1] })).toMatchObject({ low: null, high: null });
  expect(bounded({ value: null, variance: 0.1, df: 9, bounds: [0, 1] })).toEqual({
    value: null,
    low: null,
    high: null,
    clipped: false,
  });
});
