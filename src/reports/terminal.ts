import { Chalk } from 'chalk';
import type { Scorecard } from '../domain/scorecard.ts';
import { harmless } from '../lib/harmless.ts';
import type { Report } from './define.ts';
import { drawn, fitted } from './drawn.ts';
import { nearTieNotes, notesOf } from './notes.ts';
import { rowColumnKeys } from './standard-columns.ts';
import { standardTables, type Table } from './table.ts';
import { verdictNotes, verdictWords } from './verdict-words.ts';

/** The tables as a person reads them in a terminal. */
export const terminal: Report = {
  name: 'terminal',
  summary: 'tables for a terminal',
  file: null,
  columns: rowColumnKeys,

  *write({ scorecard, shown, ...screen }) {
    yield* verdictPage(scorecard, screen.colour);
    yield* terminalPage(
      standardTables(scorecard, { shown }),
      [...nearTieNotes(scorecard), ...notesOf(scorecard)],
      screen,
    );
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

/** What a page is drawn on. */
export interface Screen {
  readonly colour: boolean;
  /** How many letters it has room for; absent: for all. */
  readonly width?: number | undefined;
}

/** Tables with what must be read below them. Columns that a narrow screen has no room for are left out and named. */
export function* terminalPage(
  tables: readonly Table[],
  notes: readonly string[],
  { colour, width = Number.POSITIVE_INFINITY }: Screen,
): Generator<string> {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  const left = new Map<string, string>();
  for (const table of tables) {
    const { shown, leftOut } = fitted(table, width);
    for (const { title, key } of leftOut) left.set(title, key ?? left.get(title) ?? '');
    yield drawn(shown, chalk);
  }
  for (const note of [...notes, ...leftOutNote(left, width)]) yield `${chalk.yellow('!')} ${harmless(note)}\n`;
}

/** Which columns a narrow screen goes without, by title and key, and how to see them; none where it has all. */
export function leftOutNote(left: ReadonlyMap<string, string>, width: number): string[] {
  if (left.size === 0) return [];
  const names = [...left].map(([title, key]) => (key === '' ? title : `${title} (${key})`));
  return [
    `Left out to fit ${width} columns: ${names.join(', ')}. --columns names what to show; a pipe or a file has all.`,
  ];
}
