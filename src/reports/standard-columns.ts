import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { significant, usd } from '../lib/format.ts';
import type { TableColumn } from './columns.ts';
import { incumbentColumns } from './incumbent-columns.ts';
import { paramsText } from './params.ts';
import { UNKNOWN, withInterval } from './words.ts';

/** A column of figures of one model on one task. */
export interface RowColumn extends TableColumn<Row> {
  /** Of an amount, shown beside it where there is room. */
  limits?(row: Row): readonly [low: number | null, high: number | null];
}

/** What a table of a run shows, the incumbent's columns where there is one, and sizes where one is known. */
export function usualColumns(all: readonly RowColumn[], scorecard: Scorecard): RowColumn[] {
  const hasIncumbent = scorecard.economics?.incumbent_by === 'suite';
  return all.filter(({ key }) => {
    if (key === 'params_total_b') return scorecard.params !== undefined;
    return USUAL.includes(key) || (hasIncumbent && OF_INCUMBENT.includes(key));
  });
}

const USUAL = [
  ...['model', 'quality', 'n', 'usd_per_1k_tasks', 'usd_per_correct', 'latency_p50_ms', 'output_tokens_per_s'],
  'pareto',
];
const OF_INCUMBENT = ['difference', 'cost_ratio', 'usd_per_error'];

/** Every column that a table of a run may have; wide: with the limits of amounts beside them. */
export const rowColumns = (scorecard: Facts, isWide = false): RowColumn[] => {
  const all = [
    ...identity(scorecard),
    ...amounts,
    ...times,
    ...counts,
    ...incumbentColumns(scorecard, { isWide }),
    ...standing,
    ...priceColumns(scorecard),
  ];
  return isWide ? all.map(withLimits) : all;
};

type Facts = Pick<Scorecard, 'economics' | 'comparisons' | 'params' | 'prices'>;

const identity = ({ params = [] }: Facts): RowColumn[] => {
  const sizeOf = ({ model }: Row) => params.find((one) => one.model === model);
  return [
    words('model', 'Model', ({ model }) => model),
    words('provider', 'Provider', ({ provider }) => provider),
    words('snapshot', 'Snapshot', ({ snapshot }) => snapshot),
    {
      ...{ key: 'params_total_b', title: 'Params', align: 'right', leaves: 5 },
      cell: (row) => {
        const size = sizeOf(row);
        return (size && paramsText(size)) ?? UNKNOWN;
      },
      value: (row) => sizeOf(row)?.params_total_b,
    },
    {
      ...{ key: 'quality', title: 'Quality [95 % CI]', align: 'right' },
      cell: ({ quality }) => withInterval(quality),
      value: ({ quality }) => quality.value,
    },
    number('n', 'n', ({ quality }) => quality.n),
    number('asked', 'asked', ({ asked }) => asked),
  ];
};

const words = (key: string, title: string, value: (row: Row) => string | null | undefined): RowColumn => ({
  ...{ key, title, align: 'left', value },
  cell: (row) => value(row) ?? UNKNOWN,
});

const number = (key: string, title: string, value: (row: Row) => number | null): RowColumn => ({
  ...{ key, title, align: 'right', value },
  cell: (row) => orUnknown(value(row), (many) => many.toLocaleString('en-US')),
});

const orUnknown = (value: number | null, format: (value: number) => string): string =>
  value === null ? UNKNOWN : format(value);

const money = (
  key: keyof Row,
  title: string,
  value: (row: Row) => number | null,
  more: Pick<RowColumn, 'leaves' | 'limits'> = {},
): RowColumn => ({
  ...{ key, title, align: 'right', value, ...more },
  cell: (row) => orUnknown(value(row), (amount) => `${row.cost_estimated ? '~' : ''}${usd(amount)}`),
});

const amounts: readonly RowColumn[] = [
  money('usd_per_1k_tasks', '$/1k tasks', (row) => row.usd_per_1k_tasks, {
    limits: ({ usd_per_1k_low, usd_per_1k_high }) => [usd_per_1k_low, usd_per_1k_high],
  }),
  money('usd_per_correct', '$/correct', (row) => row.usd_per_correct, {
    leaves: 6,
    limits: ({ usd_per_correct_low, usd_per_correct_high }) => [usd_per_correct_low, usd_per_correct_high],
  }),
  money('eff_usd_per_1m_tokens', '$/1M tokens', (row) => row.eff_usd_per_1m_tokens),
  money('cost_usd', 'Cost', (row) => row.cost_usd),
  money('spent_usd', 'Spent', (row) => row.spent_usd),
];

/** Short ones with the digits that tell them apart. */
const figure = (
  key: keyof Row,
  title: string,
  value: (row: Row) => number | null,
  { leaves, unit = 1 }: { readonly leaves?: number; readonly unit?: number } = {},
): RowColumn => ({
  ...{ key, title, align: 'right', value, ...(leaves !== undefined && { leaves }) },
  cell: (row) => orUnknown(value(row), (amount) => significant(amount / unit)),
});

const MS = 1000;

const times: readonly RowColumn[] = [
  figure('latency_p50_ms', 'p50 s', (row) => row.latency_p50_ms, { leaves: 8, unit: MS }),
  figure('latency_p95_ms', 'p95 s', (row) => row.latency_p95_ms, { unit: MS }),
  figure('ttft_p50_ms', 'TTFT p50 s', (row) => row.ttft_p50_ms, { unit: MS }),
  figure('output_tokens_per_s', 'tok/s', (row) => row.output_tokens_per_s, { leaves: 9 }),
  figure('decode_tokens_per_s', 'decode tok/s', (row) => row.decode_tokens_per_s),
  figure('input_per_output', 'in:out', (row) => row.input_per_output),
];

const counts: readonly RowColumn[] = [
  number('input_tokens', 'Input tokens', ({ input_tokens }) => input_tokens),
  number('output_tokens', 'Output tokens', ({ output_tokens }) => output_tokens),
  number('wrong', 'wrong', ({ wrong }) => wrong),
  number('unparsed', 'unparsed', ({ unparsed }) => unparsed),
  number('refused', 'refused', ({ refused }) => refused),
  number('truncated', 'truncated', ({ truncated }) => truncated),
  number('failed', 'failed', ({ failed }) => failed),
  number('unscored', 'unscored', ({ unscored }) => unscored),
];

/** `~`: dominated, but by less than the intervals tell. */
const standing: readonly RowColumn[] = [
  {
    ...{ key: 'pareto', title: 'Pareto', align: 'left', leaves: 3 },
    cell: ({ pareto, near_tie }) => (pareto === null ? UNKNOWN : pareto ? 'yes' : near_tie ? '~' : 'no'),
    value: ({ pareto, near_tie }) => (pareto === null ? null : pareto ? 0 : near_tie ? 1 : 2),
  },
  words('dominated_by', 'Dominated by', ({ dominated_by }) => dominated_by),
];

const priceColumns = ({ prices }: Facts): RowColumn[] => {
  const priceOf = ({ model }: Row) => prices.find((price) => price.model === model);
  return [
    words('price_date', 'Price date', (row) => priceOf(row)?.row?.from),
    words('price_source', 'Price source', (row) => priceOf(row)?.row?.source.join(' ') ?? priceOf(row)?.origin),
  ];
};

/** With the limits of an amount beside it. */
function withLimits(column: RowColumn): RowColumn {
  const { title, cell, limits } = column;
  if (!limits) return column;
  return {
    ...column,
    title: `${title} [95 % CI]`,
    cell: (row) => (cell(row) === UNKNOWN ? UNKNOWN : `${cell(row)} ${usdLimits(...limits(row))}`),
  };
}

const usdLimits = (low: number | null, high: number | null): string =>
  low === null || high === null ? '[–]' : `[${usd(low)}–${usd(high)}]`.replaceAll('$', '');

/** The keys of all columns, whatever the run. */
export const rowColumnKeys: readonly string[] = rowColumns({ prices: [] }).map(({ key }) => key);
