import type { Estimate } from './estimate.ts';

/** Trials by how they ended. `right` and `wrong` only for metrics that are 0 or 1. */
export interface StateCounts {
  readonly wrong: number | null;
  readonly unparsed: number;
  readonly refused: number;
  readonly truncated: number;
  readonly failed: number;
  readonly unscored: number;
}

/** all: every sample of the task; macro: the mean of its groups; category, group: one of them; label: one label's figure. */
export type RowLevel = 'all' | 'macro' | 'category' | 'group' | 'label';

/** One model's figures on one task by one metric, over all samples or some of them. */
export interface Row extends StateCounts {
  readonly model: string;
  readonly provider: string;
  /** The version that the vendor reported; several are joined by a space. */
  readonly snapshot: string | null;
  /** `*`: the mean over all tasks. */
  readonly task: string;
  readonly metric: string;
  readonly level: RowLevel;
  readonly group: string;
  readonly quality: Estimate;
  /** Trials that have an outcome. */
  readonly asked: number;
  /** At list price, what was taken from another run included. */
  readonly cost_usd: number | null;
  /** What this run paid. */
  readonly spent_usd: number | null;
  /** True when part of the cost is an estimate. */
  readonly cost_estimated: boolean;
  readonly usd_per_1k_tasks: number | null;
  /** Its 95 % limits, in rows over all samples. */
  readonly usd_per_1k_low: number | null;
  readonly usd_per_1k_high: number | null;
  readonly usd_per_correct: number | null;
  readonly usd_per_correct_low: number | null;
  readonly usd_per_correct_high: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** What 1M tokens come to in the row's own mix of input and output. */
  readonly eff_usd_per_1m_tokens: number | null;
  /** Input tokens to one of output; null where there is none. */
  readonly input_per_output: number | null;
  readonly latency_p50_ms: number | null;
  readonly latency_p95_ms: number | null;
  readonly ttft_p50_ms: number | null;
  /** Output tokens a second of latency. */
  readonly output_tokens_per_s: number | null;
  /** Streamed: tokens after the first, a second from the first to the last byte. */
  readonly decode_tokens_per_s: number | null;
  /** True: no other model is as good for less, or better for as much; null where quality or cost is unknown. */
  readonly pareto: boolean | null;
  /** Where pareto is false, the model that is better and no dearer, or as good for less. */
  readonly dominated_by: string | null;
  /** Where pareto is false, whether every such model is ahead by no more than the intervals leave open. */
  readonly near_tie: boolean | null;
}
