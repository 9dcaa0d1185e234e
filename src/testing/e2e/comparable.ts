import type { Scorecard } from '../../domain/scorecard.ts';

/** What the scorecards of two runs of the same suite must share: all but dates, times, rates a second and the run's name. */
export const comparable = ({ run_id, started_at, rows, comparisons, ...rest }: Scorecard) => ({
  ...rest,
  comparisons: comparisons?.map(({ latency_ms, ...comparison }) => comparison),
  rows: rows.map(({ latency_p50_ms, latency_p95_ms, ttft_p50_ms, output_tokens_per_s, ...row }) => row),
});
