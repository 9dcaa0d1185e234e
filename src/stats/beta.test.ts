import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaAt, betaBelow } from './beta.ts';

test('with a second parameter of 1 it is a power, with a first of 1 its mirror', () => {
  for (const a of [0.5, 1, 7, 300]) {
    expect(betaBelow(0.9, a, 1)).toBeCloseTo(0.9 ** a, 13);
    expect(betaBelow(0.1, 1, a)).toBeCloseTo(1 - 0.9 ** a, 13);
  }
});

test('it is exact where jstat’s has too few steps: the middle of a symmetric distribution is ½', () => {
  for (const a of [10, 10_000, 1_000_000]) expect(betaBelow(0.5, a, a)).toBeCloseTo(0.5, 8);
});

test('the quantile undoes it', () => {
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const parameter = fc.double({ min: 0.5, max: 5000, noNaN: true });
  fc.assert(
    fc.property(share, parameter, parameter, (p, a, b) => {
      expect(betaBelow(betaAt(p, a, b), a, b)).toBeCloseTo(p, 9);
    }),
  );
});
