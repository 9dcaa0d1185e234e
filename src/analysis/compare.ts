import type { DetailedComparison, Flip } from '../domain/comparison.ts';
import type { Comparison } from '../domain/difference.ts';
import type { Estimate } from '../domain/estimate.ts';
import { seededRandom } from '../lib/random.ts';
import { clusteredRatio } from '../stats/clustered-ratio.ts';
import type { ScoredPair } from '../stats/margin.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { moments } from '../stats/moments.ts';
import { tableOf } from '../stats/paired-interval.ts';
import { quantileInterval } from '../stats/quantile-interval.ts';
import { breakEvenOf } from './break-even.ts';
import { type DifferenceInput, differenceOf, type Scored, samplesToTell, verdictOf } from './difference.ts';
import { bothOf, type SamplePair, type Sides } from './pairs.ts';
import { slicesOf } from './slices.ts';

/** Two models on one task, as they are compared. */
export interface CompareInput extends DifferenceInput {
  readonly task: string;
  readonly metric: string;
  readonly candidate: string;
  readonly baseline: string;
  /** True where every answer is right or wrong. */
  readonly binary: boolean;
  /** What one wrong answer costs; null where nobody says. */
  readonly error_cost_usd: number | null;
  readonly cost_estimated: boolean;
}

/**
 * Every figure of two models on the same samples, but for what follows from the corrected p. Whichever of the two is called the candidate, the
 * figures are each other's mirror images.
 */
export function comparePairs(input: CompareInput): Comparison {
  const { pairs, scored, task, metric, candidate, baseline, cost_estimated } = input;
  const difference = differenceOf(input);
  const { n, gains, regressions } = difference;
  const table = tableOf({ pairs: withoutClusters(scored), margin: { absolute: 0 } });
  return {
    ...{ task, metric, candidate, baseline },
    ...difference,
    quality: {
      candidate: moments(scored.map((pair) => pair.candidate)).value,
      baseline: moments(scored.map((pair) => pair.incumbent)).value,
    },
    flip_rate: n === 0 ? null : (gains + regressions) / n,
    mcnemar_p: table && n > 0 ? mcnemar(table).midP : null,
    verdict: null,
    samples_needed: samplesToTell(input),
    cost_ratio: costRatioOf(input),
    cost_estimated,
    latency_ms: latencyOf(pairs),
  };
}

const withoutClusters = (pairs: readonly Scored[]): readonly ScoredPair[] =>
  pairs[0]?.cluster === undefined ? pairs : pairs.map(({ candidate, incumbent }) => ({ candidate, incumbent }));

/** The comparison with its p corrected, and what follows from that. */
export function judged<C extends Comparison>(comparison: C, p_holm: number | null): C {
  const verdict = verdictOf({ ...comparison, p_holm });
  const samples_needed = verdict === 'unclear' ? comparison.samples_needed : null;
  return { ...comparison, p_holm, verdict, samples_needed };
}

/** The same with what a wrong answer may cost, the samples on which they differ, and the parts of the task; of one task alone. */
export function withDetails(comparison: Comparison, input: CompareInput): DetailedComparison {
  if (comparison.task === '*') return { ...comparison, break_even: null, lost: [], won: [], slices: [] };
  const differing = input.scored
    .filter((pair) => pair.candidate !== pair.incumbent)
    .map((pair): Flip => ({ sample: pair.sample, candidate: pair.candidate, baseline: pair.incumbent }))
    .sort((one, other) => sizeOf(other) - sizeOf(one));
  return {
    ...comparison,
    break_even: breakEvenIn(input),
    lost: differing.filter((flip) => flip.candidate < flip.baseline),
    won: differing.filter((flip) => flip.candidate > flip.baseline),
    slices: slicesOf(input),
  };
}

const sizeOf = ({ candidate, baseline }: Flip): number => Math.abs(candidate - baseline);

/** The dearer one stands below the line, so that turning the two round turns the interval over and no more. */
export function costRatioOf({ pairs, seeds, draws }: Pick<CompareInput, 'pairs' | 'seeds' | 'draws'>): Estimate {
  const n = pairs.length;
  const unknown = { value: null, low: null, high: null, n };
  const [over, under] = [sumOf(pairs, 'candidate'), sumOf(pairs, 'incumbent')];
  if (n === 0 || Number.isNaN(over + under)) return unknown;
  if (over === 0 || under === 0) return { ...unknown, value: under === 0 ? null : 0 };
  const [above, below] = over > under ? (['incumbent', 'candidate'] as const) : (['candidate', 'incumbent'] as const);
  const costs = {
    over: new Float64Array(pairs.map((pair) => bothOf(pair, 'usd')[above] as number)),
    under: new Float64Array(pairs.map((pair) => bothOf(pair, 'usd')[below] as number)),
    clusters: pairs.map(({ cluster }) => cluster),
  };
  const found = clusteredRatio(costs, seededRandom('cost', ...seeds), Math.min(draws, MONEY_DRAWS));
  return { ...(over > under ? turnedOver(found) : { ...found, low: found.low && Math.max(0, found.low) }), n };
}

/** NaN where a cost is unknown. */
const sumOf = (pairs: readonly SamplePair[], side: keyof Sides): number =>
  pairs.reduce((sum, pair) => sum + (bothOf(pair, 'usd')[side] ?? Number.NaN), 0);

/** Of what is read and not ruled by. */
const MONEY_DRAWS = 2000;

const isKnown = (sides: Sides): sides is { candidate: number; incumbent: number } =>
  sides.candidate !== null && sides.incumbent !== null;

const turnedOver = ({ value, low, high, n }: Estimate): Estimate => {
  const over = (one: number | null) => (one === null || one <= 0 ? null : 1 / one);
  return { value: over(value), low: over(high), high: over(low), n };
};

/** Of samples that both answered at a known speed. */
export function latencyOf(pairs: readonly SamplePair[]): Estimate {
  const slower = new Float64Array(pairs.length);
  let n = 0;
  for (const pair of pairs) {
    const latencyMs = bothOf(pair, 'latencyMs');
    if (isKnown(latencyMs)) slower[n++] = latencyMs.candidate - latencyMs.incumbent;
  }
  return quantileInterval(slower.subarray(0, n).sort(), 0.5);
}

/** None where an answer is neither right nor wrong and nobody says what a wrong one costs, nor where a cost is unknown. */
function breakEvenIn({ scored, binary, error_cost_usd, seeds }: CompareInput) {
  if (scored.length === 0 || (!binary && error_cost_usd === null)) return null;
  const savedOn = (pair: Scored): number => {
    const usd = bothOf(pair, 'usd');
    return isKnown(usd) ? usd.incumbent - usd.candidate : Number.NaN;
  };
  const swaps = {
    saved_usd: new Float64Array(scored.map(savedOn)),
    lost: new Float64Array(scored.map(({ candidate, incumbent }) => incumbent - candidate)),
    clusters: scored.map(({ cluster }) => cluster),
  };
  if (swaps.saved_usd.some(Number.isNaN)) return null;
  return breakEvenOf(swaps, { binary, error_cost_usd, random: seededRandom('break-even', ...seeds) });
}
