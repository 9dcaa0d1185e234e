import type { LimitFunction } from 'p-limit';
import type { Layer } from './layer.ts';

/** Holds a call until one of the model's slots is free; a call that waits for its next try holds none. */
export const slot =
  (limit: LimitFunction): Layer =>
  (inner) =>
  (input, signal) =>
    limit(() => {
      signal.throwIfAborted();
      return inner(input, signal);
    });
