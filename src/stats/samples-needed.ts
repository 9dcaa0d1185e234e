import { moments } from './moments.ts';
import { differenceSamples } from './sample-size.ts';

/**
 * Samples that tell a difference as large as the one seen from none, two-sided at 5 % with a power of 80 %, of any scores:
 * the mean of the squares stands for the flip rate. Not rounded; null where no difference was seen.
 */
export function samplesNeeded(differences: readonly number[]): number | null {
  const [d, flipRate] = [moments(differences).value, moments(differences.map((one) => one ** 2)).value];
  return d === null || flipRate === null ? null : differenceSamples({ flipRate, d, alpha: 0.05, power: 0.8 });
}
