import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';

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

/** The lines of a UTF-8 file in order, streamed: memory holds one chunk or one line. A byte order mark is dropped. */
export async function* readLines(path: string, { chunkBytes = 1 << 18 } = {}): AsyncGenerator<Line> {
  await using file = await open(path);
  // One buffer for all of the file: a new one for each chunk would be most of the garbage.
  let bytes = Buffer.allocUnsafe(chunkBytes);
  let held = 0;
  let offset = 0;
  let number = 0;
  const lineAt = (start: number, end: number, facts: Pick<Line, 'whole' | 'valid'>): Line => {
    number += 1;
    const text = bytes.toString('utf8', start, end);
    return {
      text: number === 1 ? withoutMark(text) : text,
      number,
      offset: offset + start,
      length: end - start,
      ...facts,
    };
  };

  for (;;) {
    if (held === bytes.length) bytes = Buffer.concat([bytes], 2 * bytes.length);
    const { bytesRead } = await file.read(bytes, held, bytes.length - held);
    if (bytesRead === 0) break;
    const lastEnd = bytes.subarray(held, held + bytesRead).lastIndexOf(NEWLINE);
    const whole = lastEnd < 0 ? 0 : held + lastEnd + 1;
    held += bytesRead;
    const areValid = isUtf8(bytes.subarray(0, whole));
    for (let start = 0; start < whole; ) {
      const end = bytes.indexOf(NEWLINE, start);
      yield lineAt(start, end, { whole: true, valid: areValid || isUtf8(bytes.subarray(start, end)) });
      start = end + 1;
    }
    bytes.copyWithin(0, whole, held);
    held -= whole;
    offset += whole;
  }
  if (held > 0) yield lineAt(0, held, { whole: false, valid: isUtf8(bytes.subarray(0, held)) });
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);
