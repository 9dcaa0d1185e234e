import { closeSync, constants, fdatasync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { appendFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../domain/errors.ts';
import { diskProblem } from './disk-problem.ts';

const SYNC_EVERY_LINES = 64;
const SYNC_EVERY_MS = 250;

/**
 * An append-only file of JSON lines. Lines that are appended in one turn of the event loop are written together at its
 * end, in one write, and are then with the operating system: a killed process loses none of them. They are synced to the
 * disk together, at most 64 lines or 250 ms behind. A write that fails ends the run.
 */
export class JournalFile {
  readonly #path: string;
  readonly #file: number;
  #pending: string[] = [];
  #unsynced = 0;
  #timer: NodeJS.Timeout | undefined;
  #syncing: Promise<void> | undefined;
  #problem: unknown;

  private constructor(path: string, file: number) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens the file for appending. Bytes after the last line end, which a crash left, are moved to `<name>.torn`. */
  static async open(folder: string, name: string): Promise<JournalFile> {
    const path = join(folder, `${name}.jsonl`);
    try {
      const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o644);
      const { size } = await stat(path);
      const whole = endOfLastLine(file, size);
      if (whole < size) {
        const torn = Buffer.alloc(size - whole);
        readSync(file, torn, 0, torn.length, whole);
        await appendFile(join(folder, `${name}.torn`), torn);
        ftruncateSync(file, whole);
      }
      return new JournalFile(path, file);
    } catch (error) {
      throw diskProblem(path, error);
    }
  }

  append(line: object): void {
    if (this.#problem) throw this.#failed(this.#problem);
    this.#pending.push(lineOf(line));
    if (this.#pending.length === 1) setImmediate(() => this.#write());
  }

  #write(): void {
    if (this.#pending.length === 0) return;
    const bytes = Buffer.from(this.#pending.join(''));
    this.#unsynced += this.#pending.length;
    this.#pending = [];
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    } catch (error) {
      this.#problem ??= error;
      return;
    }
    if (this.#unsynced >= SYNC_EVERY_LINES) void this.#sync();
    else this.#timer ??= setTimeout(() => void this.#sync(), SYNC_EVERY_MS);
  }

  /** Waits until every line is on the disk. */
  async flush(): Promise<void> {
    this.#write();
    while (this.#syncing) await this.#syncing;
    await this.#sync();
    if (this.#problem) throw this.#failed(this.#problem);
  }

  /** Nothing can be appended afterwards: the file's number may be another file's by then. */
  close(): void {
    this.#write();
    clearTimeout(this.#timer);
    this.#problem ??= new Error('it is closed');
    closeSync(this.#file);
  }

  #sync(): Promise<void> {
    if (this.#syncing) return this.#syncing;
    if (fstatSync(this.#file).nlink === 0) this.#problem ??= new Error('it was removed while the run was writing it');
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#unsynced = 0;
    this.#syncing = new Promise<void>((resolve) => {
      fdatasync(this.#file, (error) => {
        this.#problem ??= error ?? undefined;
        this.#syncing = undefined;
        if (this.#unsynced > 0 && !error) this.#timer ??= setTimeout(() => void this.#sync(), SYNC_EVERY_MS);
        resolve();
      });
    });
    return this.#syncing;
  }

  #failed(error: unknown): UserError {
    return new UserError(
      `${this.#path} cannot be written: ${messageOf(error)}; what it holds is kept: mend that and run the same command again`,
      { cause: error },
    );
  }
}

const NEWLINE = 10;
const BLOCK = 1 << 16;

/** Where the last whole line ends, read from the end of the file backwards. */
function endOfLastLine(file: number, size: number): number {
  const block = Buffer.alloc(BLOCK);
  for (let end = size; end > 0; end -= BLOCK) {
    const start = Math.max(0, end - BLOCK);
    const length = readSync(file, block, 0, end - start, start);
    const newline = block.subarray(0, length).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
  }
  return 0;
}

/** A line of JSON. Throws for NaN and ∞, which JSON has not and would turn into null without a word. */
function lineOf(line: object): string {
  refuseNonNumbers(line as Readonly<Record<string, unknown>>);
  return `${JSON.stringify(line)}\n`;
}

function refuseNonNumbers(value: Readonly<Record<string, unknown>>): void {
  for (const key in value) {
    const part = value[key];
    if (typeof part === 'number' && !Number.isFinite(part)) throw new TypeError(`${key} is ${part}`);
    if (typeof part === 'object' && part !== null) refuseNonNumbers(part as Readonly<Record<string, unknown>>);
  }
}
