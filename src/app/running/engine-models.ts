import type { Price } from '../../domain/price.ts';
import { Forecast } from '../../engine/forecast.ts';
import type { EngineModel } from '../../engine/model.ts';
import { type ModelProgress, newProgress } from '../../engine/progress.ts';
import type { ReadyModel } from '../models.ts';

/** A model as the engine asks it, of which nothing is known yet. */
export const engineModel = (
  { spec, facts, open, concurrency }: ReadyModel,
  price: Price | undefined,
  trials: number,
): EngineModel => ({
  spec,
  price,
  identity: facts.identity,
  complete: open.complete,
  concurrency,
  account: open.account,
  progress: newProgress(spec.id, trials, concurrency),
  forecast: new Forecast(),
});

/** What a run's end must tell of its models. */
export interface Troubles {
  /** Models that were asked no more before the end, with the reason. */
  readonly stopped: readonly { readonly model: string; readonly reason: string }[];
  /** Models that were asked no more because the next try did not fit into their own budget, or into the run's. */
  readonly overBudget: readonly { readonly model: string; readonly of: 'run' | 'model' }[];
  /** How the last call of each model that failed at all failed. */
  readonly lastFailures: ReadonlyMap<string, string>;
}

/** What kept models from being asked to the end, and how their last calls failed. */
export const troubles = (progress: readonly ModelProgress[]): Troubles => ({
  overBudget: progress.flatMap(({ model, overBudget }) => (overBudget === null ? [] : [{ model, of: overBudget }])),
  stopped: progress.flatMap(({ model, stopped }) => (stopped === null ? [] : [{ model, reason: stopped }])),
  lastFailures: new Map(
    progress.flatMap(({ model, lastFailure }) => (lastFailure === null ? [] : [[model, lastFailure] as const])),
  ),
});
