import type { ChalkInstance } from 'chalk';
import CliTable from 'cli-table3';
import { harmless } from '../lib/harmless.ts';
import type { Table } from './table.ts';

type Column = Table['columns'][number];

/** A table with the columns that a screen has room for, what matters most first, and those that were left out. */
export function fitted(table: Table, width: number): { readonly shown: Table; readonly leftOut: readonly Column[] } {
  if (width === Number.POSITIVE_INFINITY) return { shown: table, leftOut: [] };
  const widths = widthsOf(table);
  const rankOf = (place: number) => table.columns[place]?.leaves ?? 0;
  let room = width - 1;
  const stays = new Set<number>();
  for (const place of [...table.columns.keys()].sort((a, b) => rankOf(a) - rankOf(b))) {
    const taken = (widths[place] ?? 0) + 1;
    if (rankOf(place) > 0 && taken > room) continue;
    stays.add(place);
    room -= taken;
  }
  const pick = <T>(all: readonly T[]) => all.filter((_, place) => stays.has(place));
  return {
    shown: { ...table, columns: pick(table.columns), rows: table.rows.map(pick) },
    leftOut: table.columns.filter((_, place) => !stays.has(place)),
  };
}

/** How wide each column is drawn: what stands between the corners of the first line. */
const widthsOf = (table: Table): number[] =>
  (lined(table, (text) => text).split('\n', 1)[0] ?? '')
    .slice(1, -1)
    .split('┬')
    .map(({ length }) => length);

/** A table for a terminal, with its title. */
export const drawn = (table: Table, chalk: ChalkInstance): string =>
  `${chalk.bold(harmless(table.title))} ${chalk.dim(`(${harmless(table.protocol)})`)}\n${lined(table, chalk.bold, chalk.dim)}\n`;

type Paint = (text: string) => string;

function lined({ columns, rows, faint = [] }: Table, head: Paint, dim: Paint = head): string {
  const table = new CliTable({
    head: columns.map((column) => head(column.title)),
    colAligns: columns.map(({ align }) => align),
    colWidths: columns.map(({ width }, place) =>
      width === undefined ? null : Math.max(width, longestWord(rows, place) + PADDING),
    ),
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  const isFaint = new Set(faint);
  table.push(...rows.map((cells, place) => cells.map((cell) => (isFaint.has(place) ? dim : plain)(harmless(cell)))));
  return table.toString();
}

/** On both sides of a cell together. */
const PADDING = 2;

/** A line breaks only between words, and a figure that is cut short would be another one. */
const longestWord = (rows: Table['rows'], place: number): number =>
  Math.max(0, ...rows.flatMap((cells) => (cells[place] ?? '').split(' ').map(({ length }) => length)));

const plain: Paint = (text) => text;
