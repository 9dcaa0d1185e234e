import type { Estimate } from './estimate.ts';
import type { RunStatus } from './run.ts';
import type { Verdict } from './verdict.ts';

/** What a list says of a run, without reading its outcomes. */
export interface RunHead {
  /** The name of its folder. */
  readonly run_id: string;
  readonly started_at: string;
  readonly suite: string;
  readonly status: RunStatus;
  readonly models: readonly string[];
  readonly tasks: readonly string[];
  /** Each model on the first task by its metric; null where the run has no scorecard yet. */
  readonly first: FirstTask | null;
  /** What the run paid for answers and judges; null where a part of it is unknown. */
  readonly spent_usd: number | null;
  readonly spent_estimated: boolean;
  readonly verdicts: readonly HeadVerdict[];
}

interface FirstTask {
  readonly task: string;
  readonly metric: string;
  readonly models: readonly { readonly model: string; readonly quality: Estimate }[];
}

type HeadVerdict = Pick<Verdict, 'ruling' | 'counts_as'> & {
  readonly candidate: string;
  readonly baseline: string;
};

/** A folder among the runs that cannot be read. */
export interface BrokenRun {
  readonly run_id: string;
  readonly why: string;
}
