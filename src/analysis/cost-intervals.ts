import type { Row } from '../domain/row.ts';
import { seededRandom } from '../lib/random.ts';
import { clusteredRatio } from '../stats/clustered-ratio.ts';
import { sum } from '../stats/sum.ts';
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
  const { usd, asked, value, clusters } = columnsOf(selections, choices);
  if (usd.some(Number.isNaN)) return NO_INTERVALS;
  const limits = (figure: string, under: Float64Array) =>
    clusteredRatio({ over: usd, under, clusters }, seededRandom(figure, ...seeds));
  const perTask = limits('usd_per_1k', asked);
  const perCorrect = choices.every(({ binary }) => binary) ? limits('usd_per_correct', value) : null;
  return {
    usd_per_1k_low: perTask.low === null ? null : 1000 * Math.max(0, perTask.low),
    usd_per_1k_high: perTask.high === null ? null : 1000 * perTask.high,
    usd_per_correct_low: perCorrect === null || perCorrect.low === null ? null : Math.max(0, perCorrect.low),
    usd_per_correct_high: perCorrect?.high ?? null,
  };
}

/** Each sample's share of a row's sums, in columns; NaN is unknown. */
interface SampleSums {
  readonly usd: Float64Array;
  readonly asked: Float64Array;
  readonly value: Float64Array;
  /** Each task has sources of its own. */
  readonly clusters: (string | null)[];
}

/** Samples of which nothing was asked, and for which nothing was paid, are left out. */
function columnsOf(selections: readonly Selection[], choices: readonly MetricChoice[]): SampleSums {
  const column = () => new Float64Array(sum(selections.map(({ samples }) => samples.length)));
  const all: SampleSums = { usd: column(), asked: column(), value: column(), clusters: [] };
  for (const [task, selection] of selections.entries()) addSums(all, selection, choices[task] as MetricChoice, task);
  const added = (values: Float64Array) => values.subarray(0, all.clusters.length);
  return { usd: added(all.usd), asked: added(all.asked), value: added(all.value), clusters: all.clusters };
}

function addSums(
  sums: SampleSums,
  { table, samples, clusters }: Selection,
  { metric }: MetricChoice,
  task: number,
): void {
  for (const sample of samples) {
    let [usd, asked, value] = [0, 0, 0];
    for (let trial = sample * table.epochs; trial < (sample + 1) * table.epochs; trial++) {
      usd += table.usd[trial] as number;
      if (!table.isAsked(trial)) continue;
      asked += 1;
      value += table.value(trial, metric) || 0;
    }
    if (asked === 0 && usd === 0) continue;
    const cluster = clusters?.[sample] ?? null;
    const place = sums.clusters.length;
    sums.usd[place] = usd;
    sums.asked[place] = asked;
    sums.value[place] = value;
    sums.clusters.push(cluster === null ? null : `${task} ${cluster}`);
  }
}
