import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';

/** Where a line lies in its file, in bytes. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Lines that lie no farther apart are read together, up to so much: to read a little too much costs less than to ask again. */
const GAP_BYTES = 2048;
const SPAN_BYTES = 1 << 18;

/** Reads single lines of one of a run's journals back by their places. */
export class PlacedLines implements Disposable {
  readonly #file: number | undefined;
  /** Used again and again: a new one for each part would be most of the garbage. */
  #room = Buffer.allocUnsafe(SPAN_BYTES);

  /** A file that is not there has no lines. */
  constructor(folder: string, name: 'outcomes' | 'scores') {
    const path = join(folder, `${name}.jsonl`);
    try {
      this.#file = openSync(path, 'r');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw new UserError(`${path} cannot be read: ${systemCode(error)}`);
    }
  }

  /** The lines, each parsed, in the order asked for; they are read in the order of the file. */
  read<T>(places: readonly Place[]): T[] {
    const lines: T[] = new Array(places.length);
    const order = places.map((_, index) => index).sort((a, b) => at(places, a).offset - at(places, b).offset);
    for (const span of spansOf(order, places)) {
      const { start } = this.#fill(span, places);
      for (const index of span) {
        const { offset, length } = at(places, index);
        lines[index] = JSON.parse(this.#room.toString('utf8', offset - start, offset - start + length));
      }
    }
    return lines;
  }

  #fill(span: readonly number[], places: readonly Place[]): { readonly start: number } {
    const start = at(places, span[0] as number).offset;
    const last = at(places, span.at(-1) as number);
    const bytes = last.offset + last.length - start;
    if (bytes > this.#room.length) this.#room = Buffer.allocUnsafe(bytes);
    if (this.#file !== undefined) readSync(this.#file, this.#room, 0, bytes, start);
    return { start };
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}

const at = (places: readonly Place[], index: number): Place => places[index] as Place;

/** The places that are read together, in the order of the file. */
function* spansOf(order: readonly number[], places: readonly Place[]): Generator<number[]> {
  let span: number[] = [];
  let [start, end] = [0, 0];
  for (const index of order) {
    const { offset, length } = at(places, index);
    if (span.length > 0 && (offset - end > GAP_BYTES || offset + length - start > SPAN_BYTES)) {
      yield span;
      span = [];
    }
    if (span.length === 0) start = offset;
    span.push(index);
    end = offset + length;
  }
  if (span.length > 0) yield span;
}
