import type { Limits } from './limits.ts';
import { twoSided } from './normal.ts';

/** Up to so many differences their p-value is exact; above, the normal distribution says the same. */
const MOST_EXACT = 50;
/** Above, the averages of all pairs of differences are too many to be sorted for a figure that decides nothing. */
const MOST_PAIRED = 1000;

/** Whether differences lie around 0: to be read beside a verdict, which rests on the mean, not on this. */
export interface SignedRank {
  /** The sum of the ranks of the positive differences. */
  readonly v: number;
  /** Two-sided; 1 where no difference is other than 0. */
  readonly p: number;
  /** The middle of all averages of two differences (or of one with itself); null of none, or of more than 1,000. */
  readonly pseudoMedian: number | null;
}

/**
 * Wilcoxon's signed-rank test (F. Wilcoxon, Biometrics Bull. 1 (1945) 80), zeros left out, ties sharing their ranks; exact
 * up to 50 differences, else normal with corrections for ties and continuity. With the estimate of J. L. Hodges & E. L.
 * Lehmann, Ann. Math. Stat. 34 (1963) 598.
 */
export function signedRank(differences: readonly number[]): SignedRank {
  const some = differences.filter((one) => one !== 0);
  const ranks = sharedRanks(some.map(Math.abs));
  const v = ranks.reduce((sum, rank, index) => sum + ((some[index] as number) > 0 ? rank : 0), 0);
  const p = some.length === 0 ? 1 : some.length <= MOST_EXACT ? exactP(v, ranks) : normalP(v, ranks);
  return { v, p, pseudoMedian: pseudoMedian(some) };
}

/** From 1, ties having the mean of theirs. */
function sharedRanks(values: readonly number[]): number[] {
  const rising = Float64Array.from(values).sort();
  const [first, last] = [new Map<number, number>(), new Map<number, number>()];
  for (const [index, value] of rising.entries()) {
    if (!first.has(value)) first.set(value, index + 1);
    last.set(value, index + 1);
  }
  return values.map((value) => ((first.get(value) as number) + (last.get(value) as number)) / 2);
}

function exactP(v: number, ranks: readonly number[]): number {
  const chances = sumChances(ranks);
  const sum = (from: number, to: number) => chances.slice(from, to).reduce((total, chance) => total + chance, 0);
  return Math.min(1, 2 * Math.min(sum(0, 2 * v + 1), sum(2 * v, chances.length)));
}

/** How likely each sum of ranks is if every sign is as likely; the places are twice the sums, since ties have halves. */
function sumChances(ranks: readonly number[]): Float64Array {
  const doubled = ranks.map((rank) => 2 * rank);
  let chances = Float64Array.of(1);
  for (const rank of doubled) {
    const next = new Float64Array(chances.length + rank);
    for (const [sum, chance] of chances.entries()) {
      next[sum] = (next[sum] as number) + chance / 2;
      next[sum + rank] = (next[sum + rank] as number) + chance / 2;
    }
    chances = next;
  }
  return chances;
}

function normalP(v: number, ranks: readonly number[]): number {
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  const variance = ranks.reduce((sum, rank) => sum + rank ** 2, 0) / 4;
  return twoSided(Math.max(0, Math.abs(v - mean) - 0.5) / Math.sqrt(variance));
}

function pseudoMedian(differences: readonly number[]): number | null {
  const averages = walshAverages(differences);
  if (averages === null || averages.length === 0) return null;
  const [below, above] = [averages[(averages.length - 1) >> 1], averages[averages.length >> 1]] as [number, number];
  return (below + above) / 2;
}

/** Two-sided, of the pseudo-median; null where the exact test cannot give one. */
export function pseudoMedianInterval(differences: readonly number[], confidence: number): Limits | null {
  const some = differences.filter((one) => one !== 0);
  const averages = some.length <= MOST_EXACT ? walshAverages(some) : null;
  if (averages === null) return null;
  const chances = sumChances(some.map((_, index) => index + 1));
  let [rank, below] = [0, chances[0] as number];
  while (below < (1 - confidence) / 2) {
    rank += 1;
    below += chances[2 * rank] as number;
  }
  const [low, high] = [averages[rank - 1], averages[averages.length - rank]];
  return low === undefined || high === undefined ? null : { low, high };
}

/** In rising order. */
function walshAverages(differences: readonly number[]): Float64Array | null {
  if (differences.length > MOST_PAIRED) return null;
  return Float64Array.from(
    differences.flatMap((one, index) => differences.slice(index).map((other) => (one + other) / 2)),
  ).sort();
}
