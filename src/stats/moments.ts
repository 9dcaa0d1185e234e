import { sum } from './sum.ts';

/** Mean and sample variance (n − 1); null where there are too few values. */
export function moments(values: readonly number[]): { n: number; value: number | null; variance: number | null } {
  const n = values.length;
  if (n === 0) return { n, value: null, variance: null };
  const value = sum(values) / n;
  if (n === 1) return { n, value, variance: null };
  const squares = values.reduce((total, one) => total + (one - value) ** 2, 0);
  return { n, value, variance: squares / (n - 1) };
}
