import { ProviderError } from '../../domain/errors.ts';
import type { Layer } from './layer.ts';

/** The longest that a timer can run, 24.8 days; a longer one would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Ends a try that takes longer than `seconds`; it may be billed all the same. An answer that comes later is dropped. */
export const timeout =
  (seconds: number): Layer =>
  (inner) =>
  async (input, signal) => {
    signal.throwIfAborted();
    const tryOf = new AbortController();
    const drop = () => tryOf.abort(signal.reason);
    const late = () =>
      tryOf.abort(
        new ProviderError('timeout', `no answer within ${seconds} s`, { maybeBilled: true, tookMs: seconds * 1000 }),
      );
    const timer = setTimeout(late, Math.min(seconds * 1000, LONGEST_TIMER_MS));
    signal.addEventListener('abort', drop, { once: true });
    try {
      const completion = await inner(input, tryOf.signal);
      tryOf.signal.throwIfAborted();
      return completion;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', drop);
    }
  };
