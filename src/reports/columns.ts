import { UserError } from '../domain/errors.ts';
import { hint } from '../lib/suggest.ts';

/** A value of a column; null or undefined where it is unknown. */
export type Cell = string | number | boolean | null | undefined;

/** What a reader asked of a table. */
export interface Shown {
  /** These columns, in this order, by their keys; absent: the usual ones. */
  readonly columns?: readonly string[] | undefined;
  readonly sort?: Sort | undefined;
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

/** A column that a table may have. */
export interface TableColumn<T> {
  /** As CSV calls it. */
  readonly key: string;
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Where a terminal folds its cells. */
  readonly width?: number;
  /** From 1: of those that a narrow terminal may go without, how little it matters; absent: it stays. */
  readonly leaves?: number;
  cell(of: T): string;
  /** What rows are sorted by; null or undefined where it is unknown. */
  value(of: T): Cell;
}

/** Throws a UserError for a column that is not there; `known` is undefined for what has no columns at all. */
export function checkShown({ columns, sort }: Shown, known: readonly string[] | undefined, what: string): void {
  if (!known) {
    if (columns) throw new UserError(`${what} has no columns to choose; leave --columns out`);
    if (sort) throw new UserError(`${what} has no rows to sort; leave --sort out`);
    return;
  }
  for (const key of [...(columns ?? []), ...(sort ? [sort.key] : [])]) {
    if (!known.includes(key)) throw new UserError(`${what} has no column "${key}"${hint(key, known)}`);
  }
}

/** The columns that were asked for, which all stay where a terminal is narrow; else the usual ones. */
export function chosenColumns<C extends { readonly key: string; readonly leaves?: number }>(
  all: readonly C[],
  usual: readonly C[],
  { columns }: Shown,
): readonly Omit<C, 'leaves'>[] {
  if (!columns) return usual;
  return [...new Set(columns)].flatMap((key) =>
    all.filter((column) => column.key === key).map(({ leaves: _, ...column }) => column),
  );
}

/** Rows by what a column holds: numbers by size, words by letters, what is unknown last; equals stay as they are. */
export function sortedRows<T>(rows: readonly T[], value: ((row: T) => Cell) | undefined, sort: Sort): readonly T[] {
  if (!value) return rows;
  const turn = sort.descending ? -1 : 1;
  const isKnown = ({ value }: { value: Cell }) => value !== null && value !== undefined;
  const valued = rows.map((row) => ({ row, value: value(row) }));
  const known = valued.filter(isKnown).sort((a, b) => turn * order(a.value, b.value));
  return [...known, ...valued.filter((one) => !isKnown(one))].map(({ row }) => row);
}

function order(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}
