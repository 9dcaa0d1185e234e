import type { Comparison, Difference } from './difference.ts';
import type { ErrorBreakEven } from './economics.ts';
import type { Prompt } from './sample.ts';

/** Some of a task's samples, as two models did on them. */
export interface Slice extends Difference {
  readonly level: 'group' | 'category';
  readonly name: string;
}

/** A sample on which two models differ. */
export interface Flip {
  readonly sample: string;
  readonly candidate: number;
  readonly baseline: number;
}

/** A Comparison with what it is made of. */
export interface DetailedComparison extends Comparison {
  /** Null where nobody says what a wrong answer is, or a cost is unknown. */
  readonly break_even: Omit<ErrorBreakEven, 'task'> | null;
  /** The samples that the candidate lost, the greatest loss first. */
  readonly lost: readonly Flip[];
  readonly won: readonly Flip[];
  readonly slices: readonly Slice[];
}

/** Something that two runs of one suite did not have in common. */
export interface RunChange {
  /** A task's or a model's name. */
  readonly of: string;
  readonly what: string;
  readonly baseline: string;
  readonly candidate: string;
  /** True where figures are not comparable for it. */
  readonly protocol: boolean;
}

/** Why a model's cost on a task is another than in the run before, on the samples of both; USD per 1,000 tasks. */
export interface CostChange {
  readonly model: string;
  readonly task: string;
  readonly n: number;
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** What the new prices alone change: the old tokens at them. */
  readonly by_price: number | null;
  /** What the tokens change at the new prices. */
  readonly by_tokens: number | null;
}

/** A sample that a candidate lost, with all that was said. */
export interface Regression {
  readonly task: string;
  readonly sample: string;
  readonly candidate: string;
  readonly baseline: string;
  readonly prompt: Prompt;
  readonly target: string | readonly string[];
  readonly answers: { readonly candidate: readonly ShownAnswer[]; readonly baseline: readonly ShownAnswer[] };
}

/** One answer, an entry an epoch; what is missing is null. */
export interface ShownAnswer {
  readonly epoch: number;
  readonly answer: string | null;
  readonly value: number | null;
  /** Why it has that score, or no answer. */
  readonly explanation: string | null;
}

/** What is printed of a comparison. */
export interface ComparisonReport {
  readonly schema_version: 1;
  readonly suite: string;
  readonly run_id: string;
  /** The run that the other is compared with; null where models of one run are compared. */
  readonly baseline_run_id: string | null;
  readonly comparisons: readonly DetailedComparison[];
  /** Of two runs. */
  readonly changes: readonly RunChange[];
  readonly costs: readonly CostChange[];
  readonly regressions: readonly Regression[];
  /** What else to know. */
  readonly notes: readonly string[];
}
