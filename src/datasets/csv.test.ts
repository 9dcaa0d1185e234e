import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { csv } from './csv.ts';

async function rowsOf(content: string | Uint8Array) {
  await using folder = await tempFolder();
  return await collect(csv.read(await folder.write('a.csv', content)));
}
const valuesOf = async (content: string | Uint8Array) => (await rowsOf(content)).map(({ values }) => values);
const problemIn = (content: string | Uint8Array) => problemOf(() => rowsOf(content));

test('a row has its columns by name, and the line that it ends on', async () => {
  await using folder = await tempFolder();
  const path = await folder.write('a.csv', 'id,input\n1,one\n\n2,"two\nlines"\n');
  expect(await collect(csv.read(path))).toEqual([
    { at: `${path}:2`, values: { id: '1', input: 'one' } },
    { at: `${path}:5`, values: { id: '2', input: 'two\nlines' } },
  ]);
});

test.each(['None', 'NA', 'nan', 'null', '007', '1.10', '1e5', 'TRUE', '2020-01-01', ' spaced ', '=1+1', "it's", ''])(
  'the cell %j is text and stays what it is',
  async (text) => {
    expect(await valuesOf(`a,b\n${text},x\n`)).toEqual([{ a: text, b: 'x' }]);
    expect(await valuesOf(`a\n"${text}"\n`)).toEqual([{ a: text }]);
  },
);

/** RFC 4180, every cell in quotes. */
const written = (rows: readonly (readonly string[])[], lineEnds: readonly string[]): string =>
  rows
    .map((row, n) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',') + lineEnds[n % lineEnds.length])
    .join('');

test('any texts come back as they were written, with any line ends and any names for columns', async () => {
  await using folder = await tempFolder();
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      header: fc.uniqueArray(fc.oneof(anyText(), fc.constantFrom('__proto__', 'constructor', 'id')), {
        minLength: width,
        maxLength: width,
      }),
      rows: fc.array(fc.array(anyText(), { minLength: width, maxLength: width }), { maxLength: 5 }),
      lineEnds: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 3 }),
      mark: fc.constantFrom('', '\uFEFF'),
    }),
  );
  await fc.assert(
    fc.asyncProperty(table, async ({ header, rows, lineEnds, mark }) => {
      const path = await folder.write('a.csv', mark + written([header, ...rows], lineEnds));
      const found = await collect(csv.read(path));
      expect(found.map(({ values }) => Object.keys(values).sort())).toEqual(rows.map(() => [...header].sort()));
      expect(found.map(({ values }) => header.map((name) => values[name]))).toEqual(rows);
    }),
  );
});

test('line ends may differ within a file, and lines are counted once', async () => {
  const ends = async (content: string) =>
    (await rowsOf(content)).map(({ at, values }) => [at.split(':').at(-1), values]);
  const rows = [
    ['2', { a: '1', b: 'x' }],
    ['3', { a: '2', b: 'y' }],
  ];
  expect(await ends('a,b\n1,x\r\n2,y\r\n')).toEqual(rows);
  expect(await ends('a,b\r\n1,x\n2,y\n')).toEqual(rows);
  expect(await ends('a,b\r1,x\r2,y')).toEqual(rows);
});

test('a line end that falls between two chunks of the file is still one', async () => {
  for (const before of [-2, -1, 0, 1]) {
    const long = 'x'.repeat(65_536 - 'a,b\r\n1,'.length + before);
    expect(await valuesOf(`a,b\r\n1,${long}\r\n2,y\r\n`)).toEqual([
      { a: '1', b: long },
      { a: '2', b: 'y' },
    ]);
  }
});

test('columns named __proto__ and constructor are columns like any other', async () => {
  const [values] = await valuesOf('__proto__,constructor,toString\n1,2,3\n');
  expect(Object.entries(values ?? {})).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
    ['toString', '3'],
  ]);
});

test('a NUL is a character, and a line of 10 MB is a row', async () => {
  expect(await valuesOf('a\nx\0y\n')).toEqual([{ a: 'x\0y' }]);
  const long = 'x'.repeat(10_000_000);
  const [values] = await valuesOf(`a,b\n1,${long}\n`);
  expect(values?.['b'] === long).toBe(true);
});

test('a file without rows has none', async () => {
  expect(await rowsOf('')).toEqual([]);
  expect(await rowsOf('id,input\n')).toEqual([]);
});

test.each([
  ['a row too short', 'a,b\n1,2\n3\n', 'a.csv:3: not CSV: Invalid Record Length: columns length is 2, got 1 on line 3'],
  ['a row too long', 'a,b\n1,2,3\n', 'a.csv:2: not CSV: Invalid Record Length: columns length is 2, got 3 on line 2'],
  [
    'a quote never closed',
    'a,b\n1,"x\n2,y\n',
    'a.csv:3: not CSV: Quote Not Closed: the parsing is finished with an opening quote at line 3',
  ],
  [
    'a quote within a bare cell',
    'a,b\n1,x"y"z\n',
    'a.csv:2: not CSV: Invalid Opening Quote: a quote is found on field "b" at line 2, value is "x"',
  ],
  ['a column named twice', 'id,id\n1,2\n', 'a.csv:1: two columns are named "id"'],
])('%s is an error with its line', async (_, content, message) => expect(await problemIn(content)).toBe(message));

test('bytes that are not UTF-8 are an error, not other letters', async () => {
  const latin1 = Buffer.from('input,target\ncafé,x\n', 'latin1');
  expect(await problemIn(latin1)).toBe('a.csv: is not UTF-8; save it as UTF-8');
});

test('a file that is not there is an error', async () => {
  await using folder = await tempFolder();
  expect(await problemOf(() => collect(csv.read(`${folder.path}/nope.csv`)))).toBe('nope.csv: no such file');
  expect(await problemOf(() => collect(csv.read(folder.path)))).toMatch(/is a folder, not a file$/);
});
