import { betaAt, betaBelow } from './beta.ts';

/** The t below which a value of Student's distribution lies with probability `p`, 0 < p < 1; `df` need not be whole. */
export function tAt(p: number, df: number): number {
  const share = betaAt(Math.abs(2 * p - 1), 0.5, df / 2);
  return Math.sign(p - 0.5) * Math.sqrt((df * share) / (1 - share));
}

/** P(|T| ≥ |t|): the two-sided p-value of t. */
export const studentTwoSided = (t: number, df: number): number => betaBelow(df / (df + t ** 2), df / 2, 0.5);
