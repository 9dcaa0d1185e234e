import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pilotOf, powerOf } from './power.ts';

describe('samples needed by models that are as good as each other, power .8', () => {
  test.each([
    [0.05, 0.02, 0.025, 1067],
    [0.05, 0.03, 0.05, 400],
    [0.1, 0.03, 0.05, 717],
    [0.1, 0.05, 0.05, 274],
    [0.2, 0.03, 0.05, 1386],
    [0.2, 0.05, 0.025, 644],
  ])('a flip rate of %f, a margin of %f, α %f: %i', (flipRate, margin, alpha, needed) => {
    expect(powerOf({ flipRate, margin, alpha, samples: 100 }).samples_needed).toBe(needed);
  });
});

test('the smallest margin is the one that so many samples show', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.integer({ min: 30, max: 5000 }),
      (flipRate, samples) => {
        const { smallest_margin } = powerOf({ flipRate, margin: 0.05, alpha: 0.05, samples });
        if (smallest_margin === null) return;
        const at = (margin: number) => powerOf({ flipRate, margin, alpha: 0.05, samples }).samples_needed ?? 0;
        expect(at(smallest_margin * 1.001)).toBeLessThanOrEqual(samples);
        expect(at(smallest_margin * 0.999)).toBeGreaterThanOrEqual(samples);
      },
    ),
  );
  expect(powerOf({ flipRate: 0.1, margin: 0.05, alpha: 0.05, samples: 274 }).smallest_margin).toBeCloseTo(0.05, 3);
});

test('models that never differ need as many as a pass takes at the least', () => {
  const { samples_needed, smallest_margin } = powerOf({ flipRate: 0, margin: 0.05, alpha: 0.05, samples: 54 });
  expect(samples_needed).toBe(54);
  expect(smallest_margin).toBeGreaterThan(0.049);
  expect(smallest_margin).toBeLessThanOrEqual(0.05);
});

test('no margin is shown by no sample', () => {
  expect(powerOf({ flipRate: 0.1, margin: 0.05, alpha: 0.05, samples: 0 }).smallest_margin).toBeNull();
});

test('a pilot counts what was scored on both sides', () => {
  const pair = (candidate: number | null, incumbent: number | null) => ({ candidate, incumbent });
  expect(pilotOf([pair(1, 0), pair(1, 1), pair(0, 1), pair(0, 0), pair(null, 1)])).toEqual({
    ...{ n: 4, flip_rate: 0.5, baseline: 0.5 },
  });
  expect(pilotOf([pair(null, 1)])).toBeNull();
});
