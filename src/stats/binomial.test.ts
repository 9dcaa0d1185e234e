import { expect, test } from 'vitest';
import { binomialBelow, coinsAt } from './binomial.ts';

test('the chance of few is the sum of the chances of each', () => {
  for (const n of [1, 2, 13, 400]) {
    let below = 0;
    for (let x = 0; x <= n; x++) {
      below += coinsAt(x, n);
      expect(binomialBelow(x, n, 0.5)).toBeCloseTo(below, 11);
    }
  }
});

test('nothing lies below none, and everything up to all', () => {
  expect(binomialBelow(-1, 5, 0.3)).toBe(0);
  expect(binomialBelow(0, 5, 0.3)).toBeCloseTo(0.7 ** 5, 14);
  expect(binomialBelow(5, 5, 0.3)).toBe(1);
});
