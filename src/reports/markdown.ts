import type { Row, Scorecard } from '../domain/scorecard.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Report } from './define.ts';
import { forMarkdown } from './escape.ts';
import { labelTables } from './label-tables.ts';
import { nearTieNotes, notesOf } from './notes.ts';
import { readingNotes } from './reading-notes.ts';
import { repeatTables } from './repeat-tables.ts';
import { stampOf } from './stamp.ts';
import { rowColumnKeys } from './standard-columns.ts';
import { standardTables, type Table } from './table.ts';
import { askedWords, foundWords, verdictNotes, verdictWords } from './verdict-words.ts';
import { UNKNOWN, withInterval } from './words.ts';

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
        ...breakdowns(scorecard),
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
  yield* verdictSection(scorecard, '\n## ');
  for (const table of tables) {
    yield `\n## ${forMarkdown(table.title)}\n\n${forMarkdown(table.protocol)}\n\n${markdownTable(table)}`;
  }
  if (notes.length > 0) yield `\n## Notes\n\n${notes.map((note) => `- ${forMarkdown(note)}\n`).join('')}`;
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

const criteriaTable = ({ tasks }: Verdict): Pick<Table, 'columns' | 'rows'> => ({
  columns: [
    ...['Task', 'Asked', 'Found'].map((title) => ({ title, align: 'left' as const })),
    { title: 'n', align: 'right' },
    { title: 'Ruling', align: 'left' },
  ],
  rows: tasks.flatMap(({ task, criteria }) =>
    criteria.map((one) => [
      task,
      `${one.criterion}: ${askedWords(one)}`,
      foundWords(one),
      one.n.toLocaleString('en-US'),
      one.ruling.toUpperCase(),
    ]),
  ),
});

/** A table as GitHub draws it. */
export function markdownTable({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string {
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : ':---'));
  const titles = columns.map(({ title }) => forMarkdown(title));
  return [titles, rules, ...rows.map((cells) => cells.map(forMarkdown))]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

/** For tasks with groups: micro, macro and each category, a column a model. */
function breakdowns(scorecard: Scorecard): Table[] {
  const { tasks, rows, models } = scorecard;
  return tasks.flatMap((task) => {
    const { name, metric } = task;
    const own = rows.filter((row) => row.task === name && row.metric === metric && row.level !== 'group');
    if (!own.some(({ level }) => level !== 'all')) return [];
    const parts = own.filter(({ model }) => model === models[0]);
    return {
      title: `${name} · ${metric}: quality [95 % CI], n`,
      protocol: stampOf(task, scorecard),
      columns: [{ title: 'Samples', align: 'left' }, ...models.map((title) => ({ title, align: 'right' as const }))],
      rows: parts.map((part) => [partName(part), ...models.map((model) => quality(own.find(isSame(part, model))))]),
    } satisfies Table;
  });
}

const isSame = (part: Row, model: string) => (row: Row) =>
  row.model === model && row.level === part.level && row.group === part.group;

const partName = ({ level, group }: Row): string =>
  level === 'all' ? 'all (micro)' : level === 'macro' ? 'mean of the groups (macro)' : group;

const quality = (row: Row | undefined): string =>
  row === undefined ? UNKNOWN : `${withInterval(row.quality)}, ${row.quality.n.toLocaleString('en-US')}`;
