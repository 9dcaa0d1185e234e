import type { Estimate } from '../domain/scorecard.ts';
import { type Random, randomBelow } from '../lib/random.ts';
import { type Limits, NO_LIMITS } from './limits.ts';
import { normalBelow, zAt } from './normal.ts';
import { tAt } from './student.ts';
import { sum } from './sum.ts';

/** Of a figure in a table; a verdict takes 10,000, or its limits would move between seeds. */
export const TABLE = { draws: 2000, confidence: 0.95 } as const;
/** Above, the ratio's own normal interval says the same, and at once. */
export const MOST_DRAWN = 5000;

/** A sample's share of the two sums; or a cluster's, where samples share a source. */
export interface Pair {
  readonly over: number;
  readonly under: number;
}

/** How often to draw (0: the normal interval, at once), and the two-sided confidence: 1 − 2α for a one-sided limit at α. */
export interface Drawing {
  readonly draws: number;
  readonly confidence: number;
}

/**
 * Σover ÷ Σunder with its 95 % interval, of 2,000 draws unless told; a mean where every `under` is 1. It is the wider of the
 * bootstrap's, which is too narrow of fewer than some hundred samples, and Student's t of the linearised ratio.
 */
export function ratio(pairs: readonly Pair[], random: Random, draws: number = TABLE.draws): Estimate {
  const n = pairs.length;
  const { over, under } = totals(pairs);
  if (n === 0 || under === 0) return { value: null, low: null, high: null, n };
  const value = over / under;
  const drawn = ratioLimits(pairs, random, { ...TABLE, draws });
  if (drawn === null) return { value, ...NO_LIMITS, n };
  if (n > MOST_DRAWN || draws === 0) return { value, ...drawn, n };
  const half = tAt((1 + TABLE.confidence) / 2, n - 1) * linearisedError(pairs, value, under);
  // Towards 0, as many times less as more would be added: what is never negative is not said to be.
  const nearer = hasOneSign(pairs) ? value * Math.exp(-half / Math.abs(value)) : null;
  const low = value > 0 && nearer !== null ? nearer : value - half;
  const high = value < 0 && nearer !== null ? nearer : value + half;
  return { value, low: Math.min(drawn.low, low), high: Math.max(drawn.high, high), n };
}

const hasOneSign = (pairs: readonly Pair[]): boolean =>
  pairs.every(({ over }) => over >= 0) || pairs.every(({ over }) => over <= 0);

/**
 * The interval of Σover ÷ Σunder by the bias-corrected and accelerated bootstrap over samples: B. Efron, J. Am. Stat.
 * Assoc. 82 (1987) 171; of more than 5,000 samples the normal one of the linearised ratio (W. G. Cochran, Sampling
 * Techniques, 1977, 6.4). None below two samples, nor where all are the same: their spread is then unknown, not 0.
 */
export function ratioLimits(pairs: readonly Pair[], random: Random, drawing: Drawing): Limits | null {
  const n = pairs.length;
  const { over, under } = totals(pairs);
  const without = (pair: Pair) => (over - pair.over) / (under - pair.under);
  if (n < 2 || under === 0) return null;
  const first = without(pairs[0] as Pair);
  if (pairs.every((pair) => without(pair) === first)) return null;
  const value = over / under;
  const limits =
    n > MOST_DRAWN || drawing.draws === 0
      ? normalLimits(value, zAt((1 + drawing.confidence) / 2) * linearisedError(pairs, value, under))
      : acceleratedLimits(drawRatios(pairs, random, drawing.draws), value, {
          acceleration: acceleration(pairs.map(without)),
          confidence: drawing.confidence,
        });
  return Number.isFinite(limits.low + limits.high) ? limits : null;
}

/** The ratios of `draws` samples as large as this one, drawn from it with replacement. */
export function drawRatios(pairs: readonly Pair[], random: Random, draws: number): Float64Array {
  const n = pairs.length;
  const over = Float64Array.from(pairs, (pair) => pair.over);
  const under = Float64Array.from(pairs, (pair) => pair.under);
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
function linearisedError(pairs: readonly Pair[], value: number, under: number): number {
  const n = pairs.length;
  const squares = pairs.reduce((total, pair) => total + (pair.over - value * pair.under) ** 2, 0);
  return Math.sqrt((squares * n) / (n - 1)) / Math.abs(under);
}

function totals(pairs: readonly Pair[]): Pair {
  let [over, under] = [0, 0];
  for (const pair of pairs) {
    over += pair.over;
    under += pair.under;
  }
  return { over, under };
}

const count = (values: Float64Array, isCounted: (value: number) => boolean): number =>
  values.reduce((total, value) => total + (isCounted(value) ? 1 : 0), 0);
