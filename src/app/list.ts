import { ownDatasets } from '../datasets/open.ts';
import { UserError } from '../domain/errors.ts';
import { graders } from '../graders/index.ts';
import { jsonText } from '../lib/json-text.ts';
import { hint } from '../lib/suggest.ts';
import { builtInPrompts } from '../prompts/index.ts';
import { providers } from '../providers/index.ts';
import type { Shown } from '../reports/columns.ts';
import { type Columns, csvLines } from '../reports/csv-lines.ts';
import { reports } from '../reports/index.ts';
import type { Screen } from '../reports/terminal.ts';
import { listRuns } from '../results/folder.ts';
import { modelList, priceList } from './lists/catalogue.ts';
import { type Drawn, type List, listWith, ofAnything, sortedItems } from './lists/listing.ts';
import { listMarkdown } from './lists/markdown.ts';
import { listTable } from './lists/table.ts';

/** One thing that there is: its name, and what it is in a few words. */
export interface Listed {
  readonly name: string;
  readonly summary: string;
}

const plain = (items: readonly Listed[]): Listed[] => items.map(({ name, summary }) => ({ name, summary }));

/** What can be listed in a line each, by name. */
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

const dated: Readonly<Record<string, List<unknown>>> = {
  prices: ofAnything(priceList),
  models: ofAnything(modelList),
};

/** Throws a UserError for what cannot be listed. */
export function findList(what: string): List<unknown> {
  const summaries = Object.hasOwn(lists, what) ? lists[what] : undefined;
  if (summaries) return listOf(summaries);
  const found = Object.hasOwn(dated, what) ? dated[what] : undefined;
  if (found) return found;
  throw new UserError(`nothing called "${what}" to list${hint(what, [...Object.keys(lists), ...Object.keys(dated)])}`);
}

const summaryColumns: Columns<Listed> = { name: ({ name }) => name, summary: ({ summary }) => summary };

const listOf = (items: (results: string) => Promise<Listed[]> | Listed[]): List<unknown> =>
  ofAnything({
    columns: summaryColumns,
    shown: summaryColumns,
    narrow: { summary: { width: 24 } },
    items: async ({ results }) => await items(results),
  });

type Draw = <T>(list: Drawn<T>, items: readonly T[]) => Iterable<string> | AsyncIterable<string>;

/**
 * How a list is written, with the columns and the order that are asked for, on a terminal of a width. Throws a UserError for
 * another format, and for a column that the list does not have.
 */
export function findFormat(format: string, shown: Shown = {}, screen: Pick<Screen, 'width'> = {}): Draw {
  const draw = findDraw(format, screen);
  if (format === 'json' && shown.columns) throw new UserError('JSON has every field of a list; leave --columns out');
  if (format === 'svg' && (shown.columns || shown.sort)) {
    throw new UserError('a picture has no columns and no order; leave --columns and --sort out');
  }
  return (list, items) => draw(listWith(list, shown, 'this list'), sortedItems(items, list, shown));
}

/** The picture of a list. Throws a UserError for one without. */
async function* listPicture<T>({ picture }: Drawn<T>, items: readonly T[]): AsyncGenerator<string> {
  if (!picture) throw new UserError('this list has no picture: --format svg is of list prices --trend');
  const { svgOf } = await import('../reports/charts/svg.ts');
  yield svgOf(await picture(items));
}

function findDraw(format: string, screen: Pick<Screen, 'width'>): Draw {
  const formats: Readonly<Record<string, Draw>> = {
    table: (list, items) => listTable(list, items, screen),
    csv: ({ columns }, items) => csvLines(columns, items),
    markdown: listMarkdown,
    json: (_, items) => [jsonText(items)],
    svg: listPicture,
  };
  const found = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (found) return found;
  throw new UserError(`no list format "${format}"${hint(format, Object.keys(formats))}`);
}
