import { mkdir, readdir, readFile, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import { sha256 } from '../lib/hash.ts';
import { planned } from '../testing/builders.ts';
import { problemOf } from '../testing/problem.ts';
import { stillClock } from '../testing/still-clock.ts';
import { type TempFolder, tempFolder } from '../testing/temp.ts';
import { createRunFolder, findRun, listRuns, newestRun, stageSamples } from './folder.ts';
import { writeManifest } from './manifest.ts';

async function* stream(...samples: PlannedSample[]) {
  yield* samples;
}

const stage = ({ path }: TempFolder, ...samples: PlannedSample[]) =>
  stageSamples(path, { samples: stream(...samples), clock: stillClock() });

async function addRun(folder: TempFolder, name: string, facts: Partial<Manifest> = {}): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path, { recursive: true });
  const run_id = basename(path);
  const usual = { id: 'abcd0123', status: 'complete', started_at: '2026-01-01T00:00:00.000Z' } as const;
  await writeManifest(path, { schema_version: 1, run_id, ...usual, ...facts } as Manifest);
  return path;
}

describe('staging', () => {
  test('writes the samples, counts them by task, and knows where each line begins', async () => {
    await using folder = await tempFolder();
    const samples = [planned({ sample: 'é🙂' }), planned({ sample: '2' }), planned({ task: 'other', sample: '1' })];
    const staged = await stage(folder, ...samples);
    const text = await readFile(join(staged.folder, 'samples.jsonl'), 'utf8');
    expect(text).toBe(samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
    expect(staged.sha256).toBe(sha256(text));
    expect([...staged.counts]).toEqual([
      ['task', 2],
      ['other', 1],
    ]);
    const [first = '', second = ''] = text.split('\n').map((line) => `${line}\n`);
    const ends = [first, first + second, text].map((part) => Buffer.byteLength(part));
    expect([...staged.offsets]).toEqual([0, ...ends]);
  });

  test('leaves nothing behind when it is discarded, or when a sample cannot be made', async () => {
    await using folder = await tempFolder();
    await (await stage(folder, planned())).discard();
    const broken = new Error('row 2 is broken');
    const samples = (async function* () {
      yield planned();
      throw broken;
    })();
    await expect(stageSamples(folder.path, { samples, clock: stillClock() })).rejects.toBe(broken);
    expect(await readdir(folder.path)).toEqual([]);
  });

  test('removes what a killed process left a day ago, and nothing younger', async () => {
    await using folder = await tempFolder();
    const clock = stillClock();
    for (const [name, hours] of [
      ['.planning-old', 25],
      ['.planning-new', 23],
      ['20260101T000000Z-x-1', 99],
    ] as const) {
      await mkdir(join(folder.path, name));
      const seconds = clock.now() / 1000 - hours * 3600;
      await utimes(join(folder.path, name), seconds, seconds);
    }
    await (await stageSamples(folder.path, { samples: stream(), clock })).discard();
    expect((await readdir(folder.path)).sort()).toEqual(['.planning-new', '20260101T000000Z-x-1']);
  });

  test('says where it cannot make its folder', async () => {
    await using folder = await tempFolder();
    const file = await folder.write('results', 'a file');
    expect(await problemOf(() => stageSamples(file, { samples: stream(), clock: stillClock() }))).toMatch(
      /^cannot make the folder results\/\.planning-\w+: ENOTDIR; choose another with --results$/,
    );
  });
});

describe('a run’s folder', () => {
  test('is named by its start, its suite and its id, and holds the samples', async () => {
    await using folder = await tempFolder();
    const clock = stillClock(Date.UTC(2026, 10, 22, 14, 3, 7, 120));
    const staged = await stage(folder, planned());
    const made = await createRunFolder(folder.path, { staged, suite: 'Support swap!', id: 'abcd0123', clock });
    expect(basename(made.path)).toBe('20261122T140307Z-support-swap-abcd0123');
    expect(made.startedAt).toBe(Date.UTC(2026, 10, 22, 14, 3, 7, 120));
    expect(await readdir(made.path)).toEqual(['samples.jsonl']);
    expect(await readdir(folder.path)).toEqual([basename(made.path)]);
  });

  test.each([
    ['../../etc', 'etc'],
    ['日本語', 'suite'],
    ['', 'suite'],
    ['a'.repeat(99), 'a'.repeat(40)],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
  ])('has a plain name whatever the suite is called: %s', async (suite, slug) => {
    await using folder = await tempFolder();
    const staged = await stage(folder);
    const { path } = await createRunFolder(folder.path, { staged, suite, id: 'x', clock: stillClock(0) });
    expect(basename(path)).toBe(`19700101T000000Z-${slug}-x`);
  });

  test('waits for the next second where another started in this one, also at the same moment', async () => {
    await using folder = await tempFolder();
    const all = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const staged = await stage(folder, planned());
        return createRunFolder(folder.path, { staged, suite: 's', id: 'x', clock: stillClock(120) });
      }),
    );
    expect(all.map(({ path }) => basename(path)).sort()).toEqual([
      '19700101T000000Z-s-x',
      '19700101T000001Z-s-x',
      '19700101T000002Z-s-x',
      '19700101T000003Z-s-x',
    ]);
    expect(all.map(({ startedAt }) => startedAt).sort()).toEqual([1000, 120, 2000, 3000]);
  });
});

describe('the runs', () => {
  test('are listed by when they started, the newest first, whatever their folders are called', async () => {
    await using folder = await tempFolder();
    await addRun(folder, 'z', { started_at: '2026-01-01T00:00:00.000Z' });
    await addRun(folder, 'a', { started_at: '2026-03-01T00:00:00.000Z' });
    await addRun(folder, 'm', { started_at: '2026-02-01T00:00:00.000Z' });
    expect((await listRuns(folder.path)).map(({ path }) => basename(path))).toEqual(['a', 'm', 'z']);
  });

  test('are only what has a manifest that can be read, right in the folder', async () => {
    await using folder = await tempFolder();
    await addRun(folder, 'run');
    await addRun(folder, 'example/run', { started_at: '2099-01-01T00:00:00.000Z' });
    await addRun(folder, '.planning-x');
    await addRun(folder, 'newer', { schema_version: 2 as 1 });
    await folder.write('broken/manifest.json', '{');
    await folder.write('README.md', 'about');
    expect((await listRuns(folder.path)).map(({ path }) => basename(path))).toEqual(['run']);
  });

  test('are none where there is no folder', async () => {
    expect(await listRuns('/no/such/folder')).toEqual([]);
  });

  test('with one id have a newest that meets a condition', async () => {
    await using folder = await tempFolder();
    await addRun(folder, 'a', { started_at: '2026-01-01', status: 'incomplete' });
    await addRun(folder, 'b', { started_at: '2026-02-01', status: 'running' });
    await addRun(folder, 'c', { started_at: '2026-03-01' });
    await addRun(folder, 'd', { started_at: '2026-04-01', status: 'running', id: 'other' });
    const newest = await newestRun(folder.path, 'abcd0123', ({ status }) => status !== 'complete');
    expect(basename(newest?.path ?? '')).toBe('b');
    expect(await newestRun(folder.path, 'unknown', () => true)).toBeUndefined();
  });
});

describe('a run is found', () => {
  test('by folder, by id, and as the latest', async () => {
    await using folder = await tempFolder();
    const old = await addRun(folder, 'old', { started_at: '2026-01-01' });
    const latest = await addRun(folder, 'new', { started_at: '2026-02-01' });
    expect(await findRun('/elsewhere', old)).toBe(old);
    expect(await findRun(folder.path, 'old')).toBe(old);
    expect(await findRun(folder.path, 'latest')).toBe(latest);
  });

  test('never in results/example as the latest, but there by its folder', async () => {
    await using folder = await tempFolder();
    const example = await addRun(folder, 'example/run', { started_at: '2099-01-01' });
    expect(await problemOf(() => findRun(folder.path, 'latest'))).toMatch(/^there is no run in /);
    expect(await findRun(folder.path, example)).toBe(example);
  });

  test('or not, with the nearest name there is', async () => {
    await using folder = await tempFolder();
    await addRun(folder, '20260101T000000Z-s-abcd0123');
    expect(await problemOf(() => findRun(folder.path, '20260101T000000Z-s-abcd0124'))).toMatch(
      /did you mean "20260101T000000Z-s-abcd0123"\?$/,
    );
  });
});
