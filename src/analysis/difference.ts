import type { Difference, DifferenceTest } from '../domain/difference.ts';
import { seededRandom } from '../lib/random.ts';
import { clusteredMean } from '../stats/cluster.ts';
import { NO_LIMITS } from '../stats/limits.ts';
import { differencesOf, type ScoredPair } from '../stats/margin.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { moments } from '../stats/moments.ts';
import { isPresent } from '../stats/non-inferiority.ts';
import { clustersOf, type Comparison as Paired, tableOf, usualInterval } from '../stats/paired-interval.ts';
import { pairedT } from '../stats/paired-t.ts';
import { pairedFigures } from '../stats/paired-table.ts';
import { differenceSamples, meanSamples } from '../stats/sample-size.ts';
import { signFlipP } from '../stats/sign-flip.ts';
import { studentTwoSided } from '../stats/student.ts';
import type { SamplePair } from './pairs.ts';

/** One-sided: the interval has 95 %. */
const ALPHA = 0.025;
/** Power of the number of samples that would tell two models apart. */
const POWER = 0.8;
/** No margin: whether there is any difference. */
const NONE = { absolute: 0 } as const;

export interface DifferenceInput {
  readonly pairs: readonly SamplePair[];
  /** Those of them that count. */
  readonly scored: readonly Scored[];
  /** Answers a sample. */
  readonly epochs: number;
  /** The pair's own, the same whichever of the two is the candidate. */
  readonly seeds: readonly (string | number)[];
  /** Of the bootstrap; none: normal intervals, at once. */
  readonly draws: number;
}

/** Scored on both sides, with its name. */
export type Scored = SamplePair & ScoredPair;

/** Pairs that count, in their order. */
export const scoredOf = (pairs: readonly SamplePair[]): readonly Scored[] =>
  (pairs.every(isPresent) ? pairs : pairs.filter(isPresent)) as readonly Scored[];

/** The difference on the pairs that count, with its interval, its test and its flips; p is not corrected yet. */
export function differenceOf({ pairs, scored, epochs, seeds, draws }: DifferenceInput): Difference {
  const n = scored.length;
  const asked = {
    pairs: scored,
    margin: NONE,
    alpha: ALPHA,
    epochs,
    random: seededRandom('difference', ...seeds),
    draws,
  };
  const value = moments(differencesOf(scored, NONE)).value;
  const { method, limits } = n === 0 ? { method: null, limits: null } : usualInterval(asked);
  return {
    ...{ n, missing: pairs.length - n },
    difference: { value, ...(limits ?? NO_LIMITS), n },
    method: limits && method,
    ...testOf(asked),
    p_holm: null,
    gains: countOf(scored, ({ candidate, incumbent }) => candidate > incumbent),
    regressions: countOf(scored, ({ candidate, incumbent }) => candidate < incumbent),
  };
}

const countOf = (pairs: readonly Scored[], isCounted: (pair: Scored) => boolean): number =>
  pairs.reduce((n, pair) => (isCounted(pair) ? n + 1 : n), 0);

const UNTESTED = { p: null, test: null };

/**
 * Right or wrong: McNemar's mid-p. Clusters: Student's t by their robust error. Other scores: all signs of the differences
 * where they can be tried, else Student's t.
 */
function testOf(asked: Paired): { p: number | null; test: DifferenceTest | null } {
  const { pairs } = asked;
  if (pairs.length === 0) return UNTESTED;
  const table = tableOf(asked);
  if (table) return { p: mcnemar(table).midP, test: 'mcnemar' };
  const differences = differencesOf(pairs, NONE);
  const clusters = clustersOf(pairs);
  if (clusters) {
    const { value, se, df } = clusteredMean(differences, clusters);
    return value === null || !se || df === null ? UNTESTED : { p: studentTwoSided(value / se, df), test: 'cluster-t' };
  }
  // A difference of 0 has no sign.
  const flipped = signFlipP(differences.filter((one) => one !== 0));
  if (flipped !== null) return { p: flipped, test: 'sign-flip' };
  const { p } = pairedT(differences);
  return p === null ? UNTESTED : { p, test: 'paired-t' };
}

/** Samples that would tell the difference seen, two-sided at 5 % with a power of 80 %; null where none was seen. */
export function samplesToTell({ scored, epochs }: Pick<DifferenceInput, 'scored' | 'epochs'>): number | null {
  const differences = differencesOf(scored, NONE);
  const { n, value: d, variance } = moments(differences);
  if (d === null || variance === null) return null;
  const table = tableOf({ pairs: scored, margin: NONE, epochs });
  const clusters = clustersOf(scored);
  const spread = clusters ? n * (clusteredMean(differences, clusters).se ?? Number.NaN) ** 2 : variance;
  const samples = table
    ? differenceSamples({ flipRate: pairedFigures(table).flipRate as number, d, alpha: 2 * ALPHA, power: POWER })
    : meanSamples({ variance: spread, d, margin: 0, alpha: ALPHA, power: POWER });
  return samples === null || Number.isNaN(samples) ? null : Math.ceil(samples);
}

/** Two-sided 5 %: what is called a difference. */
const LEVEL = 2 * ALPHA;

/** Told apart only where the corrected p and the interval both say so. */
export function verdictOf({ p, p_holm, difference }: Pick<Difference, 'p' | 'p_holm' | 'difference'>) {
  const { value, low, high } = difference;
  if (value === null) return null;
  const decisive = p_holm ?? p;
  if (low === null || high === null) {
    if (decisive === null) return null;
  } else if (low * high <= 0) return 'unclear';
  if (decisive !== null && decisive >= LEVEL) return 'unclear';
  return value > 0 ? 'better' : value < 0 ? 'worse' : 'unclear';
}
