import type { Estimate } from '../domain/estimate.ts';
import { binomialBelow } from './binomial.ts';
import { leastWhole } from './bisect.ts';
import { quantile } from './quantile.ts';

/**
 * The p-quantile (0 < p < 1) of numbers in rising order, with the interval that two of them make: how many lie below the
 * true quantile is Bin(n, p), whatever their distribution (G. J. Hahn & W. Q. Meeker, Statistical Intervals, 1991, 5.2). A
 * limit is null where so few values cannot give one; all null but n where there are none.
 */
export function quantileInterval(rising: Float64Array, p: number, confidence = 0.95): Estimate {
  const n = rising.length;
  const { low, high } = quantileRanks(n, p, confidence);
  return { value: quantile(rising, p), low: rising[low - 1] ?? null, high: rising[high - 1] ?? null, n };
}

/** Which of n values in rising order, counted from 1, bound the p-quantile; 0 or n + 1 where none does. */
export function quantileRanks(n: number, p: number, confidence: number): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  const low = leastWhole(0, n + 1, (rank) => binomialBelow(rank, n, p) > tail);
  const high = leastWhole(1, n + 1, (rank) => rank <= n && binomialBelow(rank - 1, n, p) >= 1 - tail);
  return { low, high };
}
