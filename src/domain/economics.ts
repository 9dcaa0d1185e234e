import type { Estimate } from './estimate.ts';

/** What models cost, and what their errors may, set against one of them. */
export interface Economics {
  /** Null where the suite does not tell; then nothing is said of a month. */
  readonly requests_per_month: number | null;
  readonly migration_usd: number | null;
  /** The model that the others are set against. */
  readonly incumbent: string;
  /** Why that one: the suite names it, or it costs most a request. */
  readonly incumbent_by: 'suite' | 'cost';
  readonly models: readonly ModelEconomics[];
}

export interface ModelEconomics {
  readonly model: string;
  /** By the run's own mix of input and output. */
  readonly usd_per_1m_tokens: Estimate;
  /** Input tokens to one of output; null where there is none. */
  readonly input_per_output: number | null;
  /** On the samples that both were asked; null for the incumbent. */
  readonly usd_saved_per_month: Estimate | null;
  /** The same less what its wrong answers cost more, of the tasks that tell what one costs; null where none does. */
  readonly usd_net_per_month: Estimate | null;
  /** On each task where answers are right or wrong, or where it is told what a wrong one costs; none for the incumbent. */
  readonly break_even: readonly ErrorBreakEven[];
  /** Null where nothing is saved, or nobody says what the change costs; `high` null where it may never pay back. */
  readonly payback_months: Omit<Estimate, 'n'> | null;
  /** True when part of its cost is an estimate. */
  readonly estimated: boolean;
  readonly hosted?: HostedMonth;
}

/** Of GPUs of one's own: what they cost a month whatever is asked, and the share of their most that these requests are. */
export interface HostedMonth {
  readonly usd_per_month: number;
  readonly utilisation: number;
  /** Were nothing else asked of them, against an incumbent that is an API. */
  readonly alone?: {
    /** Null where the requests are more than they can do. */
    readonly usd_saved_per_month: Estimate;
    /** The requests a month that cost the API as much. */
    readonly break_even_requests: number;
    /** The share of their most that those are; above 1 hosting never pays. */
    readonly break_even_utilisation: number;
  };
}

/** On one task, what a wrong answer must cost for a change from the incumbent to stop paying. */
export interface ErrorBreakEven {
  readonly task: string;
  readonly usd_saved_per_1k: Estimate;
  /** Wrong answers more than the incumbent's, of 1,000; below 0 fewer. */
  readonly wrong_per_1k: Estimate;
  /**
   * pays_below, pays_above: while a wrong answer costs less, or more, than `usd_per_error`; dominates: cheaper and better;
   * dominated: neither; unclear: which is better, or cheaper, cannot be told.
   */
  readonly verdict: 'pays_below' | 'pays_above' | 'dominates' | 'dominated' | 'unclear';
  /** Only `low` where it cannot be told which is better: it is no less than that. */
  readonly usd_per_error: Omit<Estimate, 'n'>;
  /** Samples that would tell a difference as large as the one seen; null where it is told, or none was seen. */
  readonly samples_needed: number | null;
  /** What a wrong answer costs, as the task tells. */
  readonly error_cost_usd: number | null;
  /** Whether the change pays at that cost; null where that is not known. */
  readonly pays: boolean | null;
}
