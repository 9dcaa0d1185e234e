import type { Estimate } from '../domain/scorecard.ts';
import { zAt } from './normal.ts';

/** How far two grades may be apart: any difference counts alike, by its size, or by its square. */
export type KappaWeights = 'plain' | 'linear' | 'quadratic';

const APART: Readonly<Record<KappaWeights, (one: number, other: number) => number>> = {
  plain: (one, other) => (one === other ? 0 : 1),
  linear: (one, other) => Math.abs(one - other),
  quadratic: (one, other) => (one - other) ** 2,
};

/**
 * How much more two raters of the same answers agree than by chance, −1…1, with its 95 % interval: J. Cohen, Psychol. Bull.
 * 70 (1968) 213; the error of J. L. Fleiss, J. Cohen & B. S. Everitt, Psychol. Bull. 72 (1969) 323, kept within −1…1.
 * Grades are numbers, and few. Null where both give one grade only, and no interval where they never differ: neither says how
 * often they would.
 */
export function kappa(first: readonly number[], second: readonly number[], weights: KappaWeights): Estimate {
  const n = first.length;
  const { observed, byChance, expected } = distances(first, second, APART[weights]);
  if (n === 0 || expected === 0) return { value: null, low: null, high: null, n };
  const distance = sum(observed) / n;
  const value = 1 - distance / expected;
  if (distance === 0) return { value, low: null, high: null, n };
  // How much each answer moves κ · expected: the published formula, answer by answer and in distances.
  const moves = observed.map((one, index) => one - (1 - value) * ((byChance[index] as number) - expected));
  const half = (zAt(0.975) * Math.sqrt(sum(moves.map((move) => move ** 2)))) / (n * expected);
  return { value, low: Math.max(-1, value - half), high: Math.min(1, value + half), n };
}

/** How far the two grades of each answer are apart; how far each is from the other rater's grades on average, together. */
function distances(first: readonly number[], second: readonly number[], apart: (typeof APART)[KappaWeights]) {
  const [shares, others] = [sharesOf(first), sharesOf(second)];
  const mean = (grade: number, of: ReadonlyMap<number, number>) =>
    sum([...of].map(([other, share]) => share * apart(grade, other)));
  const toSecond = new Map([...shares.keys()].map((grade) => [grade, mean(grade, others)]));
  const toFirst = new Map([...others.keys()].map((grade) => [grade, mean(grade, shares)]));
  return {
    observed: first.map((grade, index) => apart(grade, second[index] as number)),
    byChance: first.map((grade, index) => (toSecond.get(grade) ?? 0) + (toFirst.get(second[index] as number) ?? 0)),
    expected: sum([...shares].map(([grade, share]) => share * (toSecond.get(grade) ?? 0))),
  };
}

function sharesOf(values: readonly number[]): Map<number, number> {
  const shares = new Map<number, number>();
  for (const value of values) shares.set(value, (shares.get(value) ?? 0) + 1 / values.length);
  return shares;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
