import type { Complete } from '../domain/complete.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { Budget } from './budget.ts';
import { budget } from './layers/budget.ts';
import { flight } from './layers/flight.ts';
import { rateLimit } from './layers/rate-limit.ts';
import { retry } from './layers/retry.ts';
import { slot } from './layers/slot.ts';
import { timeout } from './layers/timeout.ts';
import type { EngineModel } from './model.ts';
import type { Shared } from './sharing.ts';
import { wayTo } from './way-to.ts';

/** What the ways to a run's models have in common. */
export interface WaysInput {
  /** What may be spent; it knows what an earlier start of the run has spent. */
  readonly budget: Budget;
  readonly shared: ReadonlyMap<EngineModel, Shared>;
  /** Aborts when nothing new is to be started. */
  readonly stop: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
}

/** The way to one of a run's models, with its own policies around it. */
export function wayOf(model: EngineModel, { budget: money, shared: all, stop, clock, random }: WaysInput): Complete {
  const { spec, price, progress, forecast } = model;
  const shared = all.get(model) as Shared;
  return wayTo(model.complete, {
    retry: retry({
      retries: spec.retries,
      deadline_s: spec.deadline_s,
      clock,
      random,
      stop,
      reserve: (asked) => forecast.reserve(asked),
      onPause(failure) {
        progress.waiting += failure ? 1 : -1;
        if (failure) progress.lastFailure = `${failure.kind}: ${failure.message}`;
      },
    }),
    budget: budget({ spec, price, budget: money, forecast, progress, clock, stop }),
    slot: slot(shared, stop),
    rateLimit: rateLimit({ log: shared.log, progress, stop }),
    flight: flight({ slots: shared.slots, progress, clock }),
    timeout: timeout(spec),
  });
}
