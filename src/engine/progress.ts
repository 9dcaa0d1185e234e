import type { Cost } from '../domain/call.ts';
import type { Mark } from '../domain/graded.ts';
import type { Concurrency } from '../domain/model.ts';
import { toPico } from '../domain/money.ts';
import type { Answered, Failed } from '../domain/outcome.ts';

/** How one model stands: plain counters that the engine keeps and anyone may read at any time. */
export interface ModelProgress {
  readonly model: string;
  readonly trials: number;
  /** Trials with an outcome, those of an earlier start of the run included. */
  done: number;
  /** Those of an earlier start. */
  recorded: number;
  failed: number;
  /** Calls in flight at most, as of now. */
  limit: number;
  /** The most that `limit` may become. */
  readonly most: number;
  inFlight: number;
  /** Calls that wait for their next try. */
  waiting: number;
  /** Calls that the limits per minute hold back. */
  held: number;
  /** Calls that wait for money to be set aside. */
  unfunded: number;
  /** Requests per minute at most; infinite where nothing limits them. */
  perMinute: number;
  /** Trials whose answer was taken from another run. */
  reused: number;
  /** Why the last try failed. */
  lastFailure: string | null;
  /** Sum and number of the values of each task's first metric so far. */
  readonly quality: Map<string, { sum: number; n: number; binary: boolean }>;
  outputTokens: number;
  latencyMs: number;
  picoUsd: number;
  /** False once a cost is unknown. */
  priced: boolean;
  /** Why no more is asked of it; null while all is well. */
  stopped: string | null;
  /** Whose money is spent, so that no more is asked; null while there is some. */
  overBudget: 'run' | 'model' | null;
}

export const newProgress = (model: string, trials: number, { start, most }: Concurrency): ModelProgress => ({
  model,
  trials,
  done: 0,
  recorded: 0,
  failed: 0,
  limit: start,
  most,
  inFlight: 0,
  waiting: 0,
  held: 0,
  unfunded: 0,
  perMinute: Number.POSITIVE_INFINITY,
  reused: 0,
  lastFailure: null,
  quality: new Map(),
  outputTokens: 0,
  latencyMs: 0,
  picoUsd: 0,
  priced: true,
  stopped: null,
  overBudget: null,
});

export function tallyCost(progress: ModelProgress, { femtoUsd }: Cost): void {
  if (femtoUsd === null) progress.priced = false;
  else progress.picoUsd += toPico(femtoUsd);
}

/** Adds a trial that ended without an answer. */
export function tallyFailure(progress: ModelProgress, failure?: Failed['failure']): void {
  progress.done += 1;
  progress.failed += 1;
  if (failure) progress.lastFailure = `${failure.kind}: ${failure.message}`;
}

/** Adds an answer, with the mark of its task's metric. */
export function tallyAnswer(progress: ModelProgress, { outcome, mark, binary }: MarkedAnswer): void {
  progress.done += 1;
  if (outcome.reused_from !== undefined) progress.reused += 1;
  else {
    progress.outputTokens += outcome.usage?.output ?? 0;
    progress.latencyMs += outcome.latency_ms ?? 0;
  }
  if (mark) tallyMark(progress, { task: outcome.task, mark, binary });
}

interface TaskMark {
  readonly task: string;
  readonly mark: Pick<Mark, 'value'>;
  readonly binary: boolean;
}

/** Adds a mark by the metric of its task. */
export function tallyMark(progress: ModelProgress, { task, mark, binary }: TaskMark): void {
  if (mark.value === null) return;
  const quality = progress.quality.get(task);
  if (!quality) progress.quality.set(task, { sum: mark.value, n: 1, binary });
  else {
    quality.sum += mark.value;
    quality.n += 1;
  }
}

interface MarkedAnswer {
  readonly outcome: Answered;
  readonly mark: Pick<Mark, 'value'> | undefined;
  readonly binary: boolean;
}
