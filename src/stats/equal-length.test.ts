import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LengthPair, winRateAtEqualLength } from './equal-length.ts';

const times = (n: number, won: number, longer: number): LengthPair[] =>
  Array.from({ length: n }, () => ({ won, longer }));

test('with two lengths the rate lies half-way between theirs in log odds, and so does its error', () => {
  // Longer: 40 of 50 won, log odds ln 4; shorter: 25 of 50, log odds 0. Half-way is ln 2, or two to one.
  const { value, low, high, n } = winRateAtEqualLength([
    ...[...times(40, 1, 100), ...times(10, 0, 100)],
    ...[...times(25, 1, -100), ...times(25, 0, -100)],
  ]);
  const error = Math.sqrt((1 / (50 * 0.16) + 1 / (50 * 0.25)) / 4);
  const at = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
  expect(n).toBe(100);
  expect(value).toBeCloseTo(2 / 3, 10);
  expect(low).toBeCloseTo(at(Math.LN2 - 1.959964 * error), 6);
  expect(high).toBeCloseTo(at(Math.LN2 + 1.959964 * error), 6);
});

test('what is won by length alone is gone at equal length', () => {
  // Of ten answers nine are longer; 80 of 100 longer ones win, and 20 of 100 shorter ones: 74 of 100 in all.
  const longer = [...times(72, 1, 100), ...times(18, 0, 100)];
  const shorter = [...times(2, 1, -100), ...times(8, 0, -100)];
  expect(winRateAtEqualLength([...longer, ...shorter]).value).toBeCloseTo(0.5, 10);
});

test('there is none where lengths do not differ, decide everything, or nothing is lost', () => {
  const NONE = { value: null, low: null, high: null };
  expect(winRateAtEqualLength([])).toMatchObject(NONE);
  expect(winRateAtEqualLength(times(9, 1, 5))).toMatchObject(NONE);
  expect(winRateAtEqualLength([...times(9, 1, 5), ...times(9, 0, -5)])).toMatchObject(NONE);
  expect(winRateAtEqualLength([...times(9, 1, 5), ...times(9, 1, -5)])).toMatchObject(NONE);
});

test('whatever is compared, the rate is none or lies within its limits, and losing instead of winning mirrors it', () => {
  const pair = fc.record({ won: fc.constantFrom(0, 0.5, 1), longer: fc.integer({ min: -2000, max: 2000 }) });
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
      const { value, low, high } = winRateAtEqualLength(pairs);
      const mirror = winRateAtEqualLength(pairs.map(({ won, longer }) => ({ won: 1 - won, longer: -longer })));
      if (value === null) {
        expect(mirror.value).toBeNull();
        return;
      }
      expect(mirror.value).toBeCloseTo(1 - value, 8);
      expect(low ?? 0).toBeLessThanOrEqual(value);
      expect(high ?? 1).toBeGreaterThanOrEqual(value);
    }),
  );
});
