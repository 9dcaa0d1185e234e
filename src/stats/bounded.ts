import { tAt } from './student.ts';

/** A mean with its variance, made a figure: Student's 95 % interval, value and limits kept within bounds. */
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
  return { value: within(value), low: within(value - half), high: within(value + half), clipped };
}
