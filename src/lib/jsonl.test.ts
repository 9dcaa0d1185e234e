import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { collect } from '../testing/collect.ts';
import { tempFolder } from '../testing/temp.ts';
import { type Line, readLines } from './jsonl.ts';

const linesOf = async (content: string | Uint8Array) => {
  await using folder = await tempFolder();
  return await collect(readLines(await folder.write('a', content)));
};

test('a line has its text, its number, where its bytes lie, and whether it ends', async () => {
  expect(await linesOf('é\n\nlast')).toEqual([
    { text: 'é', number: 1, offset: 0, length: 2, whole: true, valid: true },
    { text: '', number: 2, offset: 3, length: 0, whole: true, valid: true },
    { text: 'last', number: 3, offset: 4, length: 4, whole: false, valid: true },
  ]);
});

test('a file without bytes has no lines, and a line end at its end begins none', async () => {
  expect(await linesOf('')).toEqual([]);
  expect(await linesOf('a\n')).toHaveLength(1);
});

test('a byte order mark is dropped at the start of the file and kept elsewhere', async () => {
  expect(await linesOf('\uFEFFa\n\uFEFFb')).toMatchObject([
    { text: 'a', offset: 0, length: 4 },
    { text: '\uFEFFb', offset: 5, length: 4 },
  ]);
});

test('bytes that are not UTF-8 are told', async () => {
  const bytes = Buffer.concat([Buffer.from('good \uFFFD\nbad '), Buffer.from([0xff])]);
  expect(await linesOf(bytes)).toMatchObject([
    { text: 'good \uFFFD', valid: true },
    { text: 'bad \uFFFD', valid: false },
  ]);
});

/** What the lines of a whole text are. */
function linesIn(content: string): Line[] {
  const texts = content.split('\n');
  if (texts.at(-1) === '') texts.pop();
  let offset = 0;
  return texts.map((text, index) => {
    const length = Buffer.byteLength(text);
    offset += length + 1;
    const whole = index < texts.length - 1 || content.endsWith('\n');
    const seen = index === 0 ? text.replace(/^\uFEFF/, '') : text;
    return { text: seen, number: index + 1, offset: offset - length - 1, length, whole, valid: true };
  });
}

test('any text, cut into chunks of any size, gives the same lines, and each line lies where it says', async () => {
  await using folder = await tempFolder();
  await fc.assert(
    fc.asyncProperty(anyText(), fc.integer({ min: 1, max: 12 }), async (content, chunkBytes) => {
      const path = await folder.write('lines', content);
      expect(await collect(readLines(path, { chunkBytes }))).toEqual(linesIn(content));
    }),
  );
});

test('a line longer than any chunk is one line', async () => {
  const long = 'x'.repeat(10_000_000);
  const [first, second] = await linesOf(`${long}\ny`);
  expect(first?.text === long).toBe(true);
  expect(second).toMatchObject({ text: 'y', offset: 10_000_001 });
});
