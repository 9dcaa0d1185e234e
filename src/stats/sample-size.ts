import { zAt } from './normal.ts';
import { restrictedVariance } from './tango.ts';
import { MOST_ABOVE_ALPHA } from './tango-exact.ts';

/** What must be supposed before asking: how often two models differ, by how much, and how sure one wants to be. */
export interface Design {
  /** The share of samples on which they differ, from a pilot. */
  readonly flipRate: number;
  /** The true difference, candidate − incumbent. */
  readonly d: number;
  /** The loss that is acceptable, > 0. */
  readonly margin: number;
  /** One-sided. */
  readonly alpha: number;
  /** How likely the test is to come to its ruling. */
  readonly power: number;
}

/**
 * Samples that Tango's test of non-inferiority takes, not rounded (round up): the usual form (as R. J. Connor's, Biometrics
 * 43 (1987) 207) with the variance that his statistic has at d = −margin. Null where no number is enough (d = −margin), or
 * the two rates exclude each other.
 */
export function tangoSamples({ flipRate, d, margin, alpha, power }: Design): number | null {
  const variance = flipRate - d ** 2;
  if (d === -margin || Math.abs(d) > flipRate) return null;
  const [gained, lost] = [(flipRate + d) / 2, (flipRate - d) / 2];
  const atMargin = restrictedVariance({ gained, lost, theta: -margin });
  return (zAt(1 - alpha) * Math.sqrt(atMargin) + zAt(power) * Math.sqrt(variance)) ** 2 / (d + margin) ** 2;
}

/**
 * So many samples a pass takes even of models that never differ: as Tango's interval without a difference has it, and where
 * that is too few, until n samples without one loss are seen no more often than a verdict promises, (1 − margin)ⁿ.
 */
export function leastSamples(margin: number, alpha: number): number {
  const byInterval = (zAt(1 - alpha) ** 2 * (1 - margin)) / margin;
  const byCounting = Math.log(alpha + MOST_ABOVE_ALPHA) / Math.log1p(-margin);
  return Math.ceil(Math.max(byInterval, byCounting));
}

/** Tango's number with the variance of the data in both places, too few where the flip rate is small. */
export function waldSamples({ flipRate, ...design }: Design): number | null {
  if (Math.abs(design.d) > flipRate) return null;
  return meanSamples({ ...design, variance: flipRate - design.d ** 2 });
}

/** The same for differences of any scores, by their variance. */
export function meanSamples({
  variance,
  d,
  margin,
  alpha,
  power,
}: Omit<Design, 'flipRate'> & { variance: number }): number | null {
  if (d === -margin) return null;
  return ((zAt(1 - alpha) + zAt(power)) ** 2 * variance) / (d + margin) ** 2;
}

/** Samples to see a difference of `d` at all, two-sided at `alpha` (R. J. Connor, Biometrics 43 (1987) 207); null for d = 0. */
export function differenceSamples({ flipRate, d, alpha, power }: Omit<Design, 'margin'>): number | null {
  if (d === 0) return null;
  const spread = Math.sqrt(Math.max(0, flipRate - d ** 2));
  return (zAt(1 - alpha / 2) * Math.sqrt(flipRate) + zAt(power) * spread) ** 2 / d ** 2;
}

/** The smallest margin that `n` samples can show to be kept where the models are alike (d = 0); null for n = 0. */
export function smallestMargin({
  flipRate,
  n,
  alpha,
  power,
}: Omit<Design, 'd' | 'margin'> & { n: number }): number | null {
  return n === 0 ? null : (zAt(1 - alpha) + zAt(power)) * Math.sqrt(flipRate / n);
}

/** Between what the flip rate of two models lies that are right with these shares: never apart, or as often as can be. */
export const flipRates = (one: number, other: number): { least: number; most: number } => ({
  least: Math.abs(one - other),
  most: Math.min(one + other, 2 - one - other),
});

/** What repeated answers are known to vary by: between samples (of their differences), and within, for each model. */
export interface RepeatedDesign {
  readonly between: number;
  readonly within: readonly [candidate: number, incumbent: number];
  /** Answers asked of each sample. */
  readonly epochs: readonly [candidate: number, incumbent: number];
  /** Two-sided. */
  readonly alpha: number;
  readonly power: number;
}

/** Samples to see a difference of `d` between models asked several times (E. Miller, arXiv 2411.00640, 5); null for d = 0. */
export const repeatedSamples = ({ d, ...design }: RepeatedDesign & { d: number }): number | null =>
  d === 0 ? null : repeatedSpread(design) / d ** 2;

/** The smallest difference that `n` such samples show; null for n = 0. */
export const repeatedMargin = ({ n, ...design }: RepeatedDesign & { n: number }): number | null =>
  n === 0 ? null : Math.sqrt(repeatedSpread(design) / n);

function repeatedSpread({ between, within, epochs, alpha, power }: RepeatedDesign): number {
  const variance = between + within[0] / epochs[0] + within[1] / epochs[1];
  return (zAt(1 - alpha / 2) + zAt(power)) ** 2 * variance;
}
