import { expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { yaml } from './yaml.ts';

async function rowsOf(content: string | Uint8Array) {
  await using folder = await tempFolder();
  return await collect(yaml.read(await folder.write('a.yaml', content)));
}
const problemIn = (content: string | Uint8Array) => problemOf(() => rowsOf(content));

test('a row is a mapping of the list, and has the line that it begins on', async () => {
  await using folder = await tempFolder();
  const path = await folder.write('a.yaml', '\uFEFF# two\n- input: a\n  target: b\n- input: |-\n    c\n');
  expect(await collect(yaml.read(path))).toEqual([
    { at: `${path}:2`, values: { input: 'a', target: 'b' } },
    { at: `${path}:4`, values: { input: 'c' } },
  ]);
});

test('what would change when it is read as a number stays text', async () => {
  const [row] = await rowsOf('- { a: 007, b: 1.10, c: True, d: 12345678901234567890, e: 3, f: no, g: ~ }');
  expect(row?.values).toEqual({ a: '007', b: '1.10', c: 'True', d: '12345678901234567890', e: 3, f: 'no', g: null });
});

test('anchors and << spare repeating', async () => {
  const rows = await rowsOf('- &first { input: a, target: x }\n- { <<: *first, input: b }\n- *first');
  expect(rows.map(({ values }) => values)).toEqual([
    { input: 'a', target: 'x' },
    { input: 'b', target: 'x' },
    { input: 'a', target: 'x' },
  ]);
});

test.each([
  ['an empty file', '', 'a.yaml: not a list; a dataset in YAML is a list of mappings'],
  ['a mapping', 'input: a', 'a.yaml: not a list; a dataset in YAML is a list of mappings'],
  ['a list of texts', '- { input: a }\n- b', 'a.yaml:2: not a mapping; every item of the list must be one'],
  ['a list of lists', '- [a]', 'a.yaml:1: not a mapping; every item of the list must be one'],
  ['a key given twice', '- a: 1\n  a: 2', 'a.yaml:2: not YAML: Map keys must be unique'],
  ['an alias to nothing', '- a: 1\n- *b', 'a.yaml:2: not YAML: no anchor &b before this alias'],
  ['an alias within what it names', '- a: &x\n    b: *x', 'a.yaml:2: not YAML: *x stands in what it names'],
  [
    'a thousand levels',
    `- a: ${'['.repeat(1000)}${']'.repeat(1000)}`,
    'a.yaml:1: not YAML: nested more than 200 levels deep',
  ],
])('%s is an error with its line', async (_, content, message) => expect(await problemIn(content)).toBe(message));

test('bytes that are not UTF-8 are an error', async () => {
  expect(await problemIn(Buffer.from('- input: café', 'latin1'))).toBe('a.yaml: is not UTF-8; save it as UTF-8');
});

test('an empty list has no rows', async () => expect(await rowsOf('[]')).toEqual([]));
