import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { type TempFolder, tempFolder } from '../testing/temp.ts';
import { hashOfDataset, isPath, openDataset, ownDatasets } from './open.ts';

interface Where {
  readonly split?: string;
  readonly subjects?: string[];
}
const openIn = (folder: TempFolder, name: string, where: Where = {}) =>
  openDataset(name, { directory: folder.path, split: 'test', ...where });
const valuesIn = async (folder: TempFolder, name: string, where?: Where) =>
  (await collect((await openIn(folder, name, where)).read())).map(({ values }) => values);

async function problemIn(name: string, where?: Where, files: Record<string, string> = {}) {
  await using folder = await tempFolder();
  for (const [file, content] of Object.entries(files)) await folder.write(file, content);
  return await problemOf(() => openIn(folder, name, where));
}

test.each([
  ['./a.jsonl', true],
  ['../a', true],
  ['/a', true],
  ['a.jsonl', false],
  ['mmlu-mini', false],
  ['.hidden', false],
  ['', false],
])('whether %j is a path: %s', (text, is) => expect(isPath(text)).toBe(is));

test('a file is a dataset by its ending, in any case, and may be read twice', async () => {
  await using folder = await tempFolder();
  await folder.write('a.JSONL', '{"input": "j"}');
  await folder.write('a.csv', 'input\nc\n');
  await folder.write('a.yml', '- input: y');
  expect(await valuesIn(folder, './a.JSONL')).toEqual([{ input: 'j' }]);
  expect(await valuesIn(folder, './a.csv')).toEqual([{ input: 'c' }]);
  expect(await valuesIn(folder, './a.yml')).toEqual([{ input: 'y' }]);
  const dataset = await openIn(folder, './a.csv');
  expect(await collect(dataset.read())).toEqual(await collect(dataset.read()));
});

test('a folder has a file for each split; other files do not matter', async () => {
  await using folder = await tempFolder();
  await folder.write('set/test.jsonl', '{"input": "t"}');
  await folder.write('set/dev.csv', 'input\nd\n');
  await folder.write('set/test.md', '# about');
  expect(await valuesIn(folder, './set')).toEqual([{ input: 't' }]);
  expect(await valuesIn(folder, './set', { split: 'dev' })).toEqual([{ input: 'd' }]);
});

test('the datasets that come along have names, and each has a test and a dev split', async () => {
  await using folder = await tempFolder();
  const names = await ownDatasets();
  expect(names).toContain('mmlu-mini');
  for (const name of names) {
    expect((await valuesIn(folder, name)).length).toBeGreaterThan(0);
    expect((await valuesIn(folder, name, { split: 'dev' })).length).toBeGreaterThan(0);
  }
});

test.each<[string, string, Where, string]>([
  ['a file that is not there', './nope.jsonl', {}, 'nope.jsonl: no such file'],
  ['a path through a file', './a.jsonl/b.jsonl', {}, 'a.jsonl/b.jsonl: cannot be read (ENOTDIR)'],
  [
    'another kind of file',
    './a.txt',
    {},
    'a.txt: not a kind of dataset that we read; those end in .jsonl, .ndjson, .csv, .yaml, .yml',
  ],
  ['a split of one file', './a.jsonl', { split: 'dev' }, './a.jsonl is one file and has no split "dev"'],
  [
    'subjects of one file',
    './a.jsonl',
    { subjects: ['law'] },
    "./a.jsonl has no subjects; only a folder in MMLU's layout has",
  ],
  ['a split that is there twice', './set', {}, './set has its split "test" twice: test.csv, test.jsonl'],
  [
    'a split that is not there',
    './set',
    { split: 'dev' },
    './set has no split "dev": no dev.jsonl, .csv or .yaml, nor dev/*_dev.csv',
  ],
])('%s is an error', async (_, name, where, message) => {
  const files = { 'a.jsonl': '{}', 'a.txt': '', 'set/test.csv': '', 'set/test.jsonl': '' };
  expect(await problemIn(name, where, files)).toBe(message);
});

test('an unknown name is an error with the nearest one, or with all', async () => {
  const how = '(a file or folder starts with ./, ../ or /)';
  expect(await problemIn('mmlu-mni')).toBe(`no dataset "mmlu-mni"; did you mean "mmlu-mini"? ${how}`);
  expect(await problemIn('constructor')).toBe(
    `no dataset "constructor"; there is: ${(await ownDatasets()).join(', ')} ${how}`,
  );
});

test('a name that no file can have is an error', async () => {
  expect(await problemIn('./a\0b.jsonl')).toMatch(/cannot be the name of a file$/);
  expect(await problemIn(`./${'x'.repeat(5000)}.jsonl`)).toMatch(/cannot be read \(ENAMETOOLONG\)$/);
});

test('a folder where a file should be is an error', async () => {
  await using folder = await tempFolder();
  await mkdir(`${folder.path}/set/test.jsonl`, { recursive: true });
  const dataset = await openIn(folder, './set');
  expect(await problemOf(() => hashOfDataset(dataset))).toBe('set/test.jsonl: is a folder, not a file');
  expect(await problemOf(() => collect(dataset.read()))).toBe('set/test.jsonl: is a folder, not a file');
});
