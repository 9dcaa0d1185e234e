import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';

/** A plain file of a run: its true path, and what the disk says of it. */
export interface PlainFile {
  readonly path: string;
  readonly stats: Stats;
}

/**
 * A file of a run in the folder `root`, whose path is its true one; null where there is none. Throws a UserError for what a
 * symbolic link leads to elsewhere, and for what is no file: to open a pipe would wait for ever.
 */
export async function plainFile(root: string, run: string, name: string): Promise<PlainFile | null> {
  try {
    const straight = join(root, run, name);
    const found = await lstat(straight);
    // Where no link is on the way, its path is the true one, and to look that up takes longest.
    if (found.isFile() && !(await lstat(join(root, run))).isSymbolicLink()) return { path: straight, stats: found };
    const path = await realpath(straight);
    if (!path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`))
      throw new UserError(`${run}/${name} leads out of the folder of runs by a symbolic link, and is not followed`);
    const stats = await stat(path);
    if (!stats.isFile()) throw new UserError(`${run}/${name} is not a file`);
    return { path, stats };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return null;
    if (code === undefined) throw error;
    throw new UserError(`${run}/${name} cannot be read: ${code}`);
  }
}
