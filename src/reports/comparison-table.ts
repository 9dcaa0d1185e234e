import type { ComparisonReport, DetailedComparison, Slice } from '../domain/comparison.ts';
import type { Comparison, Difference, Estimate } from '../domain/scorecard.ts';
import { significant } from '../lib/format.ts';
import { groupBy } from '../lib/group-by.ts';
import { errorCell } from './error-cell.ts';
import type { Table } from './table.ts';
import { pointsWithLimits, UNKNOWN } from './words.ts';

/** A table a task, and one for the parts of each task on which something was lost. */
export function comparisonTables(report: ComparisonReport): Table[] {
  const tasks = [...groupBy(report.comparisons, ({ task }) => task).values()];
  return [
    ...tasks.map((own) => taskTable(own, report)),
    ...sliceTables(report.comparisons),
    ...changeTables(report),
    ...costTables(report),
  ];
}

interface PairColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly width?: number;
  cell(of: DetailedComparison): string;
}

function taskTable(own: readonly DetailedComparison[], report: ComparisonReport): Table {
  const [first] = own as [DetailedComparison];
  const isOne = new Set(own.map(({ baseline }) => baseline)).size === 1;
  const against =
    report.baseline_run_id === null
      ? isOne
        ? `against ${first.baseline}`
        : 'in pairs'
      : `against ${report.baseline_run_id}`;
  const columns = pairColumns.filter(
    ({ title }) => title !== 'Baseline' || (!isOne && report.baseline_run_id === null),
  );
  const name = first.task === '*' ? 'all tasks' : first.task;
  return {
    title: `${name} · ${first.metric}: ${against}`,
    protocol: protocolOf(own),
    columns: columns.map(({ cell, ...column }) => column),
    rows: own.map((one) => columns.map(({ cell }) => cell(one))),
  };
}

const METHODS = {
  tango: 'Tango’s score interval',
  bca: 'BCa bootstrap over samples',
  t: 'Student’s t',
  cluster: 'cluster-robust t',
  macro: 'mean of the tasks',
} as const;

const TESTS = {
  mcnemar: 'McNemar’s mid-p',
  'sign-flip': 'p over all signs',
  'paired-t': 'p of the paired t-test',
  'cluster-t': 'p of the cluster-robust t-test',
} as const;

/** By what the figures were made. */
function protocolOf(own: readonly Comparison[]): string {
  const methods = new Set(own.flatMap(({ method }) => (method === null ? [] : [METHODS[method]])));
  const tests = new Set(own.flatMap(({ test }) => (test === null ? [] : [TESTS[test]])));
  return ['same samples, candidate − baseline', ...methods, ...tests].join(', ');
}

const pairColumns: readonly PairColumn[] = [
  { title: 'Candidate', align: 'left', cell: ({ candidate }) => candidate },
  { title: 'Baseline', align: 'left', cell: ({ baseline }) => baseline },
  { title: 'Δ quality, points [95 % CI]', align: 'right', cell: ({ difference }) => pointsWithLimits(difference) },
  { title: 'n', align: 'right', cell: ({ n }) => n.toLocaleString('en-US') },
  { title: 'p (Holm)', align: 'right', cell: ({ p_holm }) => pValue(p_holm) },
  { title: 'Lost / won', align: 'right', cell: (one) => `${whole(one.regressions)} / ${whole(one.gains)}` },
  { title: 'Cost ratio [95 % CI]', align: 'right', cell: (one) => costRatio(one) },
  { title: 'Δ s (median)', align: 'right', cell: ({ latency_ms }) => seconds(latency_ms) },
  { title: 'Break-even $/error', align: 'right', width: 18, cell: ({ break_even }) => errorCell(break_even) },
  { title: 'Verdict', align: 'left', width: 24, cell: verdictWords },
];

const whole = (n: number): string => n.toLocaleString('en-US');

const LEAST_P = 0.001;

/** `0.034`, `<0.001`. */
export const pValue = (p: number | null): string => (p === null ? UNKNOWN : p < LEAST_P ? `<${LEAST_P}` : p.toFixed(3));

function costRatio({ cost_ratio: { value, low, high }, cost_estimated }: Comparison): string {
  if (value === null) return UNKNOWN;
  const limits = low === null || high === null ? '[–]' : `[${significant(low)}–${significant(high)}]`;
  return `${cost_estimated ? '~' : ''}×${significant(value)} ${limits}`;
}

const seconds = ({ value }: Estimate): string =>
  value === null ? UNKNOWN : `${value > 0 ? '+' : ''}${significant(value / 1000)}`;

function verdictWords({ verdict, samples_needed, difference }: Comparison): string {
  if (verdict === null) return UNKNOWN;
  if (verdict !== 'unclear') return verdict;
  if (isAwayFromZero(difference)) return `${(difference.value ?? 0) > 0 ? 'better' : 'worse'}? not by the corrected p`;
  return samples_needed === null
    ? 'no difference seen'
    : `no difference seen (n ≈ ${samples_needed.toLocaleString('en-US')} might tell)`;
}

const isAwayFromZero = ({ low, high }: Estimate): boolean => low !== null && high !== null && low * high > 0;

/** So many of the worst parts are shown; all are in CSV and JSON. */
const MOST_SLICES = 8;

/** Of more comparisons than these, only the parts are shown on which the loss is told apart. */
const MOST_SLICED = 3;
const LEVEL = 0.05;

function sliceTables(comparisons: readonly DetailedComparison[]): Table[] {
  const isMany = comparisons.filter(({ slices }) => slices.length > 0).length > MOST_SLICED;
  const isTold = ({ p_holm }: Slice) => p_holm !== null && p_holm < LEVEL;
  return comparisons.flatMap((one) =>
    sliceTable(
      one,
      one.slices.filter((slice) => (slice.difference.value ?? 0) < 0 && (!isMany || isTold(slice))),
    ),
  );
}

/** The parts on which more was lost than won, the worst first. */
function sliceTable({ task, candidate, baseline, slices }: DetailedComparison, worse: readonly Slice[]): Table[] {
  if (worse.length === 0) return [];
  const shown = worse.slice(0, MOST_SLICES);
  const levels = new Set(shown.map(({ level }) => level));
  return [
    {
      title: `${task}: where ${candidate} ${candidate === baseline ? 'lost most' : `loses most against ${baseline}`}`,
      protocol: `${shown.length} of ${slices.length} parts; p corrected for all of a level`,
      columns: sliceColumns(levels.size > 1).map(({ cell, ...column }) => column),
      rows: shown.map((slice) => sliceColumns(levels.size > 1).map(({ cell }) => cell(slice))),
    },
  ];
}

const sliceColumns = (isMixed: boolean) => [
  {
    title: 'Part',
    align: 'left' as const,
    cell: ({ level, name }: Slice) => (isMixed ? `${name} (${level})` : name),
  },
  ...figures,
];

const figures = [
  {
    title: 'Δ quality, points [95 % CI]',
    align: 'right' as const,
    cell: (of: Difference) => pointsWithLimits(of.difference),
  },
  { title: 'n', align: 'right' as const, cell: (of: Difference) => whole(of.n) },
  { title: 'p (Holm)', align: 'right' as const, cell: (of: Difference) => pValue(of.p_holm) },
  {
    title: 'Lost / won',
    align: 'right' as const,
    cell: (of: Difference) => `${whole(of.regressions)} / ${whole(of.gains)}`,
  },
];

const left = (title: string) => ({ title, align: 'left' as const });
const folded = (title: string) => ({ ...left(title), width: 40 });

function changeTables({ changes, baseline_run_id, run_id }: ComparisonReport): Table[] {
  if (changes.length === 0) return [];
  return [
    {
      title: 'What changed between the runs',
      protocol: `${baseline_run_id} → ${run_id}`,
      columns: [left('Of'), left('What'), folded('Was'), folded('Is')],
      rows: changes.map(({ of, what, baseline, candidate }) => [of, what, baseline, candidate]),
    },
  ];
}

/** $/1k tasks with as many digits as a small change needs. */
const money = (amount: number | null): string => {
  if (amount === null) return UNKNOWN;
  return `${amount < 0 ? '-' : ''}$${significant(Math.abs(amount))}`;
};

function costTables({ costs }: ComparisonReport): Table[] {
  if (costs.length === 0) return [];
  const right = (title: string) => ({ title, align: 'right' as const });
  return [
    {
      title: 'Why the cost changed',
      protocol: '$/1k tasks, same samples; Δ prices: the old tokens at the new prices; Δ tokens: the rest',
      columns: [left('Model'), left('Task'), ...['n', 'Was', 'Is', 'Δ prices', 'Δ tokens'].map(right)],
      rows: costs.map(({ model, task, n, baseline, candidate, by_price, by_tokens }) => [
        ...[model, task, whole(n), money(baseline), money(candidate), money(by_price), money(by_tokens)],
      ]),
    },
  ];
}
