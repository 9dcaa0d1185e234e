import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../domain/run.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { checkVersion, mustBeWhole, readManifest, writeManifest } from './manifest.ts';

const manifest = { schema_version: 1, run_id: 'r', id: '0123abcd', status: 'complete', started_at: '2026' } as Manifest;

test('what is written is read back, also over an older one, and nothing lies beside it', async () => {
  await using folder = await tempFolder();
  await writeManifest(folder.path, { ...manifest, status: 'running' });
  await writeManifest(folder.path, manifest);
  expect(await readManifest(folder.path)).toEqual(manifest);
  expect(await readdir(folder.path)).toEqual(['manifest.json']);
});

describe('a folder is not a run', () => {
  test.each([
    ['no manifest', undefined, 'it has no manifest.json'],
    ['a broken manifest', '{"schema_version": 1', 'JSON'],
    ['an empty one', '', 'JSON'],
    ['null', 'null', 'no schema_version; this is not a file of ours'],
    ['a list', '[]', 'no schema_version; this is not a file of ours'],
    ['no version', '{"run_id": "r"}', 'no schema_version; this is not a file of ours'],
    ['no start', JSON.stringify({ ...manifest, started_at: undefined }), 'has no started_at'],
    ['a start that is no text', JSON.stringify({ ...manifest, started_at: 7 }), 'has no started_at'],
    [
      'a later version',
      JSON.stringify({ ...manifest, schema_version: 2 }),
      'has schema_version 2; this llm-bench reads',
    ],
  ])('with %s', async (_, content, words) => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, 'run'));
    if (content !== undefined) await folder.write('run/manifest.json', content);
    expect(await problemOf(() => readManifest(join(folder.path, 'run')))).toContain(words);
  });
});

test('a manifest that cannot be written is told by its path', async () => {
  await using folder = await tempFolder();
  const words = await problemOf(() => writeManifest(join(folder.path, 'nothing'), manifest));
  expect(words).toMatch(/^nothing\/manifest\.json cannot be written: ENOENT/);
});

test('older versions are read, later ones are refused with what to do', async () => {
  expect(() => checkVersion({ schema_version: 0 }, 'x:1')).not.toThrow();
  expect(await problemOf(() => checkVersion({ schema_version: 2 }, 'x:1'))).toBe(
    'x:1 has schema_version 2; this llm-bench reads up to 1: update it',
  );
});

test('a manifest without what was asked, or of whom, is damaged', async () => {
  const suite = { tasks: [{ name: 't' }], models: [] };
  const whole = { ...manifest, suite, models: [], tasks: [{ name: 't' }] } as unknown as Manifest;
  expect(() => mustBeWhole('r', whole)).not.toThrow();
  for (const [facts, why] of [
    [{ tasks: undefined }, 'no list tasks'],
    [{ models: {} }, 'no list models'],
    [{ suite: undefined }, 'no list suite.models'],
    [{ suite: { ...suite, tasks: [] } }, 'no task t in its suite'],
  ] as const) {
    const words = await problemOf(() => mustBeWhole('r', { ...whole, ...facts } as unknown as Manifest));
    expect(words).toContain(`r is damaged: manifest.json has ${why}`);
  }
});
