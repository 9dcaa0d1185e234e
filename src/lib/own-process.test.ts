import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { identify, nodeVersion, ownPid, processors } from './own-process.ts';

test('this process is there and stays the same one', () => {
  expect(identify(ownPid)?.pid).toBe(process.pid);
  expect(identify(ownPid)).toEqual(identify(ownPid));
});

test('a process that has ended is not there', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  expect(identify(pid)).toBeNull();
});

test('a Node and at least one processor are told', () => {
  expect(nodeVersion).toBe(process.version);
  expect(processors()).toBeGreaterThanOrEqual(1);
});
