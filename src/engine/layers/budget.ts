import { ProviderError } from '../../domain/errors.ts';
import type { ModelSpec } from '../../domain/model.ts';
import { picoToReserve, spentOn } from '../../pricing/cost.ts';
import type { Budget } from '../budget.ts';
import type { Forecast } from '../forecast.ts';
import type { ModelProgress } from '../progress.ts';
import { attemptOf } from './attempt.ts';
import type { Layer } from './layer.ts';

interface BudgetInput {
  readonly spec: Pick<ModelSpec, 'id' | 'model' | 'price' | 'timeout_s'>;
  readonly budget: Budget;
  readonly forecast: Forecast;
  readonly progress: Pick<ModelProgress, 'unfunded'>;
  /** Aborts when nothing more is to be started: a try that waits for money is dropped. */
  readonly stop: AbortSignal;
}

/** Sets the money for a try aside before it is made, and settles what it cost when it has ended. */
export const budget =
  ({ spec, budget, forecast, progress, stop }: BudgetInput): Layer =>
  (inner) =>
  async (input, signal, call) => {
    const amount = () => {
      call.reserved = forecast.reserve(input);
      return picoToReserve(call.reserved, forecast.seconds(spec.timeout_s), spec);
    };
    progress.unfunded += 1;
    const held = await budget.hold(spec.id, amount, stop).finally(() => {
      progress.unfunded -= 1;
    });
    let cost: number | null = 0;
    try {
      const completion = await inner(input, signal, call);
      forecast.note(completion, input);
      cost = spentOn(completion, spec).picoUsd;
      return completion;
    } catch (error) {
      if (error instanceof ProviderError) {
        const attempts = [attemptOf(error, call.reserved)];
        cost = spentOn({ attempts, failure: error }, spec).picoUsd;
      }
      throw error;
    } finally {
      budget.settle(spec.id, held, cost ?? 0);
    }
  };
