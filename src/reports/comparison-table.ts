import type { ComparisonReport, DetailedComparison, RunChange, Slice } from '../domain/comparison.ts';
import type { Comparison, Difference } from '../domain/difference.ts';
import type { Estimate } from '../domain/estimate.ts';
import { percent, roughly, significant } from '../lib/format.ts';
import { groupBy } from '../lib/group-by.ts';
import type { Shown, TableColumn } from './columns.ts';
import { errorCell } from './error-cell.ts';
import { type Table, tableOf } from './table.ts';
import { pointsWithLimits, UNKNOWN } from './words.ts';

/** A table a task, and one for the parts of each task on which something was lost. */
export function comparisonTables(report: ComparisonReport, shown: Shown = {}): Table[] {
  const tasks = [...groupBy(report.comparisons, ({ task }) => task).values()];
  return [
    ...tasks.map((own) => taskTable(own, report, shown)),
    ...sliceTables(report.comparisons),
    ...changeTables(report),
    ...costTables(report),
  ];
}

type PairColumn = TableColumn<DetailedComparison>;

function taskTable(own: readonly DetailedComparison[], report: ComparisonReport, shown: Shown): Table {
  const [first] = own as [DetailedComparison];
  const isOne = new Set(own.map(({ baseline }) => baseline)).size === 1;
  const against =
    report.baseline_run_id === null
      ? isOne
        ? `against ${first.baseline}`
        : 'in pairs'
      : `against ${report.baseline_run_id}`;
  const usual = usualColumns.filter(({ key }) => key !== 'baseline' || (!isOne && report.baseline_run_id === null));
  const name = first.task === '*' ? 'all tasks' : first.task;
  const words = { title: `${name} · ${first.metric}: ${against}`, protocol: protocolOf(own) };
  return tableOf({ ...words, all: [...usualColumns, ...furtherColumns], usual, rows: own }, shown);
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

const right = { align: 'right' as const };
const left = { align: 'left' as const };

const usualColumns: readonly PairColumn[] = [
  {
    key: 'candidate',
    title: 'Candidate',
    ...left,
    cell: ({ candidate }) => candidate,
    value: ({ candidate }) => candidate,
  },
  { key: 'baseline', title: 'Baseline', ...left, cell: ({ baseline }) => baseline, value: ({ baseline }) => baseline },
  {
    ...{ key: 'difference', title: 'Δ quality, points [95 % CI]', ...right },
    cell: ({ difference }) => pointsWithLimits(difference),
    value: ({ difference }) => difference.value,
  },
  { key: 'n', title: 'n', ...right, cell: ({ n }) => whole(n), value: ({ n }) => n },
  {
    ...{ key: 'p_holm', title: 'p (Holm)', ...right, leaves: 2 },
    cell: ({ p_holm }) => pValue(p_holm),
    value: ({ p_holm }) => p_holm,
  },
  {
    ...{ key: 'lost', title: 'Lost / won', ...right, leaves: 3 },
    cell: (one) => `${whole(one.regressions)} / ${whole(one.gains)}`,
    value: ({ regressions }) => regressions,
  },
  {
    ...{ key: 'cost_ratio', title: 'Cost ratio [95 % CI]', ...right, leaves: 4 },
    cell: (one) => costRatio(one),
    value: ({ cost_ratio }) => cost_ratio.value,
  },
  {
    ...{ key: 'latency_difference_ms', title: 'Δ s (median)', ...right, leaves: 6 },
    cell: ({ latency_ms }) => seconds(latency_ms),
    value: ({ latency_ms }) => latency_ms.value,
  },
  {
    ...{ key: 'usd_per_error', title: 'Break-even $/error', ...right, width: 18, leaves: 5 },
    cell: ({ break_even }) => errorCell(break_even),
    value: ({ break_even }) => break_even?.usd_per_error.value,
  },
  {
    ...{ key: 'verdict', title: 'Verdict', ...left, width: 24, leaves: 1 },
    cell: verdictWords,
    value: ({ verdict }) => verdict,
  },
];

const share = (key: string, title: string, value: (of: DetailedComparison) => number | null): PairColumn => ({
  ...{ key, title, ...right, value },
  cell: (of) => {
    const found = value(of);
    return found === null ? UNKNOWN : percent(found);
  },
});

/** Only where they are asked for. */
const furtherColumns: readonly PairColumn[] = [
  { key: 'metric', title: 'Metric', ...left, cell: ({ metric }) => metric, value: ({ metric }) => metric },
  share('candidate_quality', 'Quality', ({ quality }) => quality.candidate),
  share('baseline_quality', 'Baseline’s quality', ({ quality }) => quality.baseline),
  share('flip_rate', 'Flips', ({ flip_rate }) => flip_rate),
  {
    key: 'missing',
    title: 'missing',
    ...right,
    cell: ({ missing }) => whole(missing),
    value: ({ missing }) => missing,
  },
  { key: 'p', title: 'p', ...right, cell: ({ p }) => pValue(p), value: ({ p }) => p },
  {
    ...{ key: 'mcnemar_p', title: 'McNemar’s p', ...right },
    cell: ({ mcnemar_p }) => pValue(mcnemar_p),
    value: ({ mcnemar_p }) => mcnemar_p,
  },
  {
    ...{ key: 'samples_needed', title: 'n that might tell', ...right },
    cell: ({ samples_needed }) => (samples_needed === null ? UNKNOWN : roughly(samples_needed)),
    value: ({ samples_needed }) => samples_needed,
  },
];

/** The keys of all columns that a pair may be shown with. */
export const pairColumnKeys: readonly string[] = [...usualColumns, ...furtherColumns].map(({ key }) => key);

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
    : `no difference seen (n ≈ ${roughly(samples_needed)} might tell)`;
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
  { title: 'p (Holm)', align: 'right' as const, leaves: 1, cell: (of: Difference) => pValue(of.p_holm) },
  {
    title: 'Lost / won',
    align: 'right' as const,
    leaves: 2,
    cell: (of: Difference) => `${whole(of.regressions)} / ${whole(of.gains)}`,
  },
];

const titled = (title: string) => ({ title, ...left });
const folded = (title: string) => ({ ...titled(title), width: 40 });

const changeTables = ({ changes, baseline_run_id, run_id }: ComparisonReport): Table[] =>
  changes.length === 0 ? [] : [changeTable(changes, { earlier: baseline_run_id ?? '', later: run_id })];

/** What two runs did not have in common. */
export const changeTable = (
  changes: readonly RunChange[],
  { earlier, later }: { readonly earlier: string; readonly later: string },
): Table => ({
  title: 'What changed between the runs',
  protocol: `${earlier} → ${later}`,
  columns: [titled('Of'), titled('What'), folded('Was'), folded('Is')],
  rows: changes.map(({ of, what, baseline, candidate }) => [of, what, baseline, candidate]),
});

/** $/1k tasks with as many digits as a small change needs. */
const money = (amount: number | null): string => {
  if (amount === null) return UNKNOWN;
  return `${amount < 0 ? '-' : ''}$${significant(Math.abs(amount))}`;
};

const FIGURES = ['n', 'Was', 'Is', 'Δ prices', 'Δ tokens'];

function costTables({ costs }: ComparisonReport): Table[] {
  if (costs.length === 0) return [];
  return [
    {
      title: 'Why the cost changed',
      protocol: '$/1k tasks, same samples; Δ prices: the old tokens at the new prices; Δ tokens: the rest',
      columns: [titled('Model'), titled('Task'), ...FIGURES.map((title) => ({ title, ...right }))],
      rows: costs.map(({ model, task, n, baseline, candidate, by_price, by_tokens }) => [
        ...[model, task, whole(n), money(baseline), money(candidate), money(by_price), money(by_tokens)],
      ]),
    },
  ];
}
