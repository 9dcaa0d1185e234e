import type { Estimate } from '../domain/estimate.ts';
import { moments } from './moments.ts';
import { zAt } from './normal.ts';

/** One comparison of an answer with the baseline's. */
export interface LengthPair {
  /** 1 where the answer won, 0 where it lost, between for a tie. */
  readonly won: number;
  /** By how much the answer is the longer one, in any unit. */
  readonly longer: number;
}

/**
 * The win rate that a judge would give to answers of the baseline's length: logistic regression on tanh(Δlength / sd) with the
 * length's term set to 0 (Y. Dubois et al., arXiv 2404.04475), and the 95 % interval of its robust error (P. J. Huber, Proc.
 * 5th Berkeley Symp. (1967) 221), since ties are no draws of 0 or 1. Null where lengths do not differ, or decide everything.
 */
export function winRateAtEqualLength(pairs: readonly LengthPair[]): Estimate {
  const n = pairs.length;
  const { variance } = moments(pairs.map(({ longer }) => longer));
  if (!variance) return { value: null, low: null, high: null, n };
  const points = pairs.map(({ won, longer }): Point => ({ y: won, x: Math.tanh(longer / Math.sqrt(variance)) }));
  const fit = fitted(points);
  if (!fit) return { value: null, low: null, high: null, n };
  const half = zAt(0.975) * Math.sqrt(robustVariance(points, fit));
  const [low, high] = half > 0 ? [logistic(fit[0] - half), logistic(fit[0] + half)] : [null, null];
  return { value: logistic(fit[0]), low, high, n };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Intercept and slope. */
type Line = readonly [number, number];

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** Newton's steps; undefined where they run away, as they do where nothing is ever lost or won. */
function fitted(points: readonly Point[]): Line | undefined {
  const [STEPS, NEAR, FAR] = [50, 1e-10, 15];
  let line: Line = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    const [[a, b, c], [g, h]] = [information(points, line), slopes(points, line)];
    const determinant = a * c - b * b;
    if (!(determinant > 1e-12)) return undefined;
    const move: Line = [(c * g - b * h) / determinant, (a * h - b * g) / determinant];
    line = [line[0] + move[0], line[1] + move[1]];
    if (Math.hypot(...line) > FAR) return undefined;
    if (Math.hypot(...move) < NEAR) return line;
  }
  return undefined;
}

/** The symmetric matrix [[a, b], [b, c]] of second derivatives, less its sign. */
function information(points: readonly Point[], [intercept, slope]: Line): readonly [number, number, number] {
  let [a, b, c] = [0, 0, 0];
  for (const { x } of points) {
    const p = logistic(intercept + slope * x);
    const weight = p * (1 - p);
    [a, b, c] = [a + weight, b + weight * x, c + weight * x * x];
  }
  return [a, b, c];
}

function slopes(points: readonly Point[], [intercept, slope]: Line): Line {
  let [g, h] = [0, 0];
  for (const { x, y } of points) {
    const rest = y - logistic(intercept + slope * x);
    [g, h] = [g + rest, h + rest * x];
  }
  return [g, h];
}

/** Of the intercept. */
function robustVariance(points: readonly Point[], line: Line): number {
  const [a, b, c] = information(points, line);
  const determinant = a * c - b * b;
  const moves = points.map(({ x, y }) => {
    const rest = y - logistic(line[0] + line[1] * x);
    return (rest * (c - b * x)) / determinant;
  });
  return moves.reduce((sum, move) => sum + move ** 2, 0);
}
