import type { Estimate } from '../domain/estimate.ts';
import type { Calibration } from '../domain/judged.ts';
import { count } from '../lib/format.ts';
import { UNKNOWN, withInterval } from './words.ts';

/** A figure of −1…1 with two digits. */
export const two = (value: number): string => value.toFixed(2).replace(/^-0\.00$/, '0.00');

/** The same with its interval: `0.83 [0.71…0.92]`. */
export const coefficient = ({ value, low, high }: Estimate): string =>
  value === null ? UNKNOWN : `${two(value)} ${low === null || high === null ? '[–]' : `[${two(low)}…${two(high)}]`}`;

/** What a calibration comes to, in a line. */
export const calibrationWords = ({ n, youden, kappa, models }: Calibration): string => {
  const qualities = models.map(({ model, by_labels }) => `${model} ${withInterval(by_labels)}`);
  return `calibrated on ${count(n, 'human label')}: J ${coefficient(youden)}, κ ${coefficient(kappa.plain)}; quality by labels: ${qualities.join(', ')}`;
};
