import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';
import { identify, ownPid, type ProcessIdentity } from '../lib/own-process.ts';
import { unseededRandom } from '../lib/random.ts';
import { diskProblem } from './disk-problem.ts';

/**
 * Makes this process the folder's only writer until `release`. A lock whose owner is gone (another boot, no such process,
 * or a later one with the same number) is taken over. Throws a UserError that names a living owner.
 *
 * A lock is a file `lock.N`. Who finds only dead ones makes the next number, whole or not at all (`link`), looks again, and
 * steps back where a living one stands beside it: of two that are at it at once, the later to look sees the other.
 *
 * `orElse` says what to do in place of waiting, where there is something.
 */
export async function lockFolder(folder: string, orElse?: string): Promise<{ release(): Promise<void> }> {
  const own = join(folder, `.${ownPid}-${unseededRandom().toString(36).slice(2)}`);
  try {
    await writeFile(own, JSON.stringify(identify(ownPid)));
    let path: string | undefined;
    while (path === undefined) path = await tryToLock(folder, own, orElse);
    return { release: () => rm(path, { force: true }) };
  } catch (error) {
    throw diskProblem(folder, error);
  } finally {
    await rm(own, { force: true });
  }
}

/** The path of the lock that was made, or undefined where someone else was at it too: try again. */
async function tryToLock(folder: string, own: string, orElse: string | undefined): Promise<string | undefined> {
  const before = await locksIn(folder);
  const living = before.find(({ owner }) => owner);
  if (living) {
    const who = `process ${living.owner?.pid}`;
    throw new UserError(
      `${folder} is being written by ${who}; wait for it${orElse === undefined ? '' : `, or ${orElse}`}`,
    );
  }
  const path = join(folder, `lock.${Math.max(0, ...before.map(({ number }) => number)) + 1}`);
  if (!(await linked(own, path))) return undefined;

  const others = (await locksIn(folder)).filter((lock) => lock.path !== path);
  const mine = others.every(({ owner }) => !owner);
  for (const stale of mine ? others.map((lock) => lock.path) : [path]) await rm(stale, { force: true });
  return mine ? path : undefined;
}

interface Lock {
  readonly path: string;
  readonly number: number;
  /** Undefined where it is dead. */
  readonly owner: ProcessIdentity | undefined;
}

async function locksIn(folder: string): Promise<Lock[]> {
  const numbers = (await readdir(folder)).flatMap((name) => /^lock\.(\d{1,9})$/.exec(name)?.[1] ?? []);
  return Promise.all(
    numbers.map(async (number) => {
      const path = join(folder, `lock.${number}`);
      return { path, number: Number(number), owner: livingOwner(await readFile(path, 'utf8').catch(() => '')) };
    }),
  );
}

async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function livingOwner(text: string): ProcessIdentity | undefined {
  let owner: ProcessIdentity;
  try {
    owner = JSON.parse(text);
  } catch {
    return undefined;
  }
  const now = typeof owner?.pid === 'number' ? identify(owner.pid) : null;
  return now !== null && now.started === owner.started && now.boot === owner.boot ? owner : undefined;
}
