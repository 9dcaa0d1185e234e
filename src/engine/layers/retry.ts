import type { CompleteInput } from '../../domain/complete.ts';
import { Interrupted, ProviderError } from '../../domain/errors.ts';
import type { Attempt, FailureKind, Reserved } from '../../domain/outcome.ts';
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
  /** Of tries and pauses together, without waiting for our own limits; a pause that would pass it is not begun. */
  readonly deadline_s: number;
  /** What a try is to be booked at, should it end without a word on its usage. */
  reserve(input: CompleteInput): Reserved;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborts when nothing more is to be started: a call that waits for its next try is dropped. */
  readonly stop: AbortSignal;
  /** Told before each pause, and with undefined after it. */
  onPause(failure: ProviderError | undefined): void;
}

/**
 * The one place that tries again: after busy, timeout, broken and unreachable, with the vendor's Retry-After or else full
 * jitter (a random share of 1 s · 2ⁿ, 60 s at most). A call that is cut short after it may have cost something ends as
 * dropped, with what its tries are booked at; one without room in the budget for another try ends with its last one.
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
        call.reserved = policy.reserve(input);
        const completion = await inner(input, signal, call);
        return attempts.length === 0 ? completion : { ...completion, attempts: [...attempts, ...completion.attempts] };
      } catch (error) {
        if (error instanceof Interrupted) throw whatIsKept(error, { attempts, last, call });
        if (!(error instanceof ProviderError)) throw error;
        last = error;
        waitMs = pauseAfter(error, call, policy);
        attempts.push(attemptOf(error, call.reserved, waitMs));
        if (waitMs === undefined) throw Object.assign(error, { attempts });
        call.tries += 1;
        call.tookMs += waitMs;
      }
    }
  };

interface CutShort {
  readonly attempts: readonly Attempt[];
  readonly last: ProviderError | undefined;
  readonly call: Call;
}

/** The interruption itself, where nothing may have been paid for. */
function whatIsKept(error: Interrupted, { attempts, last, call }: CutShort): Error {
  const all = call.inFlight ? [...attempts, droppedTry(call)] : attempts;
  if (!all.some(({ reserved }) => reserved)) return error;
  if (error instanceof BudgetReached && last) return Object.assign(last, { attempts: all });
  const after = last ? `, after ${last.kind}: ${last.message}` : '';
  return Object.assign(new ProviderError('dropped', `cut short by an interruption${after}`), { attempts: all });
}

const droppedTry = ({ reserved, tookMs }: Call): Attempt => ({ failure: 'dropped', took_ms: tookMs, reserved });

/** Milliseconds until the next try; undefined where there is none. */
function pauseAfter(error: ProviderError, { tries, tookMs }: Call, policy: RetryPolicy): number | undefined {
  const { retries, deadline_s, random } = policy;
  if (!WORTH_A_TRY.includes(error.kind) || tries >= retries) return undefined;
  const waitMs = Math.round(error.retryAfterMs ?? random() * Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** tries));
  return tookMs + waitMs > deadline_s * 1000 ? undefined : waitMs;
}

async function pause(ms: number, after: ProviderError | undefined, { clock, stop, onPause }: RetryPolicy) {
  onPause(after);
  await clock.sleep(ms, stop).finally(() => onPause(undefined));
}
