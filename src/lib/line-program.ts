import { ProgramFailed } from './program-failed.ts';
import { startLines, type TalkingProgram } from './talking-program.ts';

export interface LineProgramInput {
  readonly command: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long one line may take, from when the program has it. */
  readonly timeoutMs?: number;
}

interface Wanted<T> {
  /** What a line says. Throws ProgramFailed where it is not what was agreed on. */
  read(line: string): T;
  readonly signal: AbortSignal;
}

interface Said<T> {
  readonly value: T;
  readonly tookMs: number;
}

/** So many lines in a row without use, and the program is started no more. */
const MOST_FAILURES = 3;

/**
 * A program that keeps running: a line in, a line out. It has one line at a time, so that a crash or a timeout is
 * surely the doing of that line; the others wait their turn. Started with the first line, and again after it failed.
 */
export class LineProgram {
  readonly #input: LineProgramInput;
  #turn: Promise<unknown> = Promise.resolve();
  #running: TalkingProgram | undefined;
  #failures: string[] = [];
  /** Programs that were given up and may not be gone yet. */
  readonly #ending = new Set<Promise<void>>();

  constructor(input: LineProgramInput) {
    this.#input = input;
  }

  /** Rejects with ProgramFailed, or with the signal's reason; either way the program is ended and starts anew. */
  ask<T>(line: string, wanted: Wanted<T>): Promise<Said<T>> {
    const turn = this.#turn.then(() => this.#ask(line, wanted));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Lets the program end when it has answered what it was asked; what is still there 2 s later is killed. None is left then. */
  async close(): Promise<void> {
    await this.#turn;
    await this.#running?.finish();
    this.#running = undefined;
    await Promise.all(this.#ending);
  }

  #giveUp(): void {
    if (!this.#running) return;
    const ending = this.#running.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
    this.#running = undefined;
  }

  async #ask<T>(line: string, { read, signal }: Wanted<T>): Promise<Said<T>> {
    signal.throwIfAborted();
    if (this.#failures.length >= MOST_FAILURES) {
      throw new ProgramFailed(
        `asked no more after ${MOST_FAILURES} failures in a row; the last: ${this.#failures.at(-1)}`,
      );
    }
    if (this.#running?.isReady() === false) this.#giveUp();
    this.#running ??= await startLines(this.#input);
    const start = performance.now();
    const tookMs = () => performance.now() - start;
    try {
      const value = read(await this.#running.exchange(line, { signal, timeoutMs: this.#input.timeoutMs }));
      this.#failures = [];
      return { value, tookMs: tookMs() };
    } catch (error) {
      this.#giveUp();
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof ProgramFailed)) throw error;
      this.#failures.push(error.message);
      throw new ProgramFailed(error.message, tookMs());
    }
  }
}
