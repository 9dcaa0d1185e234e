import { harmless } from '../lib/harmless.ts';
import { type Cell, type Shown, sortedRows } from './columns.ts';
import { plainDecimal } from './plain-decimal.ts';

/** What stands in each column, by its title. */
export type Columns<T> = Readonly<Record<string, (of: T) => Cell>>;

/** RFC 4180: a header and a line a row, in chunks. Rows are taken as the reader asks for more; a source that breaks breaks the reader. */
export async function* csvLines<T>(
  columns: Columns<T>,
  rows: Iterable<T> | AsyncIterable<T>,
  { hasLineEnds = false }: { /** True where cells keep their lines. */ readonly hasLineEnds?: boolean } = {},
): AsyncGenerator<string> {
  const cellsOf = Object.values(columns);
  let chunk = `${Object.keys(columns).join(',')}\n`;
  for await (const row of rows) {
    chunk += `${cellsOf.map((cell) => written(cell(row), hasLineEnds)).join(',')}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The columns that were asked for, in their order. */
export const chosenOf = <T>(all: Columns<T>, { columns }: Shown): Columns<T> =>
  columns ? Object.fromEntries(columns.flatMap((key) => (all[key] ? [[key, all[key]]] : []))) : all;

/** CSV with the columns and the order that were asked for. */
export const csvTable = <T>(columns: Columns<T>, rows: readonly T[], shown: Shown = {}): AsyncGenerator<string> =>
  csvLines(chosenOf(columns, shown), shown.sort ? sortedRows(rows, columns[shown.sort.key], shown.sort) : rows);

const CHUNK = 1 << 16;

/** What a spreadsheet would run as a formula; the last four are their wide forms. */
const FORMULA = /^[=+\-@＝＋－＠]/;

/** A cell as RFC 4180 quotes it; empty where it is unknown. A text that would be run as a formula is escaped. */
function written(cell: Cell, hasLineEnds: boolean): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return plainDecimal(cell);
  if (typeof cell === 'boolean') return String(cell);
  const text = hasLineEnds ? inertLines(cell) : harmless(cell);
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Where a list begins with a blank after its sign, or a line with what is run, or a formula after a semicolon. */
const FURTHER_FORMULA = /^(?=[=@＝＠]|[+\-＋－](?! ))|(?=[=@＝＠])(?<=;\s*)/g;

/**
 * A text line by line. A spreadsheet that separates by semicolons reads each of them, and what follows a semicolon, as a
 * cell of its own; the items of a list stay as they are.
 */
const inertLines = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map((line, at) => harmless(line).replace(FURTHER_FORMULA, (_, place: number) => (at + place === 0 ? '' : "'")))
    .join('\n');
