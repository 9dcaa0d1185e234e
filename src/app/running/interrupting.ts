import { Interrupted } from '../../domain/errors.ts';

/** The same signal with the reason that the engine knows a user's wish by. */
export function interrupting(signal: AbortSignal | undefined): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new Interrupted());
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
