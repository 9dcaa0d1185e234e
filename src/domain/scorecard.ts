import type { Classified, Readings, Repeated } from './classified.ts';
import type { Comparison } from './difference.ts';
import type { Economics } from './economics.ts';
import type { FormerJudging, JudgedGrader } from './judged.ts';
import type { RecordedFrom } from './model.ts';
import type { ModelPrice } from './price.ts';
import type { Row } from './row.ts';
import type { Params, RunStatus, TaskFacts } from './run.ts';
import type { Verdict } from './verdict.ts';

/** How much of what was planned came back, a model on a task. */
export interface Coverage {
  readonly model: string;
  readonly task: string;
  readonly planned: number;
  readonly asked: number;
  readonly answered: number;
  /** Answers ÷ trials asked; null before the first. */
  readonly coverage: number | null;
  readonly min_coverage: number;
  /** Failures by kind. */
  readonly failures: Readonly<Record<string, number>>;
  /** Warnings that came with answers, with how many answers each. */
  readonly warnings: Readonly<Record<string, number>>;
}

/** What was not asked, since it could change no ruling. */
export interface StoppedEarly {
  readonly trials: number;
  /** At what the trials of the same model and task have cost; null where that is unknown. */
  readonly usd: number | null;
}

/** Every figure a report may print or a gate may judge. */
export interface Scorecard {
  readonly schema_version: 1;
  readonly run_id: string;
  readonly suite: string;
  readonly status: RunStatus;
  readonly started_at: string;
  readonly tool_version: string;
  readonly seed: number;
  readonly tasks: readonly (TaskFacts & { readonly metric: string })[];
  readonly models: readonly string[];
  /** Of the models whose size is known; absent where none is. */
  readonly params?: readonly (Params & { readonly model: string })[];
  /** The models whose answers were read from an earlier run; absent where there is none. */
  readonly recorded?: readonly { readonly model: string; readonly from: RecordedFrom }[];
  /** What each model is billed at. */
  readonly prices: readonly ModelPrice[];
  /** The day whose prices these are, where they are not those of the run's own. */
  readonly repriced_on: string | null;
  readonly rows: readonly Row[];
  readonly coverage: readonly Coverage[];
  /** Where the suite tells its requests per month, and a model's cost is known. */
  readonly economics?: Economics;
  /** Of a run that stopped because every gate was decided, or could no longer be. */
  readonly stopped_early?: StoppedEarly;
  /**
   * Each model against the incumbent, or where none is named each against those before it; absent of one model, and of many
   * without an incumbent.
   */
  readonly comparisons?: readonly Comparison[];
  /** The graders that ask judges; absent where there is none. */
  readonly judging?: readonly JudgedGrader[];
  /** What was judged before by whom nobody asks any more; absent where there is none. */
  readonly former_judging?: readonly FormerJudging[];
  /** Of the graders with a fixed set of labels; absent where there is none. */
  readonly classification?: readonly Classified[];
  /** Of the graders that read choices; absent where there is none. */
  readonly readings?: readonly Readings[];
  /** Of the tasks that ask each sample several times; absent where there is none. */
  readonly repeats?: readonly Repeated[];
  /** In the order of the suite's gates; absent where it has none. */
  readonly verdicts?: readonly Verdict[];
}
