import type { Cost } from '../domain/call.ts';
import type { Mark } from '../domain/graded.ts';
import { isFailed, type Outcome } from '../domain/outcome.ts';

/** How one model stands: plain counters that the engine keeps and anyone may read at any time. */
export interface ModelProgress {
  readonly model: string;
  readonly trials: number;
  /** Trials with an outcome, those of an earlier start of the run included. */
  done: number;
  failed: number;
  readonly limit: number;
  inFlight: number;
  /** Calls that wait for their next try. */
  waiting: number;
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
}

export const newProgress = (model: string, trials: number, limit: number): ModelProgress => ({
  model,
  trials,
  done: 0,
  failed: 0,
  limit,
  inFlight: 0,
  waiting: 0,
  lastFailure: null,
  quality: new Map(),
  outputTokens: 0,
  latencyMs: 0,
  picoUsd: 0,
  priced: true,
  stopped: null,
});

/** Adds one outcome, with the mark of its task's metric. */
export function tally(
  progress: ModelProgress,
  { outcome, mark, binary, cost }: { outcome: Outcome; mark: Mark | undefined; binary: boolean; cost: Cost },
): void {
  progress.done += 1;
  if (isFailed(outcome)) {
    progress.failed += 1;
    progress.lastFailure = `${outcome.failure.kind}: ${outcome.failure.message}`;
  } else {
    progress.outputTokens += outcome.usage?.output ?? 0;
    progress.latencyMs += outcome.latency_ms ?? 0;
  }
  if (cost.picoUsd === null) progress.priced = false;
  else progress.picoUsd += cost.picoUsd;

  if (mark === undefined || mark.value === null) return;
  const quality = progress.quality.get(outcome.task) ?? { sum: 0, n: 0, binary };
  progress.quality.set(outcome.task, { sum: quality.sum + mark.value, n: quality.n + 1, binary });
}
