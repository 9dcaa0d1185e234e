import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { printed } from '../testing/paired.ts';
import { moments } from './moments.ts';
import { roganGladen, unjudgedDifference } from './rogan-gladen.ts';

const judge = { sensitivity: 0.85, specificity: 0.9, labelled: { right: 100, wrong: 80 } };

describe('the corrected share', () => {
  test('of 300 in 1000 by a judge of .85 and .90', () => {
    const { value, low, high, clipped } = roganGladen({ right: 300, n: 1000, judge });
    expect([value, low, high].map(printed)).toEqual(['0.266667', '0.229876', '0.305498']);
    expect(clipped).toBe(false);
  });

  test('of 4 in 80 by a judge of .9 and .95 is 0, the end of the scale', () => {
    const exact = { sensitivity: 0.9, specificity: 0.95, labelled: null };
    const { value, variance } = roganGladen({ right: 4, n: 80, judge: exact });
    expect([printed(value), variance]).toEqual(['0.000000', null]);
    expect(roganGladen({ right: 3, n: 80, judge: exact })).toMatchObject({ value: 0, low: 0, clipped: true });
  });

  test('is refused of a judge that is hardly better than a coin, and unknown of no answer', () => {
    const unknown = { value: null, low: null, high: null, clipped: false, variance: null };
    const coin = { ...judge, sensitivity: 0.6, specificity: 0.6 };
    expect(roganGladen({ right: 3, n: 9, judge: coin })).toEqual({ ...unknown, n: 9 });
    expect(roganGladen({ right: 0, n: 0, judge })).toEqual({ ...unknown, n: 0 });
    expect(unjudgedDifference({ d: 0.1, variance: 0.01 }, coin)).toEqual({ value: null, variance: null });
  });

  test('undoes the judge’s errors, for any true share', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.double({ min: 0.65, max: 1, noNaN: true }), (truth, rate) => {
        const rates = { sensitivity: rate, specificity: rate, labelled: null };
        const judged = truth * rate + (1 - truth) * (1 - rate);
        expect(roganGladen({ right: judged * 1000, n: 1000, judge: rates }).value).toBeCloseTo(truth, 9);
      }),
    );
  });

  test('varies as its variance says when answers and labels are drawn again', () => {
    const random = seededRandom('rogan-gladen');
    const count = (n: number, share: number) => Array.from({ length: n }, random).filter((one) => one < share).length;
    const drawn = Array.from({ length: 1000 }, () => {
      const rates = { sensitivity: count(100, 0.85) / 100, specificity: count(80, 0.9) / 80, labelled: null };
      return roganGladen({ right: count(400, 0.5), n: 400, judge: rates }).value as number;
    });
    const { variance } = roganGladen({ right: 200, n: 400, judge });
    expect(Math.sqrt((moments(drawn).variance as number) / (variance as number))).toBeCloseTo(1, 0.9);
  });
});

describe('the corrected difference', () => {
  test('is the judged one over J', () => {
    const { value, variance } = unjudgedDifference({ d: 0.03, variance: 0.0004 }, judge);
    expect(value).toBeCloseTo(0.04, 12);
    // .0004/.75² + .03²·(.85·.15/100 + .9·.1/80)/.75⁴
    expect(variance).toBeCloseTo(0.00071111 + 0.00000683, 7);
  });

  test('turns 5 judged points by a judge of J = .55 into 9', () => {
    const noisy = { sensitivity: 0.8, specificity: 0.75, labelled: null };
    expect(unjudgedDifference({ d: 0.05, variance: 0.0004 }, noisy).value?.toFixed(2)).toBe('0.09');
  });

  test('of a judge taken as known has no variance of its own', () => {
    expect(unjudgedDifference({ d: 0.03, variance: 0.0004 }, { ...judge, labelled: null }).variance).toBeNull();
  });
});
