import { UserError } from '../../domain/errors.ts';
import type { Manifest } from '../../domain/run.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { jsonText } from '../../lib/json-text.ts';
import { hint } from '../../lib/suggest.ts';
import { checkShown, type Shown } from '../../reports/columns.ts';
import { type Columns, csvTable } from '../../reports/csv-lines.ts';
import { markdownPage } from '../../reports/markdown.ts';
import type { Table } from '../../reports/table.ts';
import { terminalPage } from '../../reports/terminal.ts';

/** What tables of a run are made from. */
export interface TabledRun {
  readonly manifest: Manifest;
  readonly scorecard: Scorecard;
}

/** A table of a run in place of the standard one. */
export interface RunTable<R> {
  readonly name: string;
  /** The columns of a page that may be asked for, by their keys. */
  readonly keys: readonly string[];
  /** Every column, for CSV. */
  readonly columns: Columns<R>;
  make(run: TabledRun, shown: Shown): Promise<MadeTable<R>>;
}

export interface MadeTable<R> {
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
  readonly rows: readonly R[];
}

interface Asked {
  readonly format: string;
  readonly width?: number | undefined;
  readonly shown: Shown;
}

type Pieces = Iterable<string> | AsyncIterable<string>;
type WriteRun = (run: TabledRun, colour: boolean) => Promise<Pieces>;

const FORMATS = ['terminal', 'markdown', 'csv', 'json'] as const;

/** What writes a table of a run in a format. Throws a UserError for a format or a column that it does not have. */
export const writerOf =
  <R>(table: RunTable<R>) =>
  ({ format, width, shown }: Asked): WriteRun => {
    const { name, keys, columns } = table;
    const known = FORMATS.find((one) => one === format);
    if (!known) throw new UserError(`the table ${name} has no format "${format}"${hint(format, FORMATS)}`);
    const of = { terminal: keys, markdown: keys, csv: Object.keys(columns), json: undefined }[known];
    checkShown(shown, of, `the table ${name} as ${format}`);
    return async (run, colour) => {
      const { tables, notes, rows } = await table.make(run, shown);
      const draw: Readonly<Record<typeof known, () => Pieces>> = {
        terminal: () => terminalPage(tables, notes, { colour, width }),
        markdown: () => markdownPage(run.scorecard, tables, notes),
        csv: () => csvTable(columns, rows, shown),
        json: () => [jsonText(rows)],
      };
      return draw[known]();
    };
  };
