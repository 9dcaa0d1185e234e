import type { Limits } from './limits.ts';
import { moments } from './moments.ts';
import { studentTwoSided, tAt } from './student.ts';

/** Student's test of paired differences; t and p are null where there is no spread, se where there are fewer than two. */
export interface PairedT {
  readonly n: number;
  readonly d: number | null;
  readonly se: number | null;
  readonly t: number | null;
  /** Two-sided. */
  readonly p: number | null;
}

/** Whether the mean of differences is other than 0: "Student" (W. S. Gosset), Biometrika 6 (1908) 1. */
export function pairedT(differences: readonly number[]): PairedT {
  const { n, value, variance } = moments(differences);
  const se = variance === null ? null : Math.sqrt(variance / n);
  if (value === null || !se) return { n, d: value, se, t: null, p: null };
  return { n, d: value, se, t: value / se, p: studentTwoSided(value / se, n - 1) };
}

/** Student's interval of the mean difference, two-sided; null below two, or where all are the same. */
export function pairedTInterval(differences: readonly number[], confidence: number): Limits | null {
  const { n, d, se } = pairedT(differences);
  if (d === null || !se) return null;
  const half = tAt((1 + confidence) / 2, n - 1) * se;
  return { low: d - half, high: d + half };
}
