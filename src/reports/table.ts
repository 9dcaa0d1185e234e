import type { Estimate, Row, Scorecard } from '../domain/scorecard.ts';
import { percent, percentInterval, significant, usd } from '../lib/format.ts';
import { incumbentColumns } from './incumbent-columns.ts';
import { stampOf } from './stamp.ts';
import { UNKNOWN } from './words.ts';

interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Where a terminal folds its cells. */
  readonly width?: number;
}

/** What a table says, before it is drawn. */
export interface Table {
  readonly title: string;
  /** What a figure needs beside it to be comparable. */
  readonly protocol: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

interface StandardColumn extends Column {
  cell(row: Row): string;
  /** Of an amount, shown beside it where there is room. */
  limits?(row: Row): readonly [low: number | null, high: number | null];
}

const standard: readonly StandardColumn[] = [
  { title: 'Model', align: 'left', cell: ({ model }) => model },
  { title: 'Quality [95 % CI]', align: 'right', cell: ({ quality }) => withInterval(quality) },
  { title: 'n', align: 'right', cell: ({ quality }) => quality.n.toLocaleString('en-US') },
  {
    title: '$/1k tasks',
    align: 'right',
    cell: ({ usd_per_1k_tasks, cost_estimated }) => money(usd_per_1k_tasks, cost_estimated),
    limits: ({ usd_per_1k_low, usd_per_1k_high }) => [usd_per_1k_low, usd_per_1k_high],
  },
  {
    title: '$/correct',
    align: 'right',
    cell: ({ usd_per_correct, cost_estimated }) => money(usd_per_correct, cost_estimated),
    limits: ({ usd_per_correct_low, usd_per_correct_high }) => [usd_per_correct_low, usd_per_correct_high],
  },
  {
    title: 'p50 s',
    align: 'right',
    cell: ({ latency_p50_ms }) => orUnknown(latency_p50_ms, (ms) => significant(ms / 1000)),
  },
  { title: 'tok/s', align: 'right', cell: ({ output_tokens_per_s }) => orUnknown(output_tokens_per_s, significant) },
  { title: 'Pareto', align: 'left', cell: ({ pareto }) => (pareto === null ? UNKNOWN : pareto ? 'yes' : 'no') },
];

export const withInterval = ({ value, low, high }: Estimate): string =>
  value === null ? UNKNOWN : `${percent(value)} ${percentInterval(low, high)}`;

const orUnknown = (value: number | null, format: (value: number) => string): string =>
  value === null ? UNKNOWN : format(value);

const money = (amount: number | null, estimated: boolean): string =>
  orUnknown(amount, (value) => `${estimated ? '~' : ''}${usd(value)}`);

/** The standard columns with the limits of amounts beside them. */
const wide: readonly StandardColumn[] = standard.map((column) => {
  const { title, cell, limits } = column;
  if (!limits) return column;
  return {
    ...column,
    title: `${title} [95 % CI]`,
    cell: (row) => (cell(row) === UNKNOWN ? UNKNOWN : `${cell(row)} ${usdLimits(...limits(row))}`),
  };
});

const usdLimits = (low: number | null, high: number | null): string =>
  low === null || high === null ? '[–]' : `[${usd(low)}–${usd(high)}]`.replaceAll('$', '');

/** The rows that stand together, with what makes them comparable. */
export interface Block {
  /** `*`: all tasks. */
  readonly task: string;
  readonly title: string;
  readonly protocol: string;
  readonly rows: readonly Row[];
}

/** One over all tasks where they share a metric, else one a task. */
export function blocksOf(scorecard: Scorecard): Block[] {
  const overall = scorecard.rows.filter(({ task }) => task === '*');
  const [first] = overall;
  if (!first) return taskBlocks(scorecard);
  const title = `all ${scorecard.tasks.length} tasks · ${first.metric}`;
  return [{ task: '*', title, protocol: overallProtocol(scorecard), rows: overall }];
}

/** One a task, of the whole task by its metric. */
export const taskBlocks = (scorecard: Scorecard): Block[] =>
  scorecard.tasks.map((task) => ({
    task: task.name,
    title: `${task.name} · ${task.metric}`,
    protocol: stampOf(task, scorecard),
    rows: scorecard.rows.filter((row) => row.task === task.name && row.metric === task.metric && row.level === 'all'),
  }));

/** The standard tables; wide ones have the limits of amounts too. */
export function standardTables(scorecard: Scorecard, { isWide = false } = {}): Table[] {
  const usual = isWide ? wide : standard;
  const columns = [...usual.slice(0, -1), ...incumbentColumns(scorecard, { isWide }), ...usual.slice(-1)];
  return blocksOf(scorecard).map(({ title, protocol, rows }) => ({
    ...{ title, protocol },
    columns: columns.map(({ title, align }) => ({ title, align })),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
  }));
}

/** Said once where all tasks have the same. */
function overallProtocol(scorecard: Scorecard): string {
  const stamps = scorecard.tasks.map((task) => ({ name: task.name, stamp: stampOf(task, scorecard) }));
  const same = stamps.every(({ stamp }) => stamp === stamps[0]?.stamp);
  return `mean of the tasks: ${same ? stamps[0]?.stamp : stamps.map(({ name, stamp }) => `${name} ${stamp}`).join('; ')}`;
}
