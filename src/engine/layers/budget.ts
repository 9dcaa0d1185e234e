import { ProviderError } from '../../domain/errors.ts';
import type { ModelSpec } from '../../domain/model.ts';
import { costOf, picoToReserve } from '../../pricing/cost.ts';
import type { Budget } from '../budget.ts';
import type { Forecast } from '../forecast.ts';
import { attemptOf } from './attempt.ts';
import type { Layer } from './layer.ts';

interface BudgetInput {
  readonly spec: Pick<ModelSpec, 'id' | 'price' | 'timeout_s'>;
  readonly budget: Budget;
  readonly forecast: Forecast;
  /** Aborts when nothing more is to be started: a try that waits for money is dropped. */
  readonly stop: AbortSignal;
}

/** Sets the money for a try aside before it is made, and settles what it cost when it has ended. */
export const budget =
  ({ spec: { id, price, timeout_s }, budget, forecast, stop }: BudgetInput): Layer =>
  (inner) =>
  async (input, signal, call) => {
    const reserved = forecast.reserve(input);
    call.reserved = reserved;
    const amount = price ? picoToReserve(reserved, timeout_s, price) : 0;
    await budget.hold(id, amount, stop);
    let cost: number | null = 0;
    try {
      const completion = await inner(input, signal, call);
      if (completion.usage) forecast.note(completion.usage);
      cost = costOf(completion, price).picoUsd;
      return completion;
    } catch (error) {
      if (error instanceof ProviderError) {
        const attempts = [attemptOf(error, reserved)];
        cost = costOf({ attempts, failure: error }, price).picoUsd;
      }
      throw error;
    } finally {
      budget.settle(id, amount, cost ?? 0);
    }
  };
