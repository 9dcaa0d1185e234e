import type { Classified, ConfusionCell, Scorecard } from '../domain/scorecard.ts';
import { type Columns, csvLines } from './csv-lines.ts';
import type { Report } from './define.ts';

/** A row per model, target and what was answered. */
export const confusionCsv: Report = {
  name: 'confusion',
  summary: 'how often each label was taken for which, a row a pair (CSV)',
  file: 'confusion.csv',
  isFor: ({ classification = [] }) => classification.length > 0,
  write: ({ scorecard }) => csvLines(confusionColumns(scorecard), cellsOf(scorecard)),
};

interface Cell extends ConfusionCell {
  readonly of: Classified;
}

const cellsOf = ({ classification = [] }: Scorecard): Cell[] =>
  classification.flatMap((of) => of.confusion.map((cell) => ({ ...cell, of })));

const confusionColumns = ({ run_id }: Scorecard): Columns<Cell> => ({
  run_id: () => run_id,
  model: ({ of }) => of.model,
  task: ({ of }) => of.task,
  grader: ({ of }) => of.grader,
  target: ({ target }) => target,
  predicted: ({ predicted }) => predicted,
  n: ({ n }) => n,
});
