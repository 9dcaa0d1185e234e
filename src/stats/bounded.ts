import { meanLimits } from './interval.ts';
import { tAt } from './student.ts';

/**
 * A mean with its variance, made a figure: its 95 % interval on the scale of its bounds, as of a mean in 0…1; out of these or at
 * an end Student's, cut.
 */
export interface Bounded {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** True where the value fell out of the bounds, and was set to the nearer. */
  readonly clipped: boolean;
}

interface BoundedInput {
  readonly value: number | null;
  /** Of the value. Null or 0: the spread is not known, and there is no interval. */
  readonly variance: number | null;
  readonly df: number;
  readonly bounds: readonly [number, number];
}

export function bounded({ value, variance, df, bounds: [least, most] }: BoundedInput): Bounded {
  if (value === null) return { value, low: null, high: null, clipped: false };
  const within = (one: number) => Math.min(most, Math.max(least, one));
  const clipped = within(value) !== value;
  if (!variance || df < 1) return { value: within(value), low: null, high: null, clipped };
  const half = tAt(0.975, df) * Math.sqrt(variance);
  const range = most - least;
  const share = (value - least) / range;
  const { low, high } =
    share > 0 && share < 1
      ? meanLimits({ value: share, variance: variance / range ** 2, df })
      : { low: share - half / range, high: share + half / range };
  return { value: within(value), low: within(least + low * range), high: within(least + high * range), clipped };
}
