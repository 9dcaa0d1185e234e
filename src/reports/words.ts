import type { Estimate } from '../domain/estimate.ts';
import { percent, percentInterval } from '../lib/format.ts';

/** What is not known. */
export const UNKNOWN = '–';

/** `72.4 % [65.3–78.5]` */
export const withInterval = ({ value, low, high }: Estimate): string =>
  value === null ? UNKNOWN : `${percent(value)} ${percentInterval(low, high)}`;

/** `-2.1`, `+0.4`, from −1…1; a loss is rounded as a gain of its size is. */
function points(difference: number): string {
  const size = Math.round(Number((1000 * Math.abs(difference)).toFixed(6))) / 10;
  const text = (size === 0 ? 0 : Math.sign(difference) * size).toFixed(1);
  return difference > 0 && text !== '0.0' ? `+${text}` : text;
}

/** `-2.1 [-4.5 to +0.3]` */
export const pointsWithLimits = ({ value, low, high }: Estimate): string =>
  value === null
    ? UNKNOWN
    : `${points(value)} ${low === null || high === null ? '[–]' : `[${points(low)} to ${points(high)}]`}`;
