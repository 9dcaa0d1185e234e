import { betaBelow, logGamma } from './beta.ts';
import { zAt } from './normal.ts';

const PRECISION = 1e-10;
/** A handful do for the tails of an interval; some thirty, where a tail of 10⁻⁹ meets one degree of freedom. */
const MOST_STEPS = 100;

/**
 * The t below which a value of Student's distribution lies with probability `p`, 0 < p < 1; `df` need not be whole. Newton's
 * steps from the normal quantile, which is nearer to 0: from that side they never go too far, for the tail is convex.
 */
export function tAt(p: number, df: number): number {
  const tail = 2 * Math.min(p, 1 - p);
  let t = Math.abs(zAt(p));
  for (let step = 0; step < MOST_STEPS; step++) {
    const further = (studentTwoSided(t, df) - tail) / (2 * density(t, df));
    t += further;
    if (Math.abs(further) <= PRECISION * t) break;
  }
  return p < 0.5 ? -t : t;
}

/** P(|T| ≥ |t|): the two-sided p-value of t. */
export const studentTwoSided = (t: number, df: number): number => betaBelow(df / (df + t ** 2), df / 2, 0.5);

function density(t: number, df: number): number {
  const height = Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2)) / Math.sqrt(df * Math.PI);
  return height * (1 + t ** 2 / df) ** (-(df + 1) / 2);
}
