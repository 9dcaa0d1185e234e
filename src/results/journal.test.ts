import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { JournalFile } from './journal.ts';

const textOf = (folder: string, name = 'outcomes.jsonl'): Promise<string> =>
  readFile(join(folder, name), 'utf8').catch(() => '');

const linesOf = async (folder: string): Promise<unknown[]> =>
  (await textOf(folder))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Opens the journal, appends these lines and closes it. */
async function write(folder: string, lines: readonly object[]): Promise<void> {
  const journal = await JournalFile.open(folder, 'outcomes');
  for (const line of lines) journal.append(line);
  await journal.flush();
  journal.close();
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('appending', () => {
  test('makes a line of JSON each, in order, across openings', async () => {
    await using folder = await tempFolder();
    await write(folder.path, [{ n: 1 }, { n: 2, text: 'a\nb' }]);
    await write(folder.path, [{ n: 3 }]);
    expect(await textOf(folder.path)).toBe('{"n":1}\n{"n":2,"text":"a\\nb"}\n{"n":3}\n');
  });

  test('has lines of one turn with the system at its end, together and in order, before anything is flushed', async () => {
    await using folder = await tempFolder();
    const journal = await JournalFile.open(folder.path, 'outcomes');
    for (let n = 0; n < 100; n++) journal.append({ n });
    expect(statSync(join(folder.path, 'outcomes.jsonl')).size).toBe(0);
    await turn();
    expect(await linesOf(folder.path)).toEqual(Array.from({ length: 100 }, (_, n) => ({ n })));
    journal.close();
  });

  test('keeps what was appended just before it is closed', async () => {
    await using folder = await tempFolder();
    const journal = await JournalFile.open(folder.path, 'outcomes');
    journal.append({ n: 1 });
    journal.close();
    await turn();
    expect(await linesOf(folder.path)).toEqual([{ n: 1 }]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %s, which JSON would turn into null, and writes nothing of its line',
    async (latency_ms) => {
      await using folder = await tempFolder();
      const journal = await JournalFile.open(folder.path, 'outcomes');
      expect(() => journal.append({ deep: [{ latency_ms }] })).toThrow(`latency_ms is ${latency_ms}`);
      journal.append({ n: 1 });
      await journal.flush();
      journal.close();
      expect(await linesOf(folder.path)).toEqual([{ n: 1 }]);
    },
  );

  test('is over once it is closed: its file’s number may be another file’s by then', async () => {
    await using folder = await tempFolder();
    const journal = await JournalFile.open(folder.path, 'outcomes');
    journal.close();
    const other = await JournalFile.open(folder.path, 'scores');
    expect(await problemOf(() => journal.append({ n: 1 }))).toContain('outcomes.jsonl cannot be written: it is closed');
    await turn();
    expect(await textOf(folder.path, 'scores.jsonl')).toBe('');
    other.close();
  });
});

describe('a file that was cut', () => {
  /** Cuts the file at a byte, as a crash does, goes on with it, and says what it then holds. */
  async function cutAndGoOn(lines: readonly object[], at: number) {
    await using folder = await tempFolder();
    await write(folder.path, lines);
    const before = await readFile(join(folder.path, 'outcomes.jsonl'));
    await truncate(join(folder.path, 'outcomes.jsonl'), at);
    await write(folder.path, [{ after: true }]);
    const whole = before.subarray(0, before.subarray(0, at).lastIndexOf(10) + 1);
    return {
      kept: await readFile(join(folder.path, 'outcomes.jsonl')),
      torn: existsSync(join(folder.path, 'outcomes.torn')) && (await readFile(join(folder.path, 'outcomes.torn'))),
      expected: Buffer.concat([whole, Buffer.from('{"after":true}\n')]),
      tail: before.subarray(whole.length, at),
    };
  }

  test('at every byte there is keeps all whole lines, sets the torn one aside and goes on', async () => {
    const lines = [{ a: 'é' }, { b: '🙂' }, {}];
    const { length } = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (let at = 0; at <= length; at++) {
      const { kept, torn, expected, tail } = await cutAndGoOn(lines, at);
      expect(kept).toEqual(expected);
      expect(torn).toEqual(tail.length > 0 && tail);
    }
  });

  test('at any byte, whatever the lines hold, too', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(anyText(), anyText(), { maxKeys: 3 }), { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (lines, share) => {
          const { length } = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
          const { kept, torn, expected, tail } = await cutAndGoOn(lines, Math.floor(share * length));
          expect(kept).toEqual(expected);
          expect(torn).toEqual(tail.length > 0 && tail);
        },
      ),
      { numRuns: 60 },
    ));

  test('within a line that is longer than any block that is read', async () => {
    const { kept, expected, tail } = await cutAndGoOn([{ n: 1 }, { long: 'x'.repeat(200_000) }], 150_000);
    expect(kept).toEqual(expected);
    expect(tail).toHaveLength(150_000 - '{"n":1}\n'.length);
  });

  test('more than once keeps every torn tail', async () => {
    await using folder = await tempFolder();
    for (const tail of ['{"first', '{"second']) {
      await folder.write('outcomes.jsonl', `{"n":1}\n${tail}`);
      await write(folder.path, []);
    }
    expect(await textOf(folder.path, 'outcomes.torn')).toBe('{"first{"second');
  });
});

describe('a disk that will not', () => {
  test.runIf(existsSync('/dev/full'))('take more stops every further line, loudly, and loses none before', async () => {
    await using folder = await tempFolder();
    await write(folder.path, [{ n: 1 }]);
    await symlink('/dev/full', join(folder.path, 'scores.jsonl'));
    const [outcomes, scores] = await Promise.all(
      ['outcomes', 'scores'].map((name) => JournalFile.open(folder.path, name)),
    );
    outcomes?.append({ n: 2 });
    scores?.append({ n: 1 });
    await turn();
    const words = /scores\.jsonl cannot be written: ENOSPC.*what it holds is kept.*run the same command again/;
    expect(await problemOf(() => scores?.append({ n: 2 }))).toMatch(words);
    expect(await problemOf(() => scores?.flush())).toMatch(words);
    await outcomes?.flush();
    outcomes?.close();
    scores?.close();
    expect(await linesOf(folder.path)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test.runIf(existsSync('/dev/full'))('take the last line says so at the flush', async () => {
    await using folder = await tempFolder();
    await symlink('/dev/full', join(folder.path, 'outcomes.jsonl'));
    const journal = await JournalFile.open(folder.path, 'outcomes');
    journal.append({ n: 1 });
    expect(await problemOf(() => journal.flush())).toContain('ENOSPC');
    journal.close();
  });

  test('open the file says which', async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, 'outcomes.jsonl'));
    expect(await problemOf(() => JournalFile.open(folder.path, 'outcomes'))).toContain(
      'outcomes.jsonl cannot be written',
    );
  });
});
