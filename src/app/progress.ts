import type { Estimate } from '../domain/estimate.ts';
import type { ModelProgress } from '../engine/progress.ts';
import { proportion } from '../stats/interval.ts';

/** How one model stands at a moment, in figures that can be shown. */
export interface ProgressFigures
  extends Pick<
    ModelProgress,
    | 'model'
    | 'trials'
    | 'done'
    | 'failed'
    | 'limit'
    | 'inFlight'
    | 'waiting'
    | 'held'
    | 'unfunded'
    | 'lastFailure'
    | 'stopped'
    | 'overBudget'
  > {
  /** The first metric of each task so far. */
  readonly quality: readonly { readonly task: string; readonly estimate: Estimate }[];
  /** null where a price is unknown. */
  readonly cost_usd: number | null;
  readonly output_tokens_per_s: number | null;
  /** Until the last trial, at the pace since this start; null before the first is done. */
  readonly eta_s: number | null;
}

/** `elapsed_s`: seconds since asking began. */
export const progressFigures = (progress: ModelProgress, elapsed_s: number): ProgressFigures => ({
  ...progress,
  quality: [...progress.quality].map(([task, { sum, n, binary }]) => ({
    task,
    estimate: binary ? proportion(Math.round(sum), n) : { value: sum / n, low: null, high: null, n },
  })),
  cost_usd: progress.priced ? progress.picoUsd / 1e12 : null,
  output_tokens_per_s:
    progress.latencyMs > 0 && progress.outputTokens > 0 ? (1000 * progress.outputTokens) / progress.latencyMs : null,
  eta_s: etaOf(progress, elapsed_s),
});

/** By the pace of what was asked since this start, or by the limit per minute where that is slower. */
function etaOf({ trials, done, recorded, reused, perMinute }: ModelProgress, elapsed_s: number): number | null {
  const asked = done - recorded - reused;
  if (asked <= 0) return null;
  return (trials - done) * Math.max(elapsed_s / asked, 60 / perMinute);
}
