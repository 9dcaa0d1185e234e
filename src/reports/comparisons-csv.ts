import type { Scorecard } from '../domain/scorecard.ts';
import { type ComparisonRow, comparisonColumns, comparisonKeys } from './comparison-columns.ts';
import { csvTable } from './csv-lines.ts';
import type { Report } from './define.ts';

/** A row per pair of models and task, as the scorecard has them. */
export const comparisonsCsv: Report = {
  name: 'comparisons',
  summary: 'models in pairs on the same samples, a row a pair and task (CSV)',
  file: 'comparisons.csv',
  columns: comparisonKeys,
  isFor: ({ comparisons = [] }) => comparisons.length > 0,
  write: ({ scorecard, shown }) =>
    csvTable(comparisonColumns({ run_id: scorecard.run_id, baseline_run_id: null }), rowsOf(scorecard), shown),
};

/** What a wrong answer may cost is told against the incumbent alone. */
const rowsOf = ({ comparisons = [], economics }: Scorecard): ComparisonRow[] =>
  comparisons.map((of) => {
    const isAgainst = of.baseline === economics?.incumbent;
    const model = isAgainst ? economics?.models.find(({ model }) => model === of.candidate) : undefined;
    return { of, slice: null, break_even: model?.break_even.find(({ task }) => task === of.task) ?? null };
  });
