import type { Estimate } from './estimate.ts';

/** How the interval of a difference was made. */
type DifferenceMethod = 'tango' | 'bca' | 't' | 'cluster' | 'macro';

/** Which test a p-value is of. */
export type DifferenceTest = 'mcnemar' | 'sign-flip' | 'paired-t' | 'cluster-t';

/** What two models made of the same samples, by one metric: candidate − baseline, so that above 0 the candidate is better. */
export interface Difference {
  /** Samples that both were asked and scored on; Estimates of money and time have their own n. */
  readonly n: number;
  /** Samples that both were asked, and on which one of them failed or could not be scored. */
  readonly missing: number;
  readonly difference: Estimate;
  /** Null where there is no interval. */
  readonly method: DifferenceMethod | null;
  /** Of no difference at all, two-sided. */
  readonly p: number | null;
  readonly test: DifferenceTest | null;
  /** p corrected for all the comparisons made beside it. */
  readonly p_holm: number | null;
  /** Samples on which the candidate scores more. */
  readonly gains: number;
  /** Samples on which it scores less. */
  readonly regressions: number;
}

/** Two models on the same samples of a task. */
export interface Comparison extends Difference {
  /** `*`: the mean over all tasks. */
  readonly task: string;
  readonly metric: string;
  readonly candidate: string;
  readonly baseline: string;
  /** The means of the samples that count. */
  readonly quality: { readonly candidate: number | null; readonly baseline: number | null };
  /** The share of samples on which they differ. */
  readonly flip_rate: number | null;
  /** McNemar's mid-p, where every sample is right or wrong: it knows nothing of clusters. */
  readonly mcnemar_p: number | null;
  /** By the corrected p at 5 %, or by the interval where there is no p; null where nothing can be said. */
  readonly verdict: 'better' | 'worse' | 'unclear' | null;
  /** Samples that would tell a difference as large as the one seen; null where it is told, or none was seen. */
  readonly samples_needed: number | null;
  /** What the candidate costs ÷ what the baseline costs, on the samples that both were asked. */
  readonly cost_ratio: Estimate;
  /** True when part of a cost is an estimate. */
  readonly cost_estimated: boolean;
  /** The median of how much longer the candidate took for a sample. */
  readonly latency_ms: Estimate;
}
