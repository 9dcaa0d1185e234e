import { ProviderError } from '../../domain/errors.ts';
import type { Attempt, FailureKind } from '../../domain/outcome.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import { BudgetReached } from '../budget.ts';
import { attemptOf } from './attempt.ts';
import type { Call, Layer } from './layer.ts';

const WORTH_A_TRY: readonly FailureKind[] = ['busy', 'timeout', 'broken', 'unreachable'];
const LONGEST_PAUSE_MS = 60_000;

interface RetryPolicy {
  /** Further tries after the first. */
  readonly retries: number;
  /** From when the first try is sent, pauses included; a pause that would pass it is not begun. */
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
 * jitter (a random share of 1 s · 2ⁿ, 60 s at most). Where the budget has no room for another try, the last one counts.
 */
export const retry =
  (policy: RetryPolicy): Layer =>
  (inner) =>
  async (input, signal, call) => {
    const attempts: Attempt[] = [];
    let last: ProviderError | undefined;
    let waitMs: number | undefined;
    for (;;) {
      try {
        if (waitMs !== undefined) await pause(waitMs, last, policy);
        const completion = await inner(input, signal, call);
        return attempts.length === 0 ? completion : { ...completion, attempts: [...attempts, ...completion.attempts] };
      } catch (error) {
        if (error instanceof BudgetReached && last && attempts.some(({ reserved }) => reserved)) {
          throw Object.assign(last, { attempts });
        }
        if (!(error instanceof ProviderError)) throw error;
        last = error;
        waitMs = pauseAfter(error, call, policy);
        attempts.push(attemptOf(error, call.reserved, waitMs));
        if (waitMs === undefined) throw Object.assign(error, { attempts });
        call.tries += 1;
      }
    }
  };

/** Milliseconds until the next try; undefined where there is none. */
function pauseAfter(error: ProviderError, { tries, sentAt }: Call, policy: RetryPolicy): number | undefined {
  const { retries, deadline_s, clock, random } = policy;
  if (!WORTH_A_TRY.includes(error.kind) || tries >= retries) return undefined;
  const waitMs = Math.round(error.retryAfterMs ?? random() * Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** tries));
  const tookMs = sentAt === null ? 0 : clock.elapsed() - sentAt;
  return tookMs + waitMs > deadline_s * 1000 ? undefined : waitMs;
}

async function pause(ms: number, after: ProviderError | undefined, { clock, stop, onPause }: RetryPolicy) {
  onPause(after);
  await clock.sleep(ms, stop).finally(() => onPause(undefined));
}
