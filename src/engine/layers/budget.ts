import type { Cost } from '../../domain/call.ts';
import { ProviderError } from '../../domain/errors.ts';
import { toPico } from '../../domain/money.ts';
import type { Price } from '../../domain/price.ts';
import { type Clock, isoTime } from '../../lib/clock.ts';
import { costOf, picoToReserve } from '../../pricing/cost.ts';
import type { Budget } from '../budget.ts';
import type { Forecast } from '../forecast.ts';
import { attemptOf } from './attempt.ts';
import type { Layer } from './layer.ts';

interface BudgetInput {
  readonly model: string;
  readonly price: Price | undefined;
  readonly timeout_s: number;
  readonly budget: Budget;
  readonly forecast: Forecast;
  readonly clock: Clock;
  /** Aborts when nothing more is to be started: a try that waits for money is dropped. */
  readonly stop: AbortSignal;
}

/** Sets the money for a try aside before it is made, and settles what it cost when it has ended. */
export const budget =
  ({ model, price, timeout_s, budget, forecast, clock, stop }: BudgetInput): Layer =>
  (inner) =>
  async (input, signal, call) => {
    const reserved = forecast.reserve(input);
    call.reserved = reserved;
    const started_at = isoTime(clock.now());
    const amount = price ? picoToReserve({ reserved, timeout_s, started_at, price }) : 0;
    await budget.hold(model, amount, stop);
    let cost: Cost | undefined;
    try {
      const completion = await inner(input, signal, call);
      if (completion.usage) forecast.note(completion.usage);
      cost = costOf({ ...completion, started_at }, price);
      return completion;
    } catch (error) {
      if (error instanceof ProviderError) {
        const attempts = [attemptOf(error, reserved)];
        cost = costOf({ attempts, started_at, failure: error }, price);
      }
      throw error;
    } finally {
      budget.settle(model, amount, toPico(cost?.femtoUsd ?? 0n));
    }
  };
