import { toUsd } from '../domain/money.ts';
import type { Row } from '../domain/scorecard.ts';
import { seededRandom } from '../lib/random.ts';
import { clusteredRatio, type SourcedPair } from '../stats/clustered-ratio.ts';
import type { MetricChoice, Selection } from './figures.ts';

/** How sure the figures of a Row are that set money against work done. */
export type CostIntervals = Pick<
  Row,
  'usd_per_1k_low' | 'usd_per_1k_high' | 'usd_per_correct_low' | 'usd_per_correct_high'
>;

/** Of rows that are parts of others, and of what is not known. */
export const NO_INTERVALS: CostIntervals = {
  usd_per_1k_low: null,
  usd_per_1k_high: null,
  usd_per_correct_low: null,
  usd_per_correct_high: null,
};

interface RowOf {
  readonly selections: readonly Selection[];
  readonly choices: readonly MetricChoice[];
  /** A row's own, so that its draws do not hang on what other rows there are. */
  readonly seeds: readonly (string | number)[];
}

/**
 * The 95 % intervals of USD per 1,000 tasks and per correct answer, over whole samples with all their epochs: the figures
 * are ratios of sums, and so are the draws. Null where a part of the cost is unknown.
 */
export function costIntervalsOf({ selections, choices, seeds }: RowOf): CostIntervals {
  const samples = selections.flatMap((selection, index) =>
    sumsOf(selection, choices[index] as MetricChoice).map((sample) => sourced(sample, index)),
  );
  if (samples.some(({ usd }) => Number.isNaN(usd))) return NO_INTERVALS;
  const limits = (figure: string, underOf: (sample: SampleSums) => number) =>
    clusteredRatio(
      samples.map((sample): SourcedPair => ({ over: sample.usd, under: underOf(sample), cluster: sample.cluster })),
      seededRandom(figure, ...seeds),
    );
  const perTask = limits('usd_per_1k', ({ asked }) => asked);
  const perCorrect = choices.every(({ binary }) => binary) ? limits('usd_per_correct', ({ value }) => value) : null;
  return {
    usd_per_1k_low: perTask.low === null ? null : 1000 * Math.max(0, perTask.low),
    usd_per_1k_high: perTask.high === null ? null : 1000 * perTask.high,
    usd_per_correct_low: perCorrect === null || perCorrect.low === null ? null : Math.max(0, perCorrect.low),
    usd_per_correct_high: perCorrect?.high ?? null,
  };
}

/** A sample's share of a row's sums; NaN is unknown. */
interface SampleSums {
  readonly usd: number;
  readonly asked: number;
  readonly value: number;
  readonly cluster: string | null;
}

/** Each task has sources of its own. */
const sourced = (sample: SampleSums, task: number): SampleSums =>
  sample.cluster === null ? sample : { ...sample, cluster: `${task} ${sample.cluster}` };

/** Samples of which nothing was asked, and for which nothing was paid, are left out. */
function sumsOf({ table, samples, clusters }: Selection, { metric }: MetricChoice): SampleSums[] {
  return samples.flatMap((sample) => {
    let [usd, asked, value] = [0, 0, 0];
    for (let trial = sample * table.epochs; trial < (sample + 1) * table.epochs; trial++) {
      const cost = table.femtoUsd(trial);
      usd += cost === null ? Number.NaN : toUsd(cost);
      if (!table.isAsked(trial)) continue;
      asked += 1;
      value += table.value(trial, metric) || 0;
    }
    return asked === 0 && usd === 0 ? [] : [{ usd, asked, value, cluster: clusters?.[sample] ?? null }];
  });
}
