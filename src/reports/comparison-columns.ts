import type { ComparisonReport, DetailedComparison, Slice } from '../domain/comparison.ts';
import type { Comparison, Difference } from '../domain/difference.ts';
import type { Columns } from './csv-lines.ts';

/** A comparison, or a part of one. */
export interface ComparisonRow {
  readonly of: Comparison;
  readonly break_even: DetailedComparison['break_even'];
  readonly slice: Slice | null;
}

/** What a part does not have stays empty. */
export function comparisonColumns({
  run_id,
  baseline_run_id,
}: Pick<ComparisonReport, 'run_id' | 'baseline_run_id'>): Columns<ComparisonRow> {
  const figure =
    <T>(figureOf: (difference: Difference) => T) =>
    ({ of, slice }: ComparisonRow) =>
      figureOf(slice ?? of);
  const whole =
    <T>(figureOf: (row: ComparisonRow) => T) =>
    (row: ComparisonRow) =>
      row.slice ? null : figureOf(row);
  return {
    run_id: () => run_id,
    baseline_run_id: () => baseline_run_id,
    candidate: ({ of }) => of.candidate,
    baseline: ({ of }) => of.baseline,
    task: ({ of }) => of.task,
    metric: ({ of }) => of.metric,
    group: ({ slice }) => slice?.name ?? '*',
    level: ({ slice }) => slice?.level ?? 'all',
    n: figure(({ n }) => n),
    missing: figure(({ missing }) => missing),
    candidate_quality: whole(({ of }) => of.quality.candidate),
    baseline_quality: whole(({ of }) => of.quality.baseline),
    difference: figure(({ difference }) => difference.value),
    ci_low: figure(({ difference }) => difference.low),
    ci_high: figure(({ difference }) => difference.high),
    method: figure(({ method }) => method),
    p: figure(({ p }) => p),
    p_holm: figure(({ p_holm }) => p_holm),
    test: figure(({ test }) => test),
    mcnemar_p: whole(({ of }) => of.mcnemar_p),
    lost: figure(({ regressions }) => regressions),
    won: figure(({ gains }) => gains),
    flip_rate: whole(({ of }) => of.flip_rate),
    verdict: whole(({ of }) => of.verdict),
    samples_needed: whole(({ of }) => of.samples_needed),
    cost_ratio: whole(({ of }) => of.cost_ratio.value),
    cost_ratio_low: whole(({ of }) => of.cost_ratio.low),
    cost_ratio_high: whole(({ of }) => of.cost_ratio.high),
    cost_estimated: whole(({ of }) => of.cost_estimated),
    latency_difference_ms: whole(({ of }) => of.latency_ms.value),
    latency_difference_low_ms: whole(({ of }) => of.latency_ms.low),
    latency_difference_high_ms: whole(({ of }) => of.latency_ms.high),
    usd_saved_per_1k: whole(({ break_even }) => break_even?.usd_saved_per_1k.value),
    break_even: whole(({ break_even }) => break_even?.verdict),
    usd_per_error: whole(({ break_even }) => break_even?.usd_per_error.value),
    usd_per_error_low: whole(({ break_even }) => break_even?.usd_per_error.low),
    usd_per_error_high: whole(({ break_even }) => break_even?.usd_per_error.high),
  };
}

/** The names of all columns, whatever was compared. */
export const comparisonKeys: readonly string[] = Object.keys(comparisonColumns({ run_id: '', baseline_run_id: null }));
