import { ProviderError } from '../../domain/errors.ts';
import { LONGEST_TIMER_MS } from '../../lib/clock.ts';
import type { Layer } from './layer.ts';

/** Ends a try that takes longer than `seconds`; it may be billed all the same. An answer that comes later is dropped. */
export const timeout = (seconds: number): Layer => {
  const controllers = new Controllers();
  return (inner) => async (input, signal, call) => {
    signal.throwIfAborted();
    const controller = controllers.take(signal);
    const late = () =>
      controller.abort(
        new ProviderError('timeout', `no answer within ${seconds} s`, { maybeBilled: true, tookMs: seconds * 1000 }),
      );
    const timer = setTimeout(late, Math.min(seconds * 1000, LONGEST_TIMER_MS));
    try {
      const completion = await inner(input, controller.signal, call);
      controller.signal.throwIfAborted();
      return completion;
    } finally {
      clearTimeout(timer);
      controllers.giveBack(controller, signal);
    }
  };
};

/**
 * A controller for each try, aborted when the call's own signal is. One whose try ended by itself serves the next: to make
 * one and tie it to a signal costs more than the timer.
 */
class Controllers {
  readonly #idle = new WeakMap<AbortSignal, AbortController[]>();

  take(signal: AbortSignal): AbortController {
    const idle = this.#idle.get(signal)?.pop();
    if (idle) return idle;
    const controller = new AbortController();
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
    return controller;
  }

  giveBack(controller: AbortController, signal: AbortSignal): void {
    if (controller.signal.aborted) return;
    const idle = this.#idle.get(signal);
    if (idle) idle.push(controller);
    else this.#idle.set(signal, [controller]);
  }
}
