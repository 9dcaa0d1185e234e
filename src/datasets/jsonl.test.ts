import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { jsonl } from './jsonl.ts';

async function rowsOf(content: string | Uint8Array) {
  await using folder = await tempFolder();
  return await collect(jsonl.read(await folder.write('a.jsonl', content)));
}
const problemIn = (content: string | Uint8Array) => problemOf(() => rowsOf(content));

test('a row is an object, and has its line; blank lines are passed over', async () => {
  await using folder = await tempFolder();
  const path = await folder.write('a.jsonl', '\uFEFF{"input": "a"}\r\n\r\n   \n{"input": 2}');
  expect(await collect(jsonl.read(path))).toEqual([
    { at: `${path}:1`, values: { input: 'a' } },
    { at: `${path}:4`, values: { input: 2 } },
  ]);
});

test('any objects come back as they were written', async () => {
  await using folder = await tempFolder();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }), { maxLength: 3 }),
      async (rows) => {
        const path = await folder.write('a.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
        const found = await collect(jsonl.read(path));
        expect(found.map(({ values }) => JSON.stringify(values))).toEqual(rows.map((row) => JSON.stringify(row)));
      },
    ),
  );
});

test.each([
  ['a broken line', '{"a": 1}\n{"a": 2', /^a\.jsonl:2: not JSON: /],
  ['two objects on a line', '{"a": 1}{"b": 2}', /^a\.jsonl:1: not JSON: /],
  ['single quotes', "{'a': 1}", /^a\.jsonl:1: not JSON: /],
  ['NaN', '{"a": NaN}', /^a\.jsonl:1: not JSON: /],
  ['a NUL', '{"a": "\0"}', /^a\.jsonl:1: not JSON: /],
  ['a list', '{"a": 1}\n\n[{"a": 1}]', /^a\.jsonl:3: not a JSON object; every line must be one$/],
  ['null', 'null', /^a\.jsonl:1: not a JSON object; every line must be one$/],
  [
    'a thousand levels',
    `{"a": ${'['.repeat(1000)}${']'.repeat(1000)}}`,
    /^a\.jsonl:1: nested more than 200 levels deep$/,
  ],
  ['a text', '"a"', /^a\.jsonl:1: not a JSON object; every line must be one$/],
])('%s is an error with its line', async (_, content, message) => expect(await problemIn(content)).toMatch(message));

test('bytes that are not UTF-8 are an error, not other letters', async () => {
  const latin1 = Buffer.from('{"input": "a"}\n{"input": "café"}\n', 'latin1');
  expect(await problemIn(latin1)).toBe('a.jsonl:2: is not UTF-8; save the file as UTF-8');
});

test('a key __proto__ is a column like any other', async () => {
  const [row] = await rowsOf('{"__proto__": {"input": "x"}, "constructor": 1}');
  expect(Object.keys(row?.values ?? {})).toEqual(['__proto__', 'constructor']);
  expect(row?.values['input']).toBeUndefined();
});

test('a file that is not there is an error', async () => {
  await using folder = await tempFolder();
  expect(await problemOf(() => collect(jsonl.read(`${folder.path}/nope.jsonl`)))).toBe('nope.jsonl: no such file');
});
