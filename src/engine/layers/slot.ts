import type { LimitFunction } from 'p-limit';
import type { Layer } from './layer.ts';

/**
 * Holds a call until one of the model's slots is free; a call that waits for its next try holds none. One that still waits
 * for a slot when `stop` aborts is dropped, since nothing has been sent.
 */
export const slot =
  (limit: LimitFunction, stop: AbortSignal): Layer =>
  (inner) =>
  (input, signal) =>
    limit(() => {
      stop.throwIfAborted();
      signal.throwIfAborted();
      return inner(input, signal);
    });
