import type { CompleteInput } from '../../domain/complete.ts';
import { ProviderError } from '../../domain/errors.ts';
import type { Attempt, FailureKind } from '../../domain/outcome.ts';
import { reservationFor } from '../../domain/reserve.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { Layer } from './layer.ts';

const WORTH_A_TRY: readonly FailureKind[] = ['busy', 'timeout', 'broken', 'unreachable'];
const LONGEST_PAUSE_MS = 60_000;

interface RetryPolicy {
  /** Further tries after the first. */
  readonly retries: number;
  /** From when the call is begun, waiting for a slot and pauses included; a pause that would pass it is not begun. */
  readonly deadline_s: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborts when nothing more is to be started: a call that waits for its next try is dropped. */
  readonly stop: AbortSignal;
  /** Told before each pause, and with undefined after it. */
  onPause(failure: ProviderError | undefined): void;
}

/**
 * The one place that tries again: after busy, timeout, broken and unreachable, with the vendor's Retry-After or else full
 * jitter (a random share of 1 s · 2ⁿ, 60 s at most).
 */
export const retry =
  (policy: RetryPolicy): Layer =>
  (inner) =>
  async (input, signal) => {
    const { retries, deadline_s, clock, random, stop, onPause } = policy;
    const deadline = clock.elapsed() + deadline_s * 1000;
    const attempts: Attempt[] = [];
    for (;;) {
      try {
        const completion = await inner(input, signal);
        return { ...completion, attempts: [...attempts, ...completion.attempts] };
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        const waitMs = Math.round(
          error.retryAfterMs ?? random() * Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** attempts.length),
        );
        const last =
          !WORTH_A_TRY.includes(error.kind) || attempts.length >= retries || clock.elapsed() + waitMs > deadline;
        attempts.push(attemptOf(error, input, last ? undefined : waitMs));
        if (last) throw Object.assign(error, { attempts });

        onPause(error);
        await clock.sleep(waitMs, stop).finally(() => onPause(undefined));
      }
    }
  };

const attemptOf = (error: ProviderError, input: CompleteInput, waited_ms: number | undefined): Attempt => ({
  ...(error.status !== undefined && { status: error.status }),
  failure: error.kind,
  ...(waited_ms !== undefined && { waited_ms }),
  ...(error.tookMs !== undefined && { took_ms: error.tookMs }),
  ...(error.maybeBilled && { reserved: reservationFor(input) }),
});
