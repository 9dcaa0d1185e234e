import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import { type Line, readLines } from '../lib/jsonl.ts';
import { headOfOutcome, headOfScore, outcomeHead, scoreHead } from './line-heads.ts';
import { checkVersion } from './manifest.ts';

export const readSamples = (folder: string) =>
  readJournal(folder, 'samples', (_, parse: Parse<PlannedSample>) => parse());
export const readOutcomes = (folder: string) => readJournal(folder, 'outcomes', (_, parse: Parse<Outcome>) => parse());
export const readScores = (folder: string) => readJournal(folder, 'scores', (_, parse: Parse<Score>) => parse());

/** Samples with where their lines lie in the file. */
export const readSampleLines = (folder: string) =>
  readJournal(folder, 'samples', ({ offset, length }, parse: Parse<PlannedSample>) => {
    return { value: parse(), offset, length };
  });

/** Outcomes with where their lines lie in the file. */
export const readOutcomeLines = (folder: string) =>
  readJournal(folder, 'outcomes', ({ offset, length }, parse: Parse<Outcome>) => ({ value: parse(), offset, length }));

/** What each outcome is about, with where its line lies in the file; lines are not looked at any closer. */
export const readOutcomeHeads = (folder: string) =>
  readJournal(folder, 'outcomes', (place, parse: Parse<Outcome>) => ({
    head: outcomeHead(place.text) ?? headOfOutcome(parse()),
    place,
  }));

/** What each score is about, with where its line lies in the file; lines are not looked at any closer. */
export const readScoreHeads = (folder: string) =>
  readJournal(folder, 'scores', (place, parse: Parse<Score>) => ({
    head: scoreHead(place.text) ?? headOfScore(parse()),
    place,
  }));

/** Throws a UserError for a line that is broken. */
type Parse<T> = () => T;

/**
 * The lines of one of a run's files, streamed. A torn last line is left out. Throws a UserError that names a line that is
 * broken inside the file.
 */
async function* readJournal<T extends { schema_version: 1 }, R>(
  folder: string,
  name: string,
  as: (line: Line, parse: Parse<T>) => R,
): AsyncGenerator<R> {
  const path = join(folder, `${name}.jsonl`);
  try {
    for await (const line of readLines(path)) {
      const known = line.valid ? line : { ...line, text: '' };
      if (line.whole) yield as(known, () => parsed(known.text, `${path}:${known.number}`));
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    if (name === 'samples') throw new UserError(`${folder} is not a run: it has no samples.jsonl`);
  }
}

function parsed<T extends { schema_version: 1 }>(text: string, at: string): T {
  let line: T;
  try {
    line = JSON.parse(text);
  } catch {
    throw new UserError(`${at}: a broken line inside the file; it was changed by something else than llm-bench`);
  }
  checkVersion(line, at);
  return line;
}

/** Up to here a file is held in memory, since to ask for each line costs more than all else that is done with it. */
const SMALL_BYTES = 6 * 1024 * 1024;

/** Reads single samples back from `samples.jsonl` by the offsets of its lines. */
export class SampleReader {
  readonly #path: string;
  readonly #file: number;
  readonly #offsets: Float64Array;
  readonly #whole: Buffer | undefined;

  constructor(folder: string, offsets: Float64Array) {
    this.#path = join(folder, 'samples.jsonl');
    this.#file = openSync(this.#path, 'r');
    this.#offsets = offsets;
    if ((offsets.at(-1) ?? 0) <= SMALL_BYTES) this.#whole = readFileSync(this.#file);
  }

  /** The sample on a line, from 0. */
  read(line: number): PlannedSample {
    const [start, end] = [this.#offsets[line] as number, this.#offsets[line + 1] as number];
    const text = this.#whole?.toString('utf8', start, end) ?? this.#readText(start, end);
    return parsed(text, `${this.#path}:${line + 1}`);
  }

  #readText(start: number, end: number): string {
    const bytes = Buffer.allocUnsafe(end - start);
    readSync(this.#file, bytes, 0, bytes.length, start);
    return bytes.toString('utf8');
  }

  close(): void {
    closeSync(this.#file);
  }
}
