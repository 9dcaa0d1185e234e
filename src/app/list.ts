import { ownDatasets } from '../datasets/open.ts';
import { UserError } from '../domain/errors.ts';
import { graders } from '../graders/index.ts';
import { hint } from '../lib/suggest.ts';
import { builtInPrompts } from '../prompts/index.ts';
import { providers } from '../providers/index.ts';
import { reports } from '../reports/index.ts';
import { listRuns } from '../results/folder.ts';

/** One thing that there is: its name, and what it is in a few words. */
export interface Listed {
  readonly name: string;
  readonly summary: string;
}

const plain = (items: readonly Listed[]): Listed[] => items.map(({ name, summary }) => ({ name, summary }));

/** What can be listed, by name. */
export const lists: Readonly<Record<string, (results: string) => Promise<Listed[]> | Listed[]>> = {
  graders: () => plain(graders),
  providers: () => plain(providers),
  prompts: () => plain(builtInPrompts),
  reports: () => plain(reports),
  datasets: async () =>
    (await ownDatasets()).map((name) => ({ name, summary: `datasets/${name}, comes with llm-bench` })),
  runs: async (results) =>
    (await listRuns(results)).map(({ manifest }) => ({
      name: manifest.run_id,
      summary: `${manifest.status}, ${manifest.suite.name}`,
    })),
};

/** Throws a UserError for what cannot be listed. */
export function findList(what: string): (results: string) => Promise<Listed[]> | Listed[] {
  const found = Object.hasOwn(lists, what) ? lists[what] : undefined;
  if (found) return found;
  throw new UserError(`nothing called "${what}" to list${hint(what, Object.keys(lists))}`);
}
