import { execFileSync } from 'node:child_process';
import { mkdir, realpath, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonText } from '../lib/json-text.ts';
import { row, scorecard, taskFacts } from '../testing/records.ts';
import { type TempFolder, tempFolder } from '../testing/temp.ts';
import { readHead } from './head-parts.ts';
import { RunHeads } from './run-heads.ts';

const manifest = (started_at = '2026-11-22T20:51:47.720Z', more: object = {}) =>
  JSON.stringify({
    ...{ schema_version: 1, run_id: 'r', id: '0a1b2c3d', status: 'complete', started_at },
    ...{ suite: { name: 'swap', models: [{ id: 'old' }, { id: 'new' }] }, tasks: [{ name: 't' }, { name: 'u' }] },
    ...more,
  });

const MAKE_PIPE = 'mkfifo';

const half = { value: 0.5, low: 0.4, high: 0.6, n: 90 };

const card = scorecard({
  tasks: [taskFacts(), taskFacts({ name: 'u', metric: 'f1' })],
  rows: [
    row({ model: 'old', quality: half, spent_usd: 0.25 }),
    row({ model: 'old', level: 'group', group: 'a', spent_usd: 0.1 }),
    row({ model: 'new', quality: { ...half, value: 0.55 }, spent_usd: 0.5, cost_estimated: true }),
    row({ model: 'new', metric: 'other', spent_usd: 0.5 }),
    row({ model: 'new', task: 'u', metric: 'f1', spent_usd: 1 }),
    row({ model: 'new', task: '*', spent_usd: 1.5 }),
  ],
  verdicts: [
    {
      gate: { candidate: 'new', baseline: 'old', confidence: 0.95, inconclusive: null } as never,
      ...{ ruling: 'pass', counts_as: 'pass', no_ruling: null, tasks: [] },
    },
  ],
});

test('a head holds the first task’s figures, what was paid on whole tasks, and the rulings', () => {
  expect(readHead('a-run', manifest(), jsonText(card))).toEqual({
    ...{ run_id: 'a-run', status: 'complete', started_at: '2026-11-22T20:51:47.720Z', suite: 'swap' },
    ...{ models: ['old', 'new'], tasks: ['t', 'u'], spent_usd: 1.75, spent_estimated: true },
    first: {
      ...{ task: 't', metric: 'exact' },
      models: [
        { model: 'old', quality: half },
        { model: 'new', quality: { ...half, value: 0.55 } },
      ],
    },
    verdicts: [{ candidate: 'new', baseline: 'old', ruling: 'pass', counts_as: 'pass' }],
  });
});

test('the short way through a scorecard as we write it finds what reading all of it does, whatever names hold', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.constantFrom('all', 'group'))), fc.string(), (rows, name) => {
      const any = scorecard({
        tasks: [taskFacts({ name })],
        rows: rows.map(([group, level]) =>
          row({ task: name, group, level: level as 'all' | 'group', model: '\n    {\n      "level": "all",\n' }),
        ),
      });
      expect(readHead('r', manifest(), jsonText(any))).toEqual(readHead('r', manifest(), JSON.stringify(any)));
    }),
  ));

test('what was paid counts judges, those of before too', () => {
  const paid = (judge: string, spent_usd: number) => ({
    ...{ task: 't', grader: 'faithful' },
    judges: [{ ...NO_CALLS, model: judge, spent_usd }],
  });
  const judged = {
    ...card,
    judging: [{ ...paid('k', 0.5), kin: [], probes: [] }],
    former_judging: [paid('j', 0.25)],
  };
  expect(readHead('r', manifest(), jsonText(judged)).spent_usd).toBe(1.75 + 0.5 + 0.25);
});

const NO_CALLS = {
  ...{ snapshot: null, calls: 0, failed: 0, input_tokens: 0, output_tokens: 0, cost_usd: 0, cost_estimated: false },
};

test('what was paid is unknown where a part of it is', () => {
  const unknown = { ...card, rows: [...card.rows, row({ model: 'new', task: 'u', metric: 'f1', spent_usd: null })] };
  expect(readHead('r', manifest(), jsonText(unknown)).spent_usd).toBeNull();
});

test.each([
  ['none', null],
  ['one cut short', jsonText(card).slice(0, 900)],
  ['one of something else', '[]'],
])('without figures where the scorecard is %s', (_, text) => {
  expect(readHead('r', manifest(), text)).toMatchObject({ suite: 'swap', first: null, spent_usd: null, verdicts: [] });
});

describe('a folder of runs', () => {
  const addRun = async (folder: TempFolder, name: string, text = manifest()) => {
    await folder.write(`${name}/manifest.json`, text);
    await folder.write(`${name}/scorecard.json`, jsonText(card));
  };
  const open = async ({ path }: TempFolder) => new RunHeads(await realpath(path));

  test('is listed newest first, hidden folders and plain files left out', async () => {
    await using folder = await tempFolder();
    await addRun(folder, 'b', manifest('2026-11-20T00:00:00.000Z'));
    await addRun(folder, 'a', manifest('2026-11-21T00:00:00.000Z'));
    await addRun(folder, '.planning-x');
    await folder.write('notes.txt', 'x');
    const { runs, broken } = await (await open(folder)).list();
    expect(runs.map(({ run_id }) => run_id)).toEqual(['a', 'b']);
    expect(broken).toEqual([]);
  });

  test('tells what cannot be read, and why', async () => {
    await using folder = await tempFolder();
    await using elsewhere = await tempFolder();
    await addRun(elsewhere, 'secret');
    await addRun(folder, 'good');
    await mkdir(join(folder.path, 'empty'));
    await addRun(folder, 'cut', manifest().slice(0, 40));
    await addRun(folder, 'later', manifest(undefined, { schema_version: 2 }));
    await addRun(folder, 'odd', manifest(undefined, { suite: { name: 7, models: [] } }));
    await symlink(join(elsewhere.path, 'secret'), join(folder.path, 'link-out'));
    await symlink(join(folder.path, 'good'), join(folder.path, 'link-in'));
    await mkdir(join(folder.path, 'pipe'));
    execFileSync(MAKE_PIPE, [join(folder.path, 'pipe/manifest.json')]);
    const { runs, broken } = await (await open(folder)).list();
    expect(runs.map(({ run_id }) => run_id)).toEqual(['link-in', 'good']);
    expect(broken).toEqual([
      { run_id: 'cut', why: 'manifest.json is broken: it is not JSON' },
      { run_id: 'empty', why: 'it has no manifest.json' },
      { run_id: 'later', why: expect.stringContaining('schema_version 2') },
      { run_id: 'link-out', why: expect.stringContaining('leads out of the folder') },
      { run_id: 'odd', why: expect.stringContaining('suite.name') },
      { run_id: 'pipe', why: 'pipe/manifest.json is not a file' },
    ]);
  });

  test('is read again only where a file has changed', async () => {
    await using folder = await tempFolder();
    await addRun(folder, 'a');
    const heads = await open(folder);
    const [first] = (await heads.list()).runs;
    expect((await heads.list()).runs[0]).toBe(first);

    const path = join(folder.path, 'a/manifest.json');
    await writeFile(path, manifest(undefined, { status: 'running' }));
    await utimes(path, new Date(), new Date(2030, 0));
    expect((await heads.list()).runs[0]?.status).toBe('running');
  });
});
