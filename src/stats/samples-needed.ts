import jstat from 'jstat';

const zAt = (p: number): number => jstat.jStat.normal.inv(p, 0, 1);

/**
 * Samples that tell a difference as large as the one seen from none, two-sided at 5 % with a power of 80 %: R. J. Connor,
 * Biometrics 43 (1987) 207. Not rounded; null where none was seen.
 */
export function samplesNeeded(differences: readonly number[]): number | null {
  const meanOf = (figureOf: (one: number) => number) =>
    differences.reduce((sum, one) => sum + figureOf(one), 0) / differences.length;
  const [d, flips] = [meanOf((one) => one), meanOf((one) => one ** 2)];
  if (!d) return null;
  return (zAt(0.975) * Math.sqrt(flips) + zAt(0.8) * Math.sqrt(flips - d ** 2)) ** 2 / d ** 2;
}
