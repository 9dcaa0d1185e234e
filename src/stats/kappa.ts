import type { Estimate } from '../domain/estimate.ts';
import { zAt } from './normal.ts';
import { sum } from './sum.ts';

/** How far two grades may be apart: any difference counts alike, by its size, or by its square. */
export type KappaWeights = 'plain' | 'linear' | 'quadratic';

type Apart = (one: number, other: number) => number;

const APART: Readonly<Record<KappaWeights, Apart>> = {
  plain: (one, other) => (one === other ? 0 : 1),
  linear: (one, other) => Math.abs(one - other),
  quadratic: (one, other) => (one - other) ** 2,
};

/**
 * Answers supposed beside those seen, spread evenly over all pairs of the grades: ½ in each place of a two by two table, as
 * J. B. S. Haldane, Ann. Hum. Genet. 20 (1956) 309, adds. Without them the error vanishes where raters seldom differ, and of 30
 * answers the interval covers the truth in 91 % of cases, not 95 %.
 */
const SUPPOSED = 2;

/**
 * How much more two raters of the same answers agree than by chance, −1…1, with its 95 % interval: J. Cohen, Psychol. Bull.
 * 70 (1968) 213; the error of J. L. Fleiss, J. Cohen & B. S. Everitt, Psychol. Bull. 72 (1969) 323, with two answers supposed
 * (which the figure itself does without), kept within −1…1. Grades are numbers, and few. Null where both give one grade only,
 * and no interval where they never differ: neither says how often they would.
 */
export function kappa(first: readonly number[], second: readonly number[], weights: KappaWeights): Estimate {
  const n = first.length;
  const answers = first.map((one, index): Graded => ({ one, other: second[index] as number, times: 1 }));
  const seen = agreement(answers, APART[weights]);
  if (seen === null) return { value: null, low: null, high: null, n };
  if (answers.every(({ one, other }) => one === other)) return { value: seen.value, low: null, high: null, n };
  const { value, se } = agreement([...answers, ...supposed([...first, ...second])], APART[weights]) ?? seen;
  const half = zAt(0.975) * se;
  const [low, high] = [Math.min(value - half, seen.value), Math.max(value + half, seen.value)];
  return { value: seen.value, low: Math.max(-1, low), high: Math.min(1, high), n };
}

/** What two raters say of an answer, so many times. */
interface Graded {
  readonly one: number;
  readonly other: number;
  readonly times: number;
}

function supposed(said: readonly number[]): Graded[] {
  const grades = [...new Set(said)];
  const times = SUPPOSED / grades.length ** 2;
  return grades.flatMap((one) => grades.map((other) => ({ one, other, times })));
}

/** κ and its standard error; null where all grades are one. */
function agreement(answers: readonly Graded[], apart: Apart): { value: number; se: number } | null {
  const total = sum(answers.map(({ times }) => times));
  const { toFirst, toSecond, expected } = chances(answers, apart);
  if (total === 0 || expected === 0) return null;
  const observed = sum(answers.map(({ one, other, times }) => times * apart(one, other))) / total;
  const value = 1 - observed / expected;
  // How much each answer moves κ · expected: the published formula, answer by answer and in distances.
  const moves = answers.map(({ one, other, times }) => {
    const byChance = (toSecond.get(one) ?? 0) + (toFirst.get(other) ?? 0);
    return times * (apart(one, other) - (1 - value) * (byChance - expected)) ** 2;
  });
  return { value, se: Math.sqrt(sum(moves)) / (total * expected) };
}

/** How far each grade is from the other rater's on average, and both raters' from each other. */
function chances(answers: readonly Graded[], apart: Apart) {
  const shares = sharesOf(answers.map(({ one, times }) => [one, times]));
  const others = sharesOf(answers.map(({ other, times }) => [other, times]));
  const mean = (grade: number, of: ReadonlyMap<number, number>) =>
    sum([...of].map(([other, share]) => share * apart(grade, other)));
  const toSecond = new Map([...shares.keys()].map((grade) => [grade, mean(grade, others)]));
  const toFirst = new Map([...others.keys()].map((grade) => [grade, mean(grade, shares)]));
  return { toFirst, toSecond, expected: sum([...shares].map(([grade, share]) => share * (toSecond.get(grade) ?? 0))) };
}

function sharesOf(grades: readonly (readonly [grade: number, times: number])[]): Map<number, number> {
  const total = sum(grades.map(([, times]) => times));
  const shares = new Map<number, number>();
  for (const [grade, times] of grades) shares.set(grade, (shares.get(grade) ?? 0) + times / total);
  return shares;
}
