import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identify, ownPid } from '../lib/own-process.ts';
import { problemOf } from '../testing/problem.ts';
import { type TempFolder, tempFolder } from '../testing/temp.ts';
import { lockFolder } from './lock.ts';

const own = identify(ownPid);

const goneProcess = (): number => Number(execFileSync(process.execPath, ['-p', 'process.pid']));

const locks = async ({ path }: TempFolder) => (await readdir(path)).filter((name) => name !== 'manifest.json');

/** A lock that someone left. */
const left = (folder: TempFolder, owner: unknown, name = 'lock.1') => folder.write(name, JSON.stringify(owner));

test('a folder has one writer until it is released, and then no lock', async () => {
  await using folder = await tempFolder();
  const lock = await lockFolder(folder.path);
  const words = `${folder.path} is being written by process ${ownPid}; wait for it`;
  expect(await problemOf(() => lockFolder(folder.path))).toBe(words);
  expect(await problemOf(() => lockFolder(folder.path, 'take another'))).toBe(`${words}, or take another`);
  await lock.release();
  expect(await locks(folder)).toEqual([]);
  await (await lockFolder(folder.path)).release();
});

test('the lock tells who holds it', async () => {
  await using folder = await tempFolder();
  const lock = await lockFolder(folder.path);
  const [name = ''] = await locks(folder);
  expect(JSON.parse(await readFile(join(folder.path, name), 'utf8'))).toEqual(own);
  await lock.release();
});

test('a living owner is named, also one that is another process', async () => {
  await using folder = await tempFolder();
  await left(folder, identify(process.ppid));
  expect(await problemOf(() => lockFolder(folder.path))).toContain(`process ${process.ppid};`);
  expect(await locks(folder)).toEqual(['lock.1']);
});

describe('a lock is taken over when its owner', () => {
  test.each<[string, () => unknown]>([
    ['is gone', () => ({ ...own, pid: goneProcess() })],
    ['wrote half a lock', () => ''],
    ['is nobody', () => null],
    ['has no number', () => ({ ...own, pid: 'x' })],
  ])('%s', async (_, owner) => {
    await using folder = await tempFolder();
    await left(folder, owner());
    const lock = await lockFolder(folder.path);
    expect(await problemOf(() => lockFolder(folder.path))).toContain(`process ${ownPid};`);
    await lock.release();
    expect(await locks(folder)).toEqual([]);
  });

  const knowsMore = existsSync('/proc/self/stat');
  test.runIf(knowsMore)('had the number of a process that started later', async () => {
    await using folder = await tempFolder();
    await left(folder, { ...own, started: '1' });
    await (await lockFolder(folder.path)).release();
  });

  test.runIf(knowsMore)('ran before the machine was started again', async () => {
    await using folder = await tempFolder();
    await left(folder, { ...own, boot: '00000000-0000-0000-0000-000000000000' });
    await (await lockFolder(folder.path)).release();
  });

  test('is one of several that died here', async () => {
    await using folder = await tempFolder();
    const pid = goneProcess();
    for (const n of [1, 2, 7]) await left(folder, { ...own, pid }, `lock.${n}`);
    const lock = await lockFolder(folder.path);
    expect(await locks(folder)).toEqual(['lock.8']);
    await lock.release();
  });
});

test('of many that take at once exactly one wins, whether a dead lock lies there or none', async () => {
  const pid = goneProcess();
  for (let round = 0; round < 60; round++) {
    await using folder = await tempFolder();
    if (round % 2) await left(folder, { ...own, pid });
    const takers = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder.path)));
    const won = takers.filter((taker) => taker.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const taker of takers) {
      if (taker.status === 'rejected') expect(taker.reason).toMatchObject({ name: 'UserError' });
    }
    await won[0]?.value.release();
    expect(await locks(folder)).toEqual([]);
  }
});

test('a folder that is not there, or may not be written, is told', async () => {
  await using folder = await tempFolder();
  expect(await problemOf(() => lockFolder(join(folder.path, 'nothing')))).toContain(
    'nothing cannot be written: ENOENT',
  );
});
