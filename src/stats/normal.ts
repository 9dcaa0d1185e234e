import jstat from 'jstat';

/** P(Z ≤ z) of the standard normal distribution. */
export const normalBelow = (z: number): number => jstat.jStat.normal.cdf(z, 0, 1);

/** The z below which a standard normal value lies with probability `p`, 0 < p < 1. */
export const zAt = (p: number): number => jstat.jStat.normal.inv(p, 0, 1);

/** P(|Z| ≥ |z|): the two-sided p-value of z. */
export const twoSided = (z: number): number => Math.min(1, 2 * normalBelow(-Math.abs(z)));
