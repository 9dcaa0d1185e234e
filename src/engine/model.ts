import type { Complete } from '../domain/complete.ts';
import type { Concurrency, ModelSpec } from '../domain/model.ts';
import type { Price } from '../domain/price.ts';
import type { Forecast } from './forecast.ts';
import type { ModelProgress } from './progress.ts';

/** A model as the engine asks it. */
export interface EngineModel {
  readonly spec: ModelSpec;
  /** Digest of all that could change its answers, beside the messages. */
  readonly identity: string;
  /** What it is billed at; undefined where that is unknown. */
  readonly price: Price | undefined;
  readonly complete: Complete;
  readonly concurrency: Concurrency;
  /** Models of one account share its limits per minute; absent where nobody else can. */
  readonly account?: string | undefined;
  readonly progress: ModelProgress;
  readonly forecast: Forecast;
}
