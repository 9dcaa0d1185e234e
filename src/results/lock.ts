import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';
import { identify, ownPid, type ProcessIdentity } from '../lib/own-process.ts';

/**
 * Makes this process the folder's only writer until `release`. A lock whose owner is gone (another boot, no such process,
 * or a later one with the same number) is taken over. Throws a UserError that names a living owner.
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const path = join(folder, 'lock');
  const own = `${path}.${ownPid}`;
  await writeFile(own, JSON.stringify(identify(ownPid)));
  try {
    while (!(await linked(own, path))) await removeDead(path, folder);
  } finally {
    await rm(own, { force: true });
  }
  return { release: () => rm(path, { force: true }) };
}

/** `link` makes the lock whole or not at all, and fails where there is one. */
async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeDead(path: string, folder: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const owner = parse(text);
  if (owner && isAlive(owner)) {
    throw new UserError(
      `${folder} is being written by process ${owner.pid}; wait for it, or start another run with --fresh`,
    );
  }
  const unchanged = (await readFile(path, 'utf8').catch(() => '')) === text;
  if (unchanged) await rm(path, { force: true });
}

function parse(text: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(owner: ProcessIdentity): boolean {
  const now = identify(owner.pid);
  return now !== null && now.started === owner.started && now.boot === owner.boot;
}
