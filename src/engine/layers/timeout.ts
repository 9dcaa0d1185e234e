import { ProviderError } from '../../domain/errors.ts';
import type { Layer } from './layer.ts';

/** Ends a try that takes longer than `seconds`; it may be billed all the same. */
export const timeout =
  (seconds: number): Layer =>
  (inner) =>
  async (input, signal) => {
    const tryOf = new AbortController();
    const drop = () => tryOf.abort(signal.reason);
    const late = () =>
      tryOf.abort(
        new ProviderError('timeout', `no answer within ${seconds} s`, { maybeBilled: true, tookMs: seconds * 1000 }),
      );
    const timer = setTimeout(late, seconds * 1000);
    signal.addEventListener('abort', drop, { once: true });
    try {
      return await inner(input, tryOf.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', drop);
    }
  };
