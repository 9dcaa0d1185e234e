import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp.ts';
import { writeWhole } from './atomic-file.ts';

test('a text or a stream of texts becomes the whole file, in place of the old one', async () => {
  await using folder = await tempFolder();
  const path = await folder.write('a.txt', 'a longer old text');
  await writeWhole(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
  await writeWhole(path, ['n', 'é', 'w']);
  expect(await readFile(path, 'utf8')).toBe('néw');
  expect(await readdir(folder.path)).toEqual(['a.txt']);
});

test('a stream that breaks off leaves the old file, and nothing beside it', async () => {
  await using folder = await tempFolder();
  const path = await folder.write('a.txt', 'old');
  async function* broken() {
    yield 'half';
    throw new Error('torn');
  }
  await expect(writeWhole(path, broken())).rejects.toThrow('torn');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder.path)).toEqual(['a.txt']);
});

test('where a folder is in the way nothing is left beside it', async () => {
  await using folder = await tempFolder();
  await mkdir(join(folder.path, 'a.txt'));
  await expect(writeWhole(join(folder.path, 'a.txt'), 'x')).rejects.toThrow();
  expect(await readdir(folder.path)).toEqual(['a.txt']);
});
