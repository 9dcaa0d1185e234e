import { betaBelow, logGamma } from './beta.ts';

/** P(X ≤ x) of X ~ Bin(n, p); 0 below 0 and 1 from n on. */
export function binomialBelow(x: number, n: number, p: number): number {
  if (x < 0) return 0;
  if (x >= n) return 1;
  return betaBelow(1 - p, n - x, x + 1);
}

/** P(X = x) of X ~ Bin(n, p), 0 < p < 1. */
export const binomialAt = (x: number, n: number, p: number): number =>
  Math.exp(logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1) + x * Math.log(p) + (n - x) * Math.log1p(-p));
