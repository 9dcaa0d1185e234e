import type { Comparison } from '../domain/difference.ts';
import { isBinary, type TaskFacts } from '../domain/run.ts';
import type { Suite } from '../domain/suite.ts';
import { macroDifference } from '../stats/interval.ts';
import { pairSeeds } from './break-even.ts';
import { type CompareInput, comparePairs, costRatioOf, judged, latencyOf } from './compare.ts';
import { scoredOf } from './difference.ts';
import { pairsOf, type SamplePair, type Side } from './pairs.ts';
import { withHolm } from './with-holm.ts';

/** One model of a run, to be compared. */
export interface Contender {
  readonly model: string;
  /** Undefined where its run has no such task or metric. */
  side(task: string, metric: string): Side | undefined;
}

/** Two models, or a model in two runs. */
export interface Couple {
  readonly candidate: Contender;
  readonly baseline: Contender;
  /** Finds a candidate's sample of a task in the baseline's run, where that is another. */
  placeIn?(task: string): (place: number) => number | undefined;
}

export interface CompareTask {
  readonly facts: TaskFacts;
  readonly metric: string;
  readonly error_cost_usd: number | null;
}

interface ComparisonsInput {
  readonly couples: readonly Couple[];
  readonly tasks: readonly CompareTask[];
  readonly seed: number;
  /** How often to draw for so many samples. */
  drawsFor(n: number): number;
}

/** The tasks of a run, each by its metric. */
export const tasksOf = ({ suite, tasks }: { readonly suite: Suite; readonly tasks: readonly TaskFacts[] }) =>
  tasks.map((facts): CompareTask => {
    const spec = suite.tasks.find(({ name }) => name === facts.name);
    return { facts, metric: spec?.metric ?? '', error_cost_usd: spec?.error_cost_usd ?? null };
  });

/**
 * Every couple on every task, and on the mean of the tasks where they share a metric; p is corrected for all of them.
 * `finish` may add to a comparison what takes longer.
 */
export function comparisonsOf<C extends Comparison>(
  input: ComparisonsInput,
  finish: (comparison: Comparison, input: CompareInput) => C,
): C[] {
  return withHolm(
    input.couples.flatMap((couple) => ofCouple(couple, input, finish)),
    judged,
  );
}

function ofCouple<C extends Comparison>(
  couple: Couple,
  input: ComparisonsInput,
  finish: (comparison: Comparison, input: CompareInput) => C,
): C[] {
  const inputs = input.tasks.flatMap((task) => inputOf(couple, task, input) ?? []);
  const found = inputs.map((one) => finish(comparePairs(one), one));
  const isShared = new Set(input.tasks.map(({ metric }) => metric)).size === 1;
  if (found.length < 2 || found.length < input.tasks.length || !isShared) return found;
  const whole = wholeOf(inputs, input);
  return [...found, finish(overall(found, whole), whole)];
}

function inputOf(
  { candidate, baseline, placeIn }: Couple,
  { facts, metric, error_cost_usd }: CompareTask,
  { seed, drawsFor }: ComparisonsInput,
): CompareInput | undefined {
  const { name: task, graders } = facts;
  const [one, other] = [candidate.side(task, metric), baseline.side(task, metric)];
  if (!one || !other) return undefined;
  const pairs = pairsOf(one, other, placeIn?.(task));
  return {
    ...{ task, metric, candidate: candidate.model, baseline: baseline.model, pairs, scored: scoredOf(pairs) },
    epochs: Math.max(one.epochs, other.epochs),
    seeds: pairSeeds({ seed, task, metric, models: [candidate.model, baseline.model] }),
    draws: drawsFor(pairs.length),
    binary: graders.some((grader) => isBinary(grader, metric)),
    error_cost_usd,
    cost_estimated: one.estimated || other.estimated,
  };
}

/** All tasks' samples as if of one task: of money and times the sums are one. */
function wholeOf(inputs: readonly CompareInput[], { seed, drawsFor }: ComparisonsInput): CompareInput {
  const [first] = inputs as [CompareInput];
  const pairs: readonly SamplePair[] = inputs.flatMap((one) => one.pairs);
  return {
    ...first,
    ...{
      task: '*',
      pairs,
      scored: scoredOf(pairs),
      draws: drawsFor(pairs.length),
      binary: false,
      error_cost_usd: null,
    },
    epochs: Math.max(...inputs.map(({ epochs }) => epochs)),
    seeds: pairSeeds({ seed, task: '*', metric: first.metric, models: [first.candidate, first.baseline] }),
    cost_estimated: inputs.some(({ cost_estimated }) => cost_estimated),
  };
}

/** The mean of the tasks, whose differences stand each for itself: there is no test of it, and its interval rules. */
function overall(tasks: readonly Comparison[], whole: CompareInput): Comparison {
  const sumOf = (figureOf: (one: Comparison) => number) => tasks.reduce((sum, one) => sum + figureOf(one), 0);
  const difference = macroDifference(tasks.map((one) => one.difference));
  const [gains, regressions] = [sumOf((one) => one.gains), sumOf((one) => one.regressions)];
  const mean = (values: readonly (number | null)[]) =>
    values.every((one) => one !== null) ? values.reduce((sum, one) => sum + one, 0) / values.length : null;
  return {
    ...{ task: '*', metric: whole.metric, candidate: whole.candidate, baseline: whole.baseline },
    ...{ n: difference.n, missing: sumOf(({ missing }) => missing), difference, gains, regressions },
    method: difference.low === null ? null : 'macro',
    ...{ p: null, test: null, p_holm: null, mcnemar_p: null, samples_needed: null, verdict: null },
    quality: {
      candidate: mean(tasks.map(({ quality }) => quality.candidate)),
      baseline: mean(tasks.map(({ quality }) => quality.baseline)),
    },
    flip_rate: difference.n === 0 ? null : (gains + regressions) / difference.n,
    cost_ratio: costRatioOf(whole),
    cost_estimated: whole.cost_estimated,
    latency_ms: latencyOf(whole.pairs),
  };
}

/** Each model against the baseline; without one, each against those named before it. */
export function couplesOf(models: readonly Contender[], baseline: string | undefined): Couple[] {
  const named = models.find(({ model }) => model === baseline);
  if (named) return models.flatMap((candidate) => (candidate === named ? [] : [{ candidate, baseline: named }]));
  return models.flatMap((candidate, place) => models.slice(0, place).map((one) => ({ candidate, baseline: one })));
}
