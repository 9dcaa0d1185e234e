import { expect, test } from 'vitest';
import { binomialAt, binomialBelow } from './binomial.ts';

test('the chance of few is the sum of the chances of each', () => {
  for (const [n, p] of [
    [1, 0.5],
    [2, 0.01],
    [13, 0.3],
    [400, 0.5],
  ] as const) {
    let below = 0;
    for (let x = 0; x <= n; x++) {
      below += binomialAt(x, n, p);
      expect(binomialBelow(x, n, p)).toBeCloseTo(below, 11);
    }
  }
});

test('nothing lies below none, and everything up to all', () => {
  expect(binomialBelow(-1, 5, 0.3)).toBe(0);
  expect(binomialBelow(0, 5, 0.3)).toBeCloseTo(0.7 ** 5, 14);
  expect(binomialBelow(5, 5, 0.3)).toBe(1);
});
