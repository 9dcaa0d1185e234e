import { ProviderError } from '../../domain/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ModelProgress } from '../progress.ts';
import type { Slots } from '../slots.ts';
import type { Layer } from './layer.ts';

interface FlightInput {
  readonly slots: Slots;
  readonly progress: ModelProgress;
  readonly clock: Clock;
}

/** Notes when a try is sent and how it ends, for the number of slots and for the display. */
export const flight =
  ({ slots, progress, clock }: FlightInput): Layer =>
  (inner) =>
  async (input, signal, call) => {
    call.sentAt ??= clock.elapsed();
    slots.sent();
    progress.inFlight += 1;
    let end: Parameters<Slots['ended']>[0] = 'answered again';
    try {
      const completion = await inner(input, signal, call);
      if (call.tries === 0) end = 'answered';
      return completion;
    } catch (error) {
      if (error instanceof ProviderError) end = error.kind;
      throw error;
    } finally {
      slots.ended(end);
      progress.inFlight -= 1;
    }
  };
