import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';
import { isFailed, type Reused } from '../domain/outcome.ts';
import { KeyIndex } from '../lib/key-index.ts';
import { readManifest } from './manifest.ts';
import { readOutcomeLines } from './read.ts';

/** The answers of another run, by what could change them; they stay on disk. */
export class Reuse implements Disposable {
  readonly run_id: string;
  readonly #file: number;
  readonly #places = new KeyIndex();
  readonly #lines: { readonly offset: number; readonly length: number }[] = [];

  private constructor(run_id: string, file: number) {
    this.run_id = run_id;
    this.#file = file;
  }

  /** Throws a UserError where the folder is not a run or a line of it is broken. */
  static async open(folder: string): Promise<Reuse> {
    const { run_id } = await readManifest(folder);
    const path = join(folder, 'outcomes.jsonl');
    const reuse = new Reuse(run_id, openOutcomes(path));
    try {
      for await (const { value, offset, length } of readOutcomeLines(folder)) {
        if (!isFailed(value)) reuse.#note(value.generation_key, { offset, length });
      }
      return reuse;
    } catch (error) {
      reuse[Symbol.dispose]();
      throw error;
    }
  }

  /** The latest answer to what has this generation key. */
  find(generation_key: string): Reused | undefined {
    const line = this.#lines[this.#places.get(generation_key) ?? -1];
    if (!line) return undefined;
    const bytes = Buffer.allocUnsafe(line.length);
    readSync(this.#file, bytes, 0, line.length, line.offset);
    return { reused_from: this.run_id, ...JSON.parse(bytes.toString('utf8')) };
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  #note(generation_key: string, line: { offset: number; length: number }): void {
    this.#places.set(generation_key, this.#lines.push(line) - 1);
  }
}

function openOutcomes(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${systemCode(error)}`);
  }
}
