import { Chalk, type ChalkInstance } from 'chalk';
import CliTable from 'cli-table3';
import type { Scorecard } from '../domain/scorecard.ts';
import { harmless } from '../lib/harmless.ts';
import type { Report } from './define.ts';
import { notesOf } from './notes.ts';
import { standardTables, type Table } from './table.ts';
import { verdictNotes, verdictWords } from './verdict-words.ts';

/** The tables as a person reads them in a terminal. */
export const terminal: Report = {
  name: 'terminal',
  summary: 'tables for a terminal',
  file: null,

  *write({ scorecard, colour }) {
    yield* verdictPage(scorecard, colour);
    yield* terminalPage(standardTables(scorecard), notesOf(scorecard), colour);
  },
};

/** Each verdict in three lines: what is ruled, by which figures, and what would change it. */
export function* verdictPage({ verdicts = [], economics }: Pick<Scorecard, 'verdicts' | 'economics'>, colour: boolean) {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  const paints = { pass: chalk.green, fail: chalk.red, inconclusive: chalk.yellow };
  for (const verdict of verdicts) {
    const { ruling, headline, figures, change } = verdictWords(verdict, economics);
    yield `${paints[verdict.counts_as ?? 'inconclusive'].bold(ruling)} ${chalk.bold(harmless(headline))}\n`;
    for (const line of [...figures, ...(change === null ? [] : [change])]) yield `  ${harmless(line)}\n`;
  }
  for (const note of verdictNotes(verdicts)) yield `${chalk.yellow('!')} ${note}\n`;
}

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
