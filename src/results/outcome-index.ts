import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';
import type { Outcome } from '../domain/outcome.ts';
import { KeyIndex } from '../lib/key-index.ts';
import { readOutcomeLines } from './read.ts';

/** Some of a run's outcomes by a key of theirs, the last of each; they stay on disk. */
export class OutcomeIndex implements Disposable {
  readonly #file: number;
  readonly #places = new KeyIndex();
  readonly #lines: { readonly offset: number; readonly length: number }[] = [];

  private constructor(file: number) {
    this.#file = file;
  }

  /** Takes in the outcomes that `keyOf` gives a key. Throws a UserError where a line of the file is broken. */
  static async open(folder: string, keyOf: (outcome: Outcome) => string | undefined): Promise<OutcomeIndex> {
    const index = new OutcomeIndex(openOutcomes(join(folder, 'outcomes.jsonl')));
    try {
      for await (const { value, offset, length } of readOutcomeLines(folder)) {
        const key = keyOf(value);
        if (key !== undefined) index.#places.set(key, index.#lines.push({ offset, length }) - 1);
      }
      return index;
    } catch (error) {
      index[Symbol.dispose]();
      throw error;
    }
  }

  find(key: string): Outcome | undefined {
    const line = this.#lines[this.#places.get(key) ?? -1];
    if (!line) return undefined;
    const bytes = Buffer.allocUnsafe(line.length);
    readSync(this.#file, bytes, 0, line.length, line.offset);
    return JSON.parse(bytes.toString('utf8'));
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

function openOutcomes(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${systemCode(error)}`);
  }
}
