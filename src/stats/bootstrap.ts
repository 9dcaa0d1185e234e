import type { Estimate } from '../domain/estimate.ts';
import { type Random, randomBelow } from '../lib/random.ts';
import { type Limits, NO_LIMITS } from './limits.ts';
import { normalBelow, zAt } from './normal.ts';
import { tAt } from './student.ts';
import { sum } from './sum.ts';

/** Of a figure in a table; a verdict takes 10,000, or its limits would move between seeds. */
export const TABLE = { draws: 2000, confidence: 0.95 } as const;
/** Above, the ratio's own normal interval says the same, and at once. */
export const MOST_DRAWN = 5000;

/** Each sample's share of two sums, in columns; or each cluster's, where samples share a source. */
export interface Sums {
  readonly over: Float64Array;
  readonly under: Float64Array;
}

/** The sums whose ratio is the mean of the values. */
export const meanSums = (values: ArrayLike<number>): Sums => ({
  over: new Float64Array(values),
  under: new Float64Array(values.length).fill(1),
});

/** How often to draw (0: the normal interval, at once), and the two-sided confidence: 1 − 2α for a one-sided limit at α. */
export interface Drawing {
  readonly draws: number;
  readonly confidence: number;
}

/**
 * Σover ÷ Σunder with its 95 % interval, of 2,000 draws unless told; a mean where every `under` is 1. It is the wider of the
 * bootstrap's, which is too narrow of fewer than some hundred samples, and Student's t of the linearised ratio.
 */
export function ratio(sums: Sums, random: Random, draws: number = TABLE.draws): Estimate {
  const n = sums.over.length;
  const under = sum(sums.under);
  if (n === 0 || under === 0) return { value: null, low: null, high: null, n };
  const value = sum(sums.over) / under;
  const drawn = ratioLimits(sums, random, { ...TABLE, draws });
  if (drawn === null) return { value, ...NO_LIMITS, n };
  if (n > MOST_DRAWN || draws === 0) return { value, ...drawn, n };
  const half = tAt((1 + TABLE.confidence) / 2, n - 1) * linearisedError(sums, value);
  // Towards 0, as many times less as more would be added: what is never negative is not said to be.
  const nearer = hasOneSign(sums) ? value * Math.exp(-half / Math.abs(value)) : null;
  const low = value > 0 && nearer !== null ? nearer : value - half;
  const high = value < 0 && nearer !== null ? nearer : value + half;
  return { value, low: Math.min(drawn.low, low), high: Math.max(drawn.high, high), n };
}

export const hasOneSign = ({ over }: Sums): boolean => over.every((one) => one >= 0) || over.every((one) => one <= 0);

/**
 * The interval of Σover ÷ Σunder by the bias-corrected and accelerated bootstrap over samples: B. Efron, J. Am. Stat.
 * Assoc. 82 (1987) 171; of more than 5,000 samples the normal one of the linearised ratio (W. G. Cochran, Sampling
 * Techniques, 1977, 6.4). None below two samples, nor where all are the same: their spread is then unknown, not 0.
 */
export function ratioLimits(sums: Sums, random: Random, drawing: Drawing): Limits | null {
  const n = sums.over.length;
  const [over, under] = [sum(sums.over), sum(sums.under)];
  const without = (own: number, at: number) => (over - own) / (under - (sums.under[at] as number));
  if (n < 2 || under === 0) return null;
  const first = without(sums.over[0] as number, 0);
  if (sums.over.every((own, at) => without(own, at) === first)) return null;
  const value = over / under;
  const limits =
    n > MOST_DRAWN || drawing.draws === 0
      ? normalLimits(value, zAt((1 + drawing.confidence) / 2) * linearisedError(sums, value))
      : acceleratedLimits(drawRatios(sums, random, drawing.draws), value, {
          acceleration: acceleration(Array.from(sums.over, without)),
          confidence: drawing.confidence,
        });
  return Number.isFinite(limits.low + limits.high) ? limits : null;
}

/** The ratios of `draws` samples as large as this one, drawn from it with replacement. */
export function drawRatios({ over, under }: Sums, random: Random, draws: number): Float64Array {
  const n = over.length;
  const drawn = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    let [above, below] = [0, 0];
    for (let count = 0; count < n; count++) {
      const picked = randomBelow(random, n);
      above += over[picked] as number;
      below += under[picked] as number;
    }
    drawn[draw] = above / below;
  }
  return drawn;
}

/** What a figure's draws say of it; NaN where it has no spread. */
export function acceleratedLimits(
  drawn: Float64Array,
  value: number,
  { acceleration: a, confidence }: { acceleration: number; confidence: number },
): Limits {
  const draws = drawn.length;
  const rising = drawn.slice().sort();
  const lower = count(rising, (one) => one < value) + count(rising, (one) => one === value) / 2;
  const bias = zAt(lower / draws);
  const limit = (tail: number): number => {
    const z = bias + zAt(tail);
    const place = Math.round(normalBelow(bias + z / (1 - a * z)) * draws - 0.5);
    return rising[Math.min(Math.max(place, 0), draws - 1)] ?? Number.NaN;
  };
  return { low: limit((1 - confidence) / 2), high: limit((1 + confidence) / 2) };
}

/** How the standard error changes with the value, from the jackknife's values; `times`: how often each came up. */
export function acceleration(left: readonly number[], times?: readonly number[]): number {
  const timesOf = (place: number) => times?.[place] ?? 1;
  const n = times ? sum(times) : left.length;
  const centre = sum(left.map((one, place) => timesOf(place) * one)) / n;
  const spread = sum(left.map((one, place) => timesOf(place) * (centre - one) ** 2));
  return sum(left.map((one, place) => timesOf(place) * (centre - one) ** 3)) / (6 * spread ** 1.5);
}

const normalLimits = (value: number, half: number): Limits => ({ low: value - half, high: value + half });

/** The standard error of a ratio that is taken to change in a straight line with its sums. */
function linearisedError({ over, under }: Sums, value: number): number {
  const n = over.length;
  const squares = over.reduce((total, own, at) => total + (own - value * (under[at] as number)) ** 2, 0);
  return Math.sqrt((squares * n) / (n - 1)) / Math.abs(sum(under));
}

const count = (values: Float64Array, isCounted: (value: number) => boolean): number =>
  values.reduce((total, value) => total + (isCounted(value) ? 1 : 0), 0);
