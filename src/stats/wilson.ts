import type { Limits } from './limits.ts';
import { zAt } from './normal.ts';

/**
 * Wilson's interval of the proportion x of n, 0…1, n > 0: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209. `confidence` is
 * two-sided.
 */
export function wilson(x: number, n: number, confidence: number): Limits {
  const { low, high } = scoreLimits(x / n, n, zAt((1 + confidence) / 2));
  return { low: x === 0 ? 0 : low, high: x === n ? 1 : high };
}

/** The shares that lie less than `z` standard errors, as these would be at that share, from `p` of n. */
export function scoreLimits(p: number, n: number, z: number): Limits {
  const centre = p + z ** 2 / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  return { low: (centre - half) / scale, high: (centre + half) / scale };
}
