import { ProviderError } from '../../domain/errors.ts';
import { LONGEST_TIMER_MS } from '../../lib/clock.ts';
import type { Layer } from './layer.ts';

interface Limits {
  /** Of one try. */
  readonly timeout_s: number;
  /** Of a call with all its tries and pauses. */
  readonly deadline_s: number;
}

/**
 * Ends a try that takes longer than it may, or than is left of its call's deadline; it may be billed all the same. An answer
 * that comes later is dropped.
 */
export const timeout = ({ timeout_s, deadline_s }: Limits): Layer => {
  const controllers = new Controllers();
  return (inner) => async (input, signal, call) => {
    signal.throwIfAborted();
    const controller = controllers.take(signal);
    const ms = Math.min(timeout_s * 1000, Math.max(1, deadline_s * 1000 - call.tookMs));
    const late = () => controller.abort(lateAfter(ms));
    const timer = setTimeout(late, Math.min(ms, LONGEST_TIMER_MS));
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

const lateAfter = (ms: number): ProviderError =>
  new ProviderError('timeout', `no answer within ${ms / 1000} s`, { maybeBilled: true, tookMs: ms });

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
