import type { Picture } from '../../reports/charts/svg.ts';
import { checkShown, type Shown, sortedRows, type TableColumn } from '../../reports/columns.ts';
import { type Columns, chosenOf } from '../../reports/csv-lines.ts';

/** What a list is asked with. */
interface ListRequest {
  /** Where runs are kept. */
  readonly results: string;
  /** The day of prices. */
  readonly at: string;
  /** A price file of the user's own. */
  readonly priceFile?: string | undefined;
}

/** A list of things with more to say than a summary. */
export interface List<T> {
  /** Every column, for CSV. */
  readonly columns: Columns<T>;
  /** Those that a terminal has room for, by their titles there. */
  readonly shown: Columns<T>;
  /** What a narrow terminal may do with those, by their titles: one that is not named stays as wide as it is. */
  readonly narrow?: Readonly<Record<string, Narrow>> | undefined;
  /** What must be read with it, below it: a line each. CSV and JSON have it in their columns. */
  readonly notes?: ((items: readonly T[]) => readonly string[]) | undefined;
  /** Where it can be drawn. */
  picture?(items: readonly T[]): Promise<Picture>;
  items(request: ListRequest): Promise<readonly T[]>;
}

/** `leaves`: from 1, how little a column matters; absent: it stays. `width`: how narrow its cells may be folded. */
export type Narrow = Pick<TableColumn<never>, 'leaves' | 'width'>;

/** What is needed to draw a list. */
export type Drawn<T> = Pick<List<T>, 'columns' | 'shown' | 'narrow' | 'notes' | 'picture'>;

/** A list with the columns that were asked for, by their names in CSV, in place of its own. */
export function listWith<T>(list: Drawn<T>, shown: Shown, what: string): Drawn<T> {
  checkShown(shown, Object.keys(list.columns), what);
  if (!shown.columns) return list;
  const columns = chosenOf(list.columns, shown);
  return { ...list, columns, shown: columns, narrow: {} };
}

/** Items in the order that was asked for. */
export const sortedItems = <T>(items: readonly T[], { columns }: Pick<List<T>, 'columns'>, { sort }: Shown) =>
  sort ? sortedRows(items, columns[sort.key], sort) : items;

/** A list among lists of other things: its columns are only ever given its own items. */
export const ofAnything = <T>(list: List<T>): List<unknown> => list as unknown as List<unknown>;
