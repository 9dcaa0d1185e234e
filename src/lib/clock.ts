/** Time as an argument, so that tests can hold it still. */
export interface Clock {
  /** Milliseconds since 1970, for dates. */
  now(): number;
  /** Milliseconds that never go back, for durations. */
  elapsed(): number;
  /** Rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest that a timer can run, 24.8 days; a longer one would end at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(
        () => {
          signal.removeEventListener('abort', stop);
          resolve();
        },
        Math.min(ms, LONGEST_TIMER_MS),
      );
      signal.addEventListener('abort', stop, { once: true });
    }),
};

/** `2026-11-22T14:03:07.120Z` */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** `2026-11-22`, of such a time. */
export const dayOf = (isoTime: string): string => isoTime.slice(0, 10);
