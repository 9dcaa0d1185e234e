import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DARWINS_MAIZE, printed } from '../testing/paired.ts';
import { signFlipP } from './sign-flip.ts';
import { pseudoMedianInterval, signedRank } from './wilcoxon.ts';

describe('Darwin’s maize', () => {
  test('has this rank sum, p-value and pseudo-median', () => {
    const { v, p, pseudoMedian } = signedRank(DARWINS_MAIZE);
    expect([v, printed(p), pseudoMedian]).toEqual([96, '0.041260', 25]);
    expect(pseudoMedianInterval(DARWINS_MAIZE, 0.95)).toEqual({ low: 4, high: 41.5 });
  });

  test('has this p-value when signs are flipped: 1726 of 32768', () => {
    expect(signFlipP(DARWINS_MAIZE)).toBe(1726 / 32768);
    expect(printed(signFlipP(DARWINS_MAIZE))).toBe('0.052673');
  });
});

test('differences of nothing tell nothing', () => {
  expect(signedRank([0, 0])).toEqual({ v: 0, p: 1, pseudoMedian: null });
  expect(pseudoMedianInterval([], 0.95)).toBeNull();
  expect(pseudoMedianInterval([1, 2, 3], 0.95)).toBeNull();
  expect(signFlipP([])).toBe(1);
});

test('of too many, the costly figures are left out', () => {
  const many = Array.from({ length: 1002 }, (_, index) => index - 900);
  expect(signedRank(many).pseudoMedian).toBeNull();
  expect(pseudoMedianInterval(many, 0.95)).toBeNull();
  expect(signFlipP(many)).toBeNull();
});

test('the exact and the normal p-value agree where they meet', () => {
  const fifty = Array.from({ length: 50 }, (_, index) => (index % 3 === 0 ? -1 : 1) * (index + 1));
  const exact = signedRank(fifty).p;
  expect(signedRank([...fifty, 1e-9]).p).toBeCloseTo(exact, 2);
});

test('turning all signs changes no p-value, and mirrors the pseudo-median', () => {
  const some = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(some, (differences) => {
      const [one, turned] = [differences, differences.map((value) => -value)].map(signedRank);
      expect(turned?.p).toBeCloseTo(one?.p ?? 9, 12);
      expect(turned?.pseudoMedian ?? 0).toBeCloseTo(-(one?.pseudoMedian ?? 0), 12);
      expect(signFlipP(differences.map((value) => -value))).toBe(signFlipP(differences));
    }),
  );
});
