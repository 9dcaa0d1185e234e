import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

/** One line of a file: its text without the line end, its number from 1, and where its bytes lie. */
export interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
  /** In bytes, without the line end. */
  readonly length: number;
  /** False for a last line that has no line end. */
  readonly whole: boolean;
  /** False where bytes are not UTF-8; in the text they are U+FFFD. */
  readonly valid: boolean;
}

const NEWLINE = 10;

/** The lines of a UTF-8 file in order, streamed: memory holds one chunk and one line. A byte order mark is dropped. */
export async function* readLines(path: string, { chunkBytes = 1 << 18 } = {}): AsyncGenerator<Line> {
  let number = 0;
  let offset = 0;
  let pieces: Buffer[] = [];

  const take = (last: Buffer, whole: boolean): Line => {
    const bytes = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    pieces = [];
    number += 1;
    const line = { text: textOf(bytes, number), number, offset, length: bytes.length, whole, valid: isUtf8(bytes) };
    offset += bytes.length + 1;
    return line;
  };

  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield take(chunk.subarray(start, end), true);
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield take(Buffer.alloc(0), false);
}

function textOf(bytes: Buffer, number: number): string {
  const text = bytes.toString('utf8');
  return number === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
}
