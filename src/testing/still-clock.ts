import type { Clock } from '../lib/clock.ts';

/** A clock that stands still but for sleeping, which takes no time. */
export interface StillClock extends Clock {
  /** Lets time pass. */
  pass(ms: number): void;
  /** How long each sleep was meant to last. */
  readonly slept: readonly number[];
}

export function stillClock(startedAt = Date.UTC(2026, 10, 22, 14, 3, 7, 120)): StillClock {
  let elapsed = 0;
  const slept: number[] = [];
  return {
    slept,
    pass(ms) {
      elapsed += ms;
    },
    now: () => startedAt + elapsed,
    elapsed: () => elapsed,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      slept.push(ms);
      elapsed += ms;
    },
  };
}
