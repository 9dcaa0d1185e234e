import type { Scorecard } from '../domain/scorecard.ts';
import { breakdownTables } from './breakdown-tables.ts';
import { criteriaTable } from './criteria-table.ts';
import type { Report } from './define.ts';
import { forMarkdown } from './escape.ts';
import { labelTables } from './label-tables.ts';
import { nearTieNotes, notesOf, standingNotes } from './notes.ts';
import { readingNotes } from './reading-notes.ts';
import { repeatTables } from './repeat-tables.ts';
import { rowColumnKeys } from './standard-columns.ts';
import { standardTables, type Table } from './table.ts';
import { verdictNotes, verdictWords } from './verdict-words.ts';

/** A page to paste or to keep. */
export const markdown: Report = {
  name: 'markdown',
  summary: 'a page of tables and notes',
  file: 'report.md',

  columns: rowColumnKeys,

  write: ({ scorecard, shown }) =>
    markdownPage(
      scorecard,
      [
        ...standardTables(scorecard, { isWide: true, shown }),
        ...repeatTables(scorecard),
        ...breakdownTables(scorecard),
        ...labelTables(scorecard),
      ],
      [...nearTieNotes(scorecard), ...notesOf(scorecard), ...readingNotes(scorecard)],
    ),
};

/** The run's head, tables, and what must be read below them. */
export function* markdownPage(
  scorecard: Scorecard,
  tables: readonly Table[],
  notes: readonly string[],
): Generator<string> {
  const { suite, run_id, started_at, seed, tool_version } = scorecard;
  yield `# ${forMarkdown(suite)}\n\nRun \`${run_id}\`, started ${started_at}, seed ${seed}, llm-bench ${tool_version}.\n`;
  const standing = standingNotes(scorecard);
  for (const note of standing) yield `\n**${forMarkdown(note)}**\n`;
  yield* verdictSection(scorecard, '\n## ');
  for (const table of tables) {
    yield `\n## ${forMarkdown(table.title)}\n\n${forMarkdown(table.protocol)}\n\n${markdownTable(table)}`;
  }
  const further = notes.filter((note) => !standing.includes(note));
  if (further.length > 0) yield `\n## Notes\n\n${further.map((note) => `- ${forMarkdown(note)}\n`).join('')}`;
}

/** The verdicts, each with what was asked and found: at the head of the page, and by itself a comment on a pull request. */
export function* verdictSection(
  { verdicts = [], economics }: Pick<Scorecard, 'verdicts' | 'economics'>,
  heading = '## ',
): Generator<string> {
  for (const verdict of verdicts) {
    const { ruling, headline, figures, change } = verdictWords(verdict, economics);
    yield `${heading}${ruling}: ${forMarkdown(headline)}\n`;
    if (verdict.tasks.length > 0) yield `\n${markdownTable(criteriaTable(verdict))}\n`;
    for (const line of figures) yield `- ${forMarkdown(line)}\n`;
    if (change !== null) yield `\n${forMarkdown(change)}\n`;
  }
  for (const note of verdictNotes(verdicts)) yield `\n${forMarkdown(note)}\n`;
}

/** A table as GitHub draws it. */
export function markdownTable({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string {
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : ':---'));
  const titles = columns.map(({ title }) => forMarkdown(title));
  return [titles, rules, ...rows.map((cells) => cells.map(forMarkdown))]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}
