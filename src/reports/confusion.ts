import type { Classified, ConfusionCell } from '../domain/classified.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { type Columns, csvTable } from './csv-lines.ts';
import type { Report } from './define.ts';

/** A row per model, target and what was answered. */
export const confusionCsv: Report = {
  name: 'confusion',
  summary: 'how often each label was taken for which, a row a pair (CSV)',
  file: 'confusion.csv',
  isFor: ({ classification = [] }) => classification.length > 0,
  columns: Object.keys(confusionColumns({ run_id: '' })),
  write: ({ scorecard, shown }) => csvTable(confusionColumns(scorecard), cellsOf(scorecard), shown),
};

interface Cell extends ConfusionCell {
  readonly of: Classified;
}

const cellsOf = ({ classification = [] }: Scorecard): Cell[] =>
  classification.flatMap((of) => of.confusion.map((cell) => ({ ...cell, of })));

function confusionColumns({ run_id }: Pick<Scorecard, 'run_id'>): Columns<Cell> {
  return {
    run_id: () => run_id,
    model: ({ of }) => of.model,
    task: ({ of }) => of.task,
    grader: ({ of }) => of.grader,
    target: ({ target }) => target,
    predicted: ({ predicted }) => predicted,
    n: ({ n }) => n,
  };
}
