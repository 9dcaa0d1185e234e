import type { Estimate } from '../domain/estimate.ts';
import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { percent } from '../lib/format.ts';
import type { TableColumn } from './columns.ts';
import { errorCell } from './error-cell.ts';
import { pointsWithLimits, UNKNOWN } from './words.ts';

/** What changes with each model in the place of the one that the suite names; unknown where it names none. Wide: with the limits of amounts. */
export function incumbentColumns(
  { economics, comparisons = [] }: Pick<Scorecard, 'economics' | 'comparisons'>,
  { isWide }: { readonly isWide: boolean },
): TableColumn<Row>[] {
  const named = economics?.incumbent_by === 'suite' ? economics : undefined;
  const { incumbent, models = [] } = named ?? {};
  const comparisonOf = ({ model, task }: Row) =>
    comparisons.find((one) => one.candidate === model && one.baseline === incumbent && one.task === task);
  const breakEvenOf = ({ model, task }: Row) =>
    models.find((one) => one.model === model)?.break_even.find((one) => one.task === task) ?? null;
  const cell = (words: (row: Row) => string) => (row: Row) => (row.model === incumbent ? 'incumbent' : words(row));
  return [
    {
      ...{ key: 'difference', title: 'Δ quality [95 % CI]', align: 'right', leaves: 2 },
      cell: cell((row) => pointsWithLimits(comparisonOf(row)?.difference ?? NOTHING)),
      value: (row) => comparisonOf(row)?.difference.value,
    },
    {
      ...{ key: 'cost_ratio', title: isWide ? 'Δ cost [95 % CI]' : 'Δ cost', align: 'right', leaves: 4 },
      cell: cell((row) => costWords(comparisonOf(row)?.cost_ratio ?? NOTHING, isWide)),
      value: (row) => comparisonOf(row)?.cost_ratio.value,
    },
    {
      ...{ key: 'usd_per_error', title: 'break-even $/error', align: 'right', leaves: 7 },
      cell: cell((row) => errorCell(breakEvenOf(row))),
      value: (row) => breakEvenOf(row)?.usd_per_error.value,
    },
  ];
}

const NOTHING: Estimate = { value: null, low: null, high: null, n: 0 };

/** `-96.9 % [-97.1 to -96.6]` */
function costWords({ value, low, high }: Estimate, isWide: boolean): string {
  if (value === null) return UNKNOWN;
  if (!isWide) return change(value);
  const limits = low === null || high === null ? '[–]' : `[${change(low)} to ${change(high)}]`.replaceAll(' %', '');
  return `${change(value)} ${limits}`;
}

const change = (ratio: number): string => `${ratio > 1 ? '+' : ''}${percent(ratio - 1)}`;
