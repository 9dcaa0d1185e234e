import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printed } from '../testing/paired.ts';
import { judgeQuality } from './judge-quality.ts';

test('a judge against 263 right and 148 wrong answers has the intervals of its two shares', () => {
  const { sensitivity, specificity, youden } = judgeQuality({
    rightRight: 81,
    rightWrong: 182,
    wrongRight: 133,
    wrongWrong: 15,
  });
  expect([sensitivity.low, sensitivity.high].map(printed)).toEqual(['0.255289', '0.366210']);
  expect([specificity.low, specificity.high].map(printed)).toEqual(['0.062386', '0.160487']);
  expect(youden.value).toBeCloseTo(81 / 263 + 15 / 148 - 1, 12);
  expect(youden.n).toBe(411);
});

test('the interval of J is that of a difference of two shares: Newcombe’s (1998) 56/70 and 48/80, 5/56 and 0/29', () => {
  const of = (x: number, m: number, y: number, n: number) =>
    judgeQuality({ rightRight: x, rightWrong: m - x, wrongRight: y, wrongWrong: n - y }).youden;
  const limits = ({ low, high }: { low: number | null; high: number | null }) =>
    [low, high].map((one) => one?.toFixed(4));
  expect(limits(of(56, 70, 48, 80))).toEqual(['0.0524', '0.3339']);
  expect(limits(of(5, 56, 0, 29))).toEqual(['-0.0381', '0.1926']);
});

test('without an answer of both kinds J is unknown', () => {
  const unknown = { value: null, low: null, high: null };
  const oneSided = judgeQuality({ rightRight: 9, rightWrong: 1, wrongRight: 0, wrongWrong: 0 });
  expect(oneSided.specificity).toEqual({ ...unknown, n: 0 });
  expect(oneSided.youden).toEqual({ ...unknown, n: 10 });
});

test('J lies within its interval, and that within −1…1', () => {
  const counts = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99), fc.nat(99));
  fc.assert(
    fc.property(counts, ([rightRight, rightWrong, wrongRight, wrongWrong]) => {
      const { value, low, high } = judgeQuality({ rightRight, rightWrong, wrongRight, wrongWrong }).youden;
      if (value === null || low === null || high === null) return;
      expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(high).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
});
