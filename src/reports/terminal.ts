import { Chalk, type ChalkInstance } from 'chalk';
import CliTable from 'cli-table3';
import { harmless } from '../lib/harmless.ts';
import type { Report } from './define.ts';
import { notesOf } from './notes.ts';
import { standardTables, type Table } from './table.ts';

/** The tables as a person reads them in a terminal. */
export const terminal: Report = {
  name: 'terminal',
  summary: 'tables for a terminal',
  file: null,

  write: ({ scorecard, colour }) => terminalPage(standardTables(scorecard), notesOf(scorecard), colour),
};

/** Tables with what must be read below them. */
export function* terminalPage(tables: readonly Table[], notes: readonly string[], colour: boolean): Generator<string> {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  for (const table of tables) yield drawn(table, chalk);
  for (const note of notes) yield `${chalk.yellow('!')} ${harmless(note)}\n`;
}

function drawn({ title, protocol, columns, rows }: Table, chalk: ChalkInstance): string {
  const table = new CliTable({
    head: columns.map((column) => chalk.bold(column.title)),
    colAligns: columns.map(({ align }) => align),
    colWidths: columns.map(({ width }, place) =>
      width === undefined ? null : Math.max(width, longestWord(rows, place) + PADDING),
    ),
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((cells) => cells.map(harmless)));
  return `${chalk.bold(harmless(title))} ${chalk.dim(`(${harmless(protocol)})`)}\n${table}\n`;
}

/** On both sides of a cell together. */
const PADDING = 2;

/** A line breaks only between words, and a figure that is cut short would be another one. */
const longestWord = (rows: Table['rows'], place: number): number =>
  Math.max(0, ...rows.flatMap((cells) => (cells[place] ?? '').split(' ').map(({ length }) => length)));
