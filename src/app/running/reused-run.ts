import { findRun, listRuns } from '../../results/folder.ts';

/**
 * The folder of the run that `--reuse` names. The latest is another than the one that is to be written; null where there is
 * none yet, so that a first job need not be told otherwise than those after it.
 */
export async function reusedRun(results: string, reuse: string, own?: string): Promise<string | null> {
  if (reuse !== 'latest') return await findRun(results, reuse, own);
  return (await listRuns(results)).find(({ path }) => path !== own)?.path ?? null;
}

/** What to know where nothing is taken. */
export const NO_RUN_YET = '--reuse latest: there is no other run yet to take answers from';
