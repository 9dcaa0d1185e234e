import { expect, test } from 'vitest';
import { withoutLimits } from './without-limits.ts';

test('intervals and p-values are taken away, wherever they stand; the figures stay', () => {
  const figures = {
    rows: [{ quality: { value: 0.5, low: 0.4, high: 0.6, n: 9 }, usd_per_1k_low: 1, usd_per_1k_tasks: 2 }],
    p: 0.01,
    p_corrected: 0.02,
    pareto: true,
    none: null,
  };
  expect(withoutLimits(figures)).toEqual({
    rows: [{ quality: { value: 0.5, low: null, high: null, n: 9 }, usd_per_1k_low: null, usd_per_1k_tasks: 2 }],
    p: null,
    p_corrected: null,
    pareto: true,
    none: null,
  });
});
