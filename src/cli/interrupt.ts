/** The signals to stop and to drop by; `end` lets the process die of them again. */
interface Interrupts {
  readonly stop: AbortSignal;
  readonly drop: AbortSignal;
  end(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first Ctrl-C (or SIGTERM, or a closed terminal) lets calls in flight end, for 30 s at most; the second drops them. */
export function onInterrupt(say: (words: string) => void): Interrupts {
  const [stop, drop] = [new AbortController(), new AbortController()];
  let grace: NodeJS.Timeout | undefined;
  const interrupt = () => {
    if (stop.signal.aborted) return drop.abort();
    say('Stopping: calls in flight may end; once more drops them.\n');
    stop.abort();
    grace = setTimeout(() => drop.abort(), 30_000);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    stop: stop.signal,
    drop: drop.signal,
    end() {
      clearTimeout(grace);
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}

/** Resolves at the first Ctrl-C, SIGTERM or closed terminal; for what has nothing to end but itself. */
export const untilInterrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve());
  });
