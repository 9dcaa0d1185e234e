import { clusteredMean } from './cluster.ts';
import type { Limits } from './limits.ts';
import { differencesOf, type ScoredPair, thresholdOf } from './margin.ts';
import { moments } from './moments.ts';
import {
  type Comparison,
  clustersOf,
  LEAST_DIFFERENCES,
  type Method,
  pairedInterval,
  sightOf,
  tableOf,
} from './paired-interval.ts';
import { type PairedTable, pairedFigures } from './paired-table.ts';
import { type Design, leastSamples, meanSamples, tangoSamples } from './sample-size.ts';

/** Power of the number of samples that would decide. */
const POWER = 0.8;
/** Above this share of missing pairs, a ruling must hold whatever they would have been. */
export const MISSING_ALLOWED = 0.01;

/** One sample's scores as they came; null where it failed or could not be scored. */
export type AskedPair = Omit<ScoredPair, 'candidate' | 'incumbent'> & {
  readonly candidate: number | null;
  readonly incumbent: number | null;
};

/** May the candidate replace the incumbent? */
export type Question = Omit<Comparison, 'pairs'> & { readonly pairs: readonly AskedPair[] };

/** Whether the candidate is good enough, and from which figures that follows. */
export interface NonInferiority {
  readonly ruling: 'pass' | 'fail' | 'inconclusive';
  /** Null where there is no pair. */
  readonly method: Method | null;
  /** Pairs that count. */
  readonly n: number;
  /** Pairs of which a side is missing. */
  readonly missing: number;
  /** Mean of candidate − incumbent; of a relative margin, of candidate − the share of the incumbent that must be kept. */
  readonly d: number | null;
  /** The 1 − 2α interval of d. */
  readonly low: number | null;
  readonly high: number | null;
  /** It passes above, and fails below: −margin, or 0 of a relative one. */
  readonly threshold: number;
  /** Samples that would decide with power .8 if what was seen is true; null where it is decided, or none would. */
  readonly samplesToDecide: number | null;
  readonly why: string;
}

/**
 * Rules on paired non-inferiority: pass where the whole 1 − 2α interval lies above the threshold, fail where it lies below
 * (that of `pairedInterval`). Above 1 % of missing pairs, a pass must hold if each had gone against the candidate, and a
 * fail if each had gone its way.
 */
export function ruleNonInferiority(question: Question): NonInferiority {
  const { pairs } = question;
  const present = pairs.filter(isPresent);
  const missing = pairs.length - present.length;
  const ruled = { ...rule({ ...question, pairs: present }), missing };
  if (ruled.ruling === 'inconclusive' || missing <= MISSING_ALLOWED * pairs.length) return ruled;
  const imagined = pairs.map((pair) => fillIn(pair, ruled.ruling === 'pass' ? 0 : 1));
  if (rule({ ...question, pairs: imagined }).ruling === ruled.ruling) return ruled;
  const why = `${missing} of ${pairs.length} pairs are missing, and could turn a ${ruled.ruling}`;
  return { ...ruled, ruling: 'inconclusive', why };
}

/** True where both sides have a score. */
export const isPresent = (pair: AskedPair): pair is ScoredPair => pair.candidate !== null && pair.incumbent !== null;

const fillIn = (pair: AskedPair, candidate: number): ScoredPair => ({
  ...pair,
  candidate: pair.candidate ?? candidate,
  incumbent: pair.incumbent ?? 1 - candidate,
});

function rule(comparison: Comparison): Omit<NonInferiority, 'missing'> {
  const { pairs, margin } = comparison;
  const [n, threshold] = [pairs.length, thresholdOf(margin)];
  if (n === 0) {
    const unknown = { method: null, d: null, low: null, high: null, samplesToDecide: null };
    return { ruling: 'inconclusive', n, threshold, ...unknown, why: 'no pair was scored on both sides' };
  }
  const { method, limits, guard } = pairedInterval(comparison);
  const { ruling, why } = ruleBy(limits, threshold);
  return {
    ruling,
    method,
    n,
    d: moments(differencesOf(pairs, margin)).value,
    ...limits,
    threshold,
    samplesToDecide: ruling === 'inconclusive' ? samplesToDecide(comparison) : null,
    why: guard === null ? why : `${why} (${guard})`,
  };
}

function ruleBy({ low, high }: Limits, threshold: number): Pick<NonInferiority, 'ruling' | 'why'> {
  const [from, to, at] = [low, high, threshold].map((value) => (100 * value).toFixed(2));
  if (low > threshold) return { ruling: 'pass', why: `the lower limit, ${from} points, lies above ${at}` };
  if (high < threshold) return { ruling: 'fail', why: `the upper limit, ${to} points, lies below ${at}` };
  return { ruling: 'inconclusive', why: `${at} points lie between the limits, ${from} and ${to}` };
}

/** At what was seen; with clusters, as many samples from each as now. */
function samplesToDecide(comparison: Comparison): number | null {
  const { pairs, margin, alpha } = comparison;
  const differences = differencesOf(pairs, margin);
  const { n, value, variance } = moments(differences);
  const design = { margin: -thresholdOf(margin), alpha, power: POWER, d: value as number };
  const table = tableOf(comparison);
  if (table) return whole(samplesOf(table, design));
  const clusters = clustersOf(pairs);
  const se = clusters ? clusteredMean(differences, clusters).se : Math.sqrt((variance ?? 0) / n);
  const { alike, differing, needed } = sightOf(comparison);
  const samples = se ? meanSamples({ ...design, variance: n * se ** 2 }) : null;
  if (samples === null || differing === 0 || needed === null) return null;
  return whole(Math.max(samples, (n / alike) * needed, (n / differing) * LEAST_DIFFERENCES));
}

/** A pass takes some even where nothing flips, a fail does not. */
function samplesOf(table: PairedTable, { d, ...design }: Omit<Design, 'flipRate'>): number | null {
  const samples = tangoSamples({ ...design, d, flipRate: pairedFigures(table).flipRate as number });
  if (samples === null || d < -design.margin) return samples;
  return Math.max(samples, leastSamples(design.margin, design.alpha));
}

const whole = (samples: number | null): number | null => (samples === null ? null : Math.ceil(samples));
