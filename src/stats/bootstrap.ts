import type { Estimate } from '../domain/scorecard.ts';
import { type Random, randomBelow } from '../lib/random.ts';
import { normalBelow, zAt } from './normal.ts';

const DRAWS = 2000;
/** Above, the ratio's own normal interval says the same, and at once. */
const MOST_DRAWN = 5000;
const TAILS = [0.025, 0.975] as const;

/** A sample's share of the two sums. */
export interface Pair {
  readonly over: number;
  readonly under: number;
}

/**
 * Σover ÷ Σunder, with the 95 % interval of the bias-corrected and accelerated bootstrap over samples: B. Efron, J. Am.
 * Stat. Assoc. 82 (1987) 171; of more than 5,000 samples the normal one of the linearised ratio (W. G. Cochran, Sampling
 * Techniques, 1977, 6.4). A mean where every `under` is 1. No interval below two samples, nor where all are the same:
 * their spread is then unknown, not 0.
 */
export function ratio(pairs: readonly Pair[], random: Random): Estimate {
  const n = pairs.length;
  const [over, under] = [sum(pairs.map((pair) => pair.over)), sum(pairs.map((pair) => pair.under))];
  if (n === 0 || under === 0) return { value: null, low: null, high: null, n };
  const value = over / under;
  const left = pairs.map((pair) => (over - pair.over) / (under - pair.under));
  if (n < 2 || left.every((one) => one === left[0])) return { value, low: null, high: null, n };
  const [low, high] = n > MOST_DRAWN ? linearised(pairs, value, under) : accelerated(pairs, value, left, random);
  return Number.isFinite(low + high) ? { value, low, high, n } : { value, low: null, high: null, n };
}

type Limits = readonly [low: number, high: number];

/** `left`: the ratio without each of the samples. */
function accelerated(pairs: readonly Pair[], value: number, left: readonly number[], random: Random): Limits {
  const drawn = Float64Array.from({ length: DRAWS }, () => drawnRatio(pairs, random)).sort();
  const lower = count(drawn, (one) => one < value) + count(drawn, (one) => one === value) / 2;
  const bias = zAt(lower / DRAWS);
  const centre = sum(left) / left.length;
  const spread = sum(left.map((one) => (centre - one) ** 2));
  const acceleration = sum(left.map((one) => (centre - one) ** 3)) / (6 * spread ** 1.5);
  const limit = (tail: number): number => {
    const z = bias + zAt(tail);
    const place = Math.round(normalBelow(bias + z / (1 - acceleration * z)) * DRAWS - 0.5);
    return drawn[Math.min(Math.max(place, 0), DRAWS - 1)] ?? Number.NaN;
  };
  return [limit(TAILS[0]), limit(TAILS[1])];
}

function linearised(pairs: readonly Pair[], value: number, under: number): Limits {
  const n = pairs.length;
  const squares = sum(pairs.map((pair) => (pair.over - value * pair.under) ** 2));
  const half = (zAt(TAILS[1]) * Math.sqrt((squares * n) / (n - 1))) / under;
  return [value - half, value + half];
}

function drawnRatio(pairs: readonly Pair[], random: Random): number {
  let [over, under] = [0, 0];
  for (let draw = 0; draw < pairs.length; draw++) {
    const pair = pairs[randomBelow(random, pairs.length)] as Pair;
    over += pair.over;
    under += pair.under;
  }
  return over / under;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const count = (values: Float64Array, isCounted: (value: number) => boolean): number =>
  values.reduce((total, value) => total + (isCounted(value) ? 1 : 0), 0);
