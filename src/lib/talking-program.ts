import { setTimeout as sleep } from 'node:timers/promises';
import { closeAfterExit } from './after-exit.ts';
import { LONGEST_TIMER_MS } from './clock.ts';
import { endGroup } from './end-group.ts';
import { howItEnded } from './program.ts';
import { ProgramFailed } from './program-failed.ts';
import { decodeUtf8 } from './utf8.ts';

/** A program that runs, and is told a line at a time. */
export interface TalkingProgram {
  /** False once it has ended, or said something that nobody asked for. */
  isReady(): boolean;
  /** Sends a line and waits for one. Rejects with ProgramFailed where none comes, and with the signal's reason. */
  exchange(line: string, until: Until): Promise<string>;
  /** Ends it with all that it started. */
  end(): Promise<void>;
  /** Closes its input, gives it 2 s to end by itself, and then ends what is left. */
  finish(): Promise<void>;
}

interface Until {
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | undefined;
}

interface Started {
  readonly command: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Waiting {
  resolve(line: Buffer): void;
  reject(error: unknown): void;
}

const MOST_BYTES = 16 * 1024 * 1024;
const NEWLINE = 10;
const LAST_WORDS = 2000;
const GRACE_MS = 2000;

/** Starts a program in a process group of its own, without a shell. */
export async function startLines({ command, directory, env }: Started): Promise<TalkingProgram> {
  const { execa } = await import('execa');
  const [program = '', ...args] = command;
  let waiting: Waiting | undefined;
  let pieces: Buffer[] = [];
  let bytes = 0;
  let lastWords = '';
  let isReady = true;
  let ending: Promise<void> | undefined;

  const running = execa(program, args, {
    cwd: directory,
    env,
    extendEnv: false,
    reject: false,
    detached: true,
    stdin: 'pipe',
    buffer: false,
  });
  const end = async () => {
    isReady = false;
    if (running.pid !== undefined) ending ??= endGroup(running.pid);
    await ending;
  };
  closeAfterExit(running, end);
  const fail = (message: string) => {
    isReady = false;
    waiting?.reject(new ProgramFailed(message));
  };

  const hear = (chunk: Buffer) => {
    const at = chunk.indexOf(NEWLINE);
    if (!waiting) return void end();
    pieces.push(at < 0 ? chunk : chunk.subarray(0, at));
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return fail(`${program} printed more than 16 MB in one line`);
    if (at < 0) return;
    if (at < chunk.length - 1) return fail(`${program} printed more than one line for one`);
    const line = Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
    waiting.resolve(line);
  };

  running.stdout.on('data', hear);
  running.stderr.on('data', (chunk: Buffer) => {
    lastWords = `${lastWords}${chunk}`.slice(-LAST_WORDS);
  });
  // A program that ends while it is written to: how it ended is told below.
  running.stdin.on('error', () => {});
  const ended = running.then((result) => fail(howItEnded(program, { ...result, stderr: lastWords })));

  return {
    isReady: () => isReady,
    end,
    exchange: (line, until) =>
      withinTime(program, until, (hearer) => {
        waiting = hearer;
        running.stdin.write(`${line}\n`);
      })
        .then((bytes) => readable(program, bytes))
        .finally(() => {
          waiting = undefined;
        }),
    async finish() {
      running.stdin.end();
      await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
      await end();
      await ended;
    },
  };
}

function readable(program: string, bytes: Buffer): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw new ProgramFailed(`${program} printed a line that is not UTF-8`);
  }
}

/** What is heard, unless the time is over or the signal aborts before. */
function withinTime(program: string, until: Until, listen: (hearer: Waiting) => void): Promise<Buffer> {
  const { signal, timeoutMs } = until;
  return new Promise<Buffer>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const drop = () => settle(() => reject(signal.reason));
    const isLate = () => `${program} printed no line within ${(timeoutMs ?? 0) / 1000} s; does it flush each?`;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => settle(() => reject(new ProgramFailed(isLate()))), Math.min(timeoutMs, LONGEST_TIMER_MS));
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', drop);
      how();
    };
    signal.addEventListener('abort', drop, { once: true });
    listen({ resolve: (line) => settle(() => resolve(line)), reject: (error) => settle(() => reject(error)) });
  });
}
