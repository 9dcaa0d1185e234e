import { betaAt } from './beta.ts';
import type { Limits } from './limits.ts';

/**
 * The interval of the proportion x of n, 0…1, n > 0, that covers the truth at least as often as `confidence` (two-sided)
 * says, whatever the truth is, and is wider for it: C. J. Clopper & E. S. Pearson, Biometrika 26 (1934) 404.
 */
export function clopperPearson(x: number, n: number, confidence: number): Limits {
  const tail = (1 - confidence) / 2;
  return {
    low: x === 0 ? 0 : betaAt(tail, x, n - x + 1),
    high: x === n ? 1 : betaAt(1 - tail, x + 1, n - x),
  };
}
