import { ProviderError } from '../../domain/errors.ts';
import { LONGEST_TIMER_MS } from '../../lib/clock.ts';
import type { Layer } from './layer.ts';

/** Ends a try that takes longer than `seconds`; it may be billed all the same. An answer that comes later is dropped. */
export const timeout =
  (seconds: number): Layer =>
  (inner) =>
  async (input, signal, call) => {
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
      const completion = await inner(input, tryOf.signal, call);
      tryOf.signal.throwIfAborted();
      return completion;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', drop);
    }
  };
