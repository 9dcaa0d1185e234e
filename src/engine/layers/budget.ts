import type { Cost } from '../../domain/call.ts';
import { ProviderError } from '../../domain/errors.ts';
import type { ModelSpec } from '../../domain/model.ts';
import { toPico } from '../../domain/money.ts';
import type { Price } from '../../domain/price.ts';
import { type Clock, isoTime } from '../../lib/clock.ts';
import { picoToReserve, spentOn } from '../../pricing/cost.ts';
import type { Budget } from '../budget.ts';
import type { Forecast } from '../forecast.ts';
import type { ModelProgress } from '../progress.ts';
import { attemptOf } from './attempt.ts';
import type { Layer } from './layer.ts';

interface BudgetInput {
  readonly spec: Pick<ModelSpec, 'id' | 'model' | 'timeout_s'>;
  readonly price: Price | undefined;
  readonly budget: Budget;
  readonly forecast: Forecast;
  readonly progress: Pick<ModelProgress, 'unfunded'>;
  readonly clock: Clock;
  /** Aborts when nothing more is to be started: a try that waits for money is dropped. */
  readonly stop: AbortSignal;
}

/** Sets the money for a try aside before it is made, and settles what it cost when it has ended. */
export const budget =
  ({ spec: { id, model, timeout_s }, price, budget, forecast, progress, clock, stop }: BudgetInput): Layer =>
  (inner) =>
  async (input, signal, call) => {
    const bill = { model, price };
    const started_at = isoTime(clock.now());
    const amount = () => {
      call.reserved = forecast.reserve(input);
      return picoToReserve({ reserved: call.reserved, seconds: forecast.seconds(timeout_s), started_at, bill });
    };
    const granted = budget.hold(id, amount, stop);
    const held = typeof granted === 'number' ? granted : await waited(granted, progress);
    let cost: Cost | undefined;
    try {
      const completion = await inner(input, signal, call);
      forecast.note(completion, input);
      cost = spentOn({ ...completion, started_at }, bill);
      return completion;
    } catch (error) {
      if (error instanceof ProviderError) {
        const attempts = [attemptOf(error, call.reserved)];
        cost = spentOn({ attempts, started_at, failure: error }, bill);
      }
      throw error;
    } finally {
      budget.settle(id, held, toPico(cost?.femtoUsd ?? 0n));
    }
  };

async function waited(granted: Promise<number>, progress: BudgetInput['progress']): Promise<number> {
  progress.unfunded += 1;
  return await granted.finally(() => {
    progress.unfunded -= 1;
  });
}
