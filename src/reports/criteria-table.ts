import type { Verdict } from '../domain/verdict.ts';
import type { Table } from './table.ts';
import { askedWords, foundWords } from './verdict-words.ts';

/** What a gate asked of each task, and what was found. */
export const criteriaTable = ({ tasks }: Verdict): Pick<Table, 'columns' | 'rows'> => ({
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
