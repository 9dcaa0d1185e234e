import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Estimate } from '../domain/estimate.ts';
import { macroDifference, macroMean, mean, proportion } from './interval.ts';
import { moments } from './moments.ts';
import { tAt } from './student.ts';

const rounded = ({ value, low, high, n }: Estimate) => [value, low, high].map((one) => one?.toFixed(6)).concat(`${n}`);

/** Bounds lie within 0…1 and hold the value; without one, there is no bound either. */
function expectHonest({ value, low, high }: Estimate): void {
  if (value === null || low === null || high === null) {
    expect([low, high]).toEqual([null, null]);
    return;
  }
  expect(low).toBeGreaterThanOrEqual(0);
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThanOrEqual(value);
  expect(high).toBeLessThanOrEqual(1);
}

const shares = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)));

describe('a proportion', () => {
  test.each([
    [81, 263, '0.255289', '0.366210'],
    [15, 148, '0.062386', '0.160487'],
    [0, 20, '0.000000', '0.161125'],
    [1, 29, '0.006113', '0.171755'],
  ])('of %i in %i has the limits that Newcombe (1998) printed', (right, n, low, high) => {
    expect(rounded(proportion(right, n))).toEqual([(right / n).toFixed(6), low, high, `${n}`]);
  });

  test('of none reaches down to 0, of all up to 1, exactly', () => {
    expect(proportion(0, 7).low).toBe(0);
    expect(proportion(7, 7).high).toBe(1);
  });

  test('of one sample is wide but known', () => {
    expect(rounded(proportion(1, 1))).toEqual(['1.000000', '0.206549', '1.000000', '1']);
  });

  test('of no sample is unknown', () => {
    expect(proportion(0, 0)).toEqual({ value: null, low: null, high: null, n: 0 });
  });

  test('lies within its interval, and that within 0…1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        expectHonest(proportion(Math.round(share * n), n));
      }),
    );
  });

  test('is mirrored: what is wrong has the mirrored interval', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (right, wrong) => {
        fc.pre(right + wrong > 0);
        const [one, other] = [proportion(right, right + wrong), proportion(wrong, right + wrong)];
        expect(one.low).toBeCloseTo(1 - (other.high as number), 12);
      }),
    );
  });
});

describe('a mean', () => {
  test('has the interval of as many right and wrong answers as would be as sure', () => {
    // ½ ½ 1 1: mean .75, s²/n = 1/48, so n* = .1875 · 48 = 9; t(.975, 3) = 3.182446 in Wilson's place of z.
    expect(rounded(mean([0.5, 0.5, 1, 1]))).toEqual(['0.750000', '0.275868', '0.959390', '4']);
  });

  test('has nearly Student’s where it lies in the middle and many are seen', () => {
    const values = Array.from({ length: 400 }, (_, index) => 0.3 + 0.001 * index);
    const { low, high } = mean(values);
    const half = (tAt(0.975, 399) * Math.sqrt(moments(values).variance as number)) / 20;
    expect(low).toBeCloseTo(0.4995 - half, 4);
    expect(high).toBeCloseTo(0.4995 + half, 4);
  });

  test('of values that are all the same has no interval: nothing is known of their spread', () => {
    expect(mean([0.25, 0.25, 0.25])).toEqual({ value: 0.25, low: null, high: null, n: 3 });
  });

  test('of one value has no interval, of none no value', () => {
    expect(mean([0.25])).toEqual({ value: 0.25, low: null, high: null, n: 1 });
    expect(mean([])).toEqual({ value: null, low: null, high: null, n: 0 });
  });

  test('lies within its interval, and that within 0…1', () => {
    fc.assert(fc.property(shares, (values) => expectHonest(mean(values))));
  });
});

describe('a macro mean', () => {
  test('gives each group one share, whatever its size, and adds the squares of the distances to their limits', () => {
    // Wilson: 1/2 .094531 .905469 and 3/4 .300642 .954413; .625 − √(.405469² + .449358²)/2, + √(.405469² + .204413²)/2.
    expect(rounded(macroMean([proportion(1, 2), proportion(3, 4)]))).toEqual(['0.625000', '0.322375', '0.852040', '6']);
  });

  test('of groups that are all right is not certain', () => {
    // Wilson 10/10: .722467 1; 1 − .277533·√2/2.
    expect(rounded(macroMean([proportion(10, 10), proportion(10, 10)]))).toEqual([
      '1.000000',
      '0.803755',
      '1.000000',
      '20',
    ]);
  });

  test('of one group is that group', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 50 }), (right, more) => {
        const one = proportion(right, right + more);
        expect(rounded(macroMean([one]))).toEqual(rounded(one));
      }),
    );
  });

  test('has no interval where a group has none', () => {
    expect(macroMean([mean([1]), mean([0, 1])])).toEqual({ value: 0.75, low: null, high: null, n: 3 });
  });

  test('is unknown where a group has no value: the mean of the others is another figure', () => {
    expect(macroMean([proportion(2, 2), proportion(0, 0)])).toEqual({ value: null, low: null, high: null, n: 2 });
    expect(macroMean([])).toEqual({ value: null, low: null, high: null, n: 0 });
  });

  test('lies within its interval, and that within 0…1', () => {
    fc.assert(fc.property(fc.array(shares), (groups) => expectHonest(macroMean(groups.map(mean)))));
  });
});

test('a mean of differences may lie below 0, and its interval ends at −1', () => {
  const halfWidth = Math.hypot(0.3, 0.4) / 2;
  const one = { value: -0.5, low: -0.8, high: -0.2, n: 10 };
  const other = { value: -0.1, low: -0.5, high: 0.3, n: 20 };
  const { value, low, high, n } = macroDifference([one, other]);
  expect([value, n]).toEqual([-0.3, 30]);
  expect(low).toBeCloseTo(-0.3 - halfWidth, 12);
  expect(high).toBeCloseTo(-0.3 + halfWidth, 12);
  expect(macroDifference([{ value: -1, low: -1.5, high: -0.9, n: 1 }]).low).toBe(-1);
});
