import type { Random } from '../lib/random.ts';
import { MOST_DRAWN, meanSums, ratioLimits, type Sums } from './bootstrap.ts';
import { clusteredInterval, clusteredMean, clusterSums } from './cluster.ts';
import { EProcess } from './e-process.ts';
import type { Limits } from './limits.ts';
import {
  differencesOf,
  type Margin,
  marginInPoints,
  rounded,
  type ScoredPair,
  scaleOf,
  thresholdOf,
} from './margin.ts';
import { pairedTInterval } from './paired-t.ts';
import type { PairedTable } from './paired-table.ts';
import { leastSamples } from './sample-size.ts';
import { tangoInterval } from './tango.ts';
import { MOST_ABOVE_ALPHA, tangoExactP } from './tango-exact.ts';

/** Draws of a verdict: with fewer, its limits would move between seeds. */
const DRAWS = 10_000;
/** Fewer differences than these tell nothing of the shape of their distribution. */
export const LEAST_DIFFERENCES = 10;

/**
 * Above 5,000 nothing is drawn, and where losses are rare and total the normal limits pass falsely up to 9 %. So many samples
 * times the margin keep that below 6.5 %: the share of losses is then seen well enough.
 */
const LEAST_LOSSES = 50;

/**
 * Where the largest cluster has more than so many times the samples of the mean one, too few large ones are seen to know what
 * is lost with them: with 30 of 11 samples among 270 of two the usual interval passes falsely in 9.7 % of cases.
 */
const MOST_UNLIKE = 2;

/** How an interval was made: `e-process` where too little was seen for any of the others. */
export type Method = 'tango' | 'bca' | 't' | 'cluster' | 'e-process';

/** Two models' scores of the same samples, of which there is at least one, and what the difference is held against. */
export interface Comparison {
  readonly pairs: readonly ScoredPair[];
  readonly margin: Margin;
  /** One-sided; the interval has 1 − 2α. */
  readonly alpha: number;
  /** Answers a sample; 1 unless told. Means of several are never taken as right or wrong. */
  readonly epochs?: number;
  /** Draws the bootstrap. */
  readonly random: Random;
  /** Of the bootstrap; 10,000 unless told. With none, large samples' own intervals stand in its place. */
  readonly draws?: number;
}

/** The same, whether or not it is held against anything. */
export type Unruled = Omit<Comparison, 'margin'> & { readonly margin?: Margin };

/** Limits of the mean difference, by which method, and where it is the e-process why the usual one could not be used. */
export interface PairedInterval {
  readonly method: Method;
  readonly limits: Limits;
  readonly guard: string | null;
}

/**
 * The interval by which a verdict rules. Right or wrong: Tango's score interval. Other scores, several epochs or a relative
 * margin: the BCa bootstrap, Student's t above 5,000 pairs. Clusters: the wider of the cluster-robust t and the bootstrap
 * over clusters, since the first misses sources that are rare and lost altogether. All of them would pass too easily where
 * too little was seen; the bound of the e-process does not, and decides there.
 */
export function pairedInterval(comparison: Comparison): PairedInterval {
  const { method, limits } = usualInterval(comparison);
  const passes = limits !== null && limits.low > thresholdOf(comparison.margin);
  const guard = passes ? tooLittle(comparison) : null;
  if (limits && guard === null) return { method, limits, guard };
  return { method: 'e-process', limits: anytimeBound(comparison), guard: guard ?? 'the differences have no spread' };
}

/** The interval of a difference that nothing is ruled by; no limits where there is no spread. */
export function usualInterval(comparison: Unruled): {
  readonly method: Exclude<Method, 'e-process'>;
  readonly limits: Limits | null;
} {
  const { pairs, margin, alpha, random, draws = DRAWS } = comparison;
  const confidence = 1 - 2 * alpha;
  const table = tableOf(comparison);
  if (table) return { method: 'tango', limits: tangoInterval(table, confidence) };
  const differences = differencesOf(pairs, margin);
  const clusters = clustersOf(pairs);
  if (clusters) {
    const robust = clusteredInterval(clusteredMean(differences, clusters), confidence);
    const drawn = ratioLimits(clusterSums(meanSums(differences), clusters), random, { draws, confidence });
    return { method: 'cluster', limits: wider(robust, drawn) };
  }
  if (pairs.length > MOST_DRAWN || draws === 0)
    return { method: 't', limits: pairedTInterval(differences, confidence) };
  return { method: 'bca', limits: ratioLimits(meanSums(differences), random, { draws, confidence }) };
}

const wider = (one: Limits | null, other: Limits | null): Limits | null =>
  one && other && { low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) };

/** What Tango's test reads; null where scores are not right or wrong, or the margin, epochs or clusters forbid it. */
export function tableOf({
  pairs,
  margin,
  epochs = 1,
}: Pick<Unruled, 'pairs' | 'margin' | 'epochs'>): PairedTable | null {
  if ((margin && 'relative' in margin) || epochs > 1 || clustersOf(pairs) !== null) return null;
  const table = { both: 0, candidateOnly: 0, incumbentOnly: 0, neither: 0 };
  for (const { candidate, incumbent } of pairs) {
    if ((candidate !== 0 && candidate !== 1) || (incumbent !== 0 && incumbent !== 1)) return null;
    table[candidate ? (incumbent ? 'both' : 'candidateOnly') : incumbent ? 'incumbentOnly' : 'neither'] += 1;
  }
  return table;
}

/** Why the usual interval is not to be trusted with a pass; null where it is. */
function tooLittle(comparison: Comparison): string | null {
  const table = tableOf(comparison);
  if (table) return tooLikely(table, comparison);
  const { units, alike, differing, needed } = sightOf(comparison);
  const what = clustersOf(comparison.pairs) ? 'clusters' : 'samples';
  if (differing < LEAST_DIFFERENCES)
    return `only ${differing} of ${units} ${what} differ, too few to pass by the usual interval`;
  if (needed === null) return 'the incumbent has no point to keep';
  if (units > MOST_UNLIKE * alike)
    return `the largest of ${units} clusters has ${(units / alike).toFixed(1)} times the samples of the mean one, and the usual interval may pass where it has ${MOST_UNLIKE} at most`;
  if (alike >= needed) return null;
  const as = Math.floor(alike) === units ? '' : `, worth ${Math.floor(alike)} of the largest one’s size`;
  return `${units} ${what}${as}, and a pass by the usual interval takes ${needed}`;
}

/** Of right and wrong what Tango's test passes is counted exactly: where few flips are seen it passes too easily. */
function tooLikely(table: PairedTable, { margin, alpha }: Comparison): string | null {
  const p = tangoExactP(table, -thresholdOf(margin)) ?? 0;
  const promised = alpha + MOST_ABOVE_ALPHA;
  return p > promised ? `counted exactly, p is ${p.toFixed(4)}, and a pass takes ${promised.toFixed(4)}` : null;
}

/** Whether counting bears out what Tango's test passes; true of all that it does not read. */
export function isLikelyEnough(comparison: Comparison): boolean {
  const table = tableOf(comparison);
  return table === null || tooLikely(table, comparison) === null;
}

/** How much was seen, in units that share nothing: samples, or clusters. */
export interface Sight {
  readonly units: number;
  /** So many clusters there would be, were each as large as the largest: what is lost with that one is seen least. Of samples, all. */
  readonly alike: number;
  /** Units in which the two models differ. */
  readonly differing: number;
  /** So many units a pass takes of models that never differ: fewer may well have shown none of the losses. */
  readonly needed: number | null;
}

export function sightOf({ pairs, margin, alpha }: Comparison): Sight {
  const differences = pairs.map(({ candidate, incumbent }) => rounded(candidate - incumbent));
  const { over, under } = sumsOf(differences, clustersOf(pairs));
  const units = over.length;
  const points = marginInPoints(margin, pairs);
  const ofLosses = units > MOST_DRAWN ? Math.ceil(LEAST_LOSSES / points) : 0;
  return {
    units,
    alike: pairs.length / largestOf(under),
    differing: over.filter((one) => rounded(one) !== 0).length,
    needed: points > 0 ? Math.max(leastSamples(points, alpha), ofLosses) : null,
  };
}

/** At a fixed n. A cluster enters as its mean, by its share of the largest one's size, so that it speaks of samples. */
function anytimeBound({ pairs, margin, alpha }: Comparison): Limits {
  const bets = new EProcess({ scale: scaleOf(margin), alpha });
  const { over, under } = sumsOf(differencesOf(pairs, margin), clustersOf(pairs));
  const largest = largestOf(under);
  for (const [at, size] of under.entries()) bets.add((over[at] as number) / size, size / largest);
  return bets.interval();
}

/** By cluster, or of each sample alone. */
function sumsOf(differences: readonly number[], clusters: readonly string[] | null): Sums {
  const alone = meanSums(differences);
  return clusters ? clusterSums(alone, clusters) : alone;
}

const largestOf = (sizes: Float64Array): number => sizes.reduce((most, size) => Math.max(most, size), 0);

export const clustersOf = (pairs: readonly ScoredPair[]): string[] | null =>
  pairs[0]?.cluster === undefined ? null : pairs.map(({ cluster }) => cluster as string);
