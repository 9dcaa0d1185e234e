import type { Shared } from '../sharing.ts';
import type { Layer } from './layer.ts';

/**
 * Holds a try until one of its model's slots is free. One that still waits for a slot when `stop` aborts is dropped, since
 * nothing has been sent.
 */
export const slot =
  ({ slots, cap }: Pick<Shared, 'slots' | 'cap'>, stop: AbortSignal): Layer =>
  (inner) =>
  (input, signal, call) => {
    const hold = () =>
      slots.hold(() => {
        stop.throwIfAborted();
        signal.throwIfAborted();
        return inner(input, signal, call);
      });
    return cap ? cap(hold) : hold();
  };
