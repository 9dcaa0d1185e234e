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

/** Notes when a try is sent and how it ends, for the number of slots, for the log of the last minute, for the display. */
export const flight =
  ({ slots, progress, clock }: FlightInput): Layer =>
  (inner) =>
  async (input, signal, call) => {
    const sentAt = clock.elapsed();
    let end: Parameters<Slots['ended']>[0] = 'answered again';
    call.inFlight = true;
    call.onSent();
    slots.sent();
    progress.inFlight += 1;
    try {
      const completion = await inner(input, signal, call);
      if (call.tries === 0) end = 'answered';
      call.inFlight = false;
      return completion;
    } catch (error) {
      // What was interrupted stays in flight: it may be billed.
      if (error instanceof ProviderError) {
        end = error.kind;
        call.inFlight = false;
      }
      throw error;
    } finally {
      call.tookMs += clock.elapsed() - sentAt;
      slots.ended(end);
      progress.inFlight -= 1;
    }
  };
