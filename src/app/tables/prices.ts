import { splitModel } from '../../domain/model.ts';
import type { ModelPrice, TokenPrice } from '../../domain/price.ts';
import { allModels } from '../../domain/suite.ts';
import { dayOf } from '../../lib/clock.ts';
import { percent, significant, usd } from '../../lib/format.ts';
import type { TableColumn } from '../../reports/columns.ts';
import type { Columns } from '../../reports/csv-lines.ts';
import { plainDecimal } from '../../reports/plain-decimal.ts';
import { tableOf } from '../../reports/table.ts';
import { exceptionColumns, exceptions, rateColumns } from '../lists/catalogue.ts';
import type { RunTable, TabledRun } from './table.ts';

/** What a model of a run, a judge included, is billed at. */
interface BilledRow extends ModelPrice {
  readonly run_id: string;
  readonly provider: string;
  /** `judge`: it was only asked to judge. */
  readonly role: 'answer' | 'judge';
}

const tokens = ({ price }: BilledRow): TokenPrice | undefined => (price && 'input' in price ? price : undefined);

const hour = ({ price }: BilledRow): number | null => (price && 'usd_per_hour' in price ? price.usd_per_hour : null);

/** As its host says it; what follows from GPUs of one's own is not said to the last digit. */
function rate(row: BilledRow, kind: 'input' | 'input_cached' | 'output'): string {
  const price = tokens(row);
  const amount = price?.[kind];
  if (price === undefined || amount === undefined) return '';
  return `${price.estimated ? '~' : ''}${row.hosted ? significant(amount) : plainDecimal(amount)}`;
}

const shownColumns: readonly TableColumn<BilledRow>[] = [
  {
    ...{ key: 'model', title: 'Model', align: 'left' },
    cell: ({ model, role }) => (role === 'judge' ? `${model} (judge)` : model),
    value: ({ model }) => model,
  },
  { key: 'price_model', title: 'Priced as', align: 'left', width: 24, leaves: 1, cell: pricedAs, value: pricedAs },
  {
    ...{ key: 'input_usd_per_mtok', title: '$/1M in', align: 'right' },
    cell: (row) => rate(row, 'input'),
    value: (row) => tokens(row)?.input,
  },
  {
    ...{ key: 'input_cached_usd_per_mtok', title: '$/1M cached', align: 'right', leaves: 4 },
    cell: (row) => rate(row, 'input_cached'),
    value: (row) => tokens(row)?.input_cached,
  },
  {
    ...{ key: 'output_usd_per_mtok', title: '$/1M out', align: 'right' },
    cell: (row) => rate(row, 'output'),
    value: (row) => tokens(row)?.output,
  },
  { key: 'but', title: 'But', align: 'left', width: 24, leaves: 3, cell: butText, value: butText },
  {
    ...{ key: 'price_date', title: 'Since', align: 'left', width: 14, leaves: 2 },
    cell: sinceText,
    value: sinceOf,
  },
  { key: 'price_source', title: 'Source', align: 'left', width: 24, leaves: 5, cell: sourceText, value: sourceText },
];

/** A price of the user's own may have no day. */
function sinceOf({ row }: BilledRow): string | undefined {
  return row?.date_basis === 'own' ? undefined : row?.from;
}

function sinceText(billed: BilledRow): string {
  const since = sinceOf(billed);
  const basis = billed.row?.date_basis;
  return since === undefined ? '' : `${since}${basis === 'announced' ? '' : ` (${basis})`}`;
}

/** `together/llama-3-70b`, or whose own price it is. */
function pricedAs(billed: BilledRow): string {
  const { row, origin, hosted } = billed;
  const an_hour = hour(billed);
  if (an_hour !== null) return `${usd(an_hour)} an hour`;
  if (row) return `${row.provider}/${row.model}`;
  if (hosted) return `own ${hosted.count} × ${hosted.gpu}`;
  return origin === 'suite' ? 'of the suite' : 'unknown';
}

/** When calls cost something else, and what a contract takes off. */
function butText(row: BilledRow): string {
  const price = tokens(row);
  if (!price) return '';
  return [...(price.discount === undefined ? [] : [`less ${percent(price.discount)}`]), ...exceptions(price)].join(
    '; ',
  );
}

function sourceText({ row }: BilledRow): string {
  if (!row) return '';
  return `${row.source.join(' ')}${['read', 'own'].includes(row.check) ? '' : ` (${row.check})`}`;
}

/** Every column, for CSV. */
export const billedColumns: Columns<BilledRow> = {
  run_id: ({ run_id }) => run_id,
  model: ({ model }) => model,
  provider: ({ provider }) => provider,
  role: ({ role }) => role,
  price_origin: ({ origin }) => origin,
  price_provider: ({ row }) => row?.provider,
  price_model: ({ row }) => row?.model,
  price_date: sinceOf,
  date_basis: ({ row }) => row?.date_basis,
  ...rateColumns('', tokens),
  ...exceptionColumns(tokens),
  discount: (row) => tokens(row)?.discount,
  estimated: (row) => tokens(row)?.estimated ?? (tokens(row) && false),
  usd_per_hour: hour,
  gpu: ({ hosted }) => hosted?.gpu,
  gpus: ({ hosted }) => hosted?.count,
  usd_per_gpu_hour: ({ hosted }) => hosted?.usd_per_gpu_hour,
  utilisation: ({ hosted }) => hosted?.utilisation,
  check: ({ row }) => row?.check,
  price_source: ({ row }) => row?.source.join(' '),
};

/** The prices that a run is billed at. */
export const pricesTable: RunTable<BilledRow> = {
  ...{ name: 'prices', keys: shownColumns.map(({ key }) => key), columns: billedColumns },
  async make(run, shown) {
    const rows = billedRows(run);
    const { suite, repriced_on, started_at } = run.scorecard;
    const day = repriced_on ?? dayOf(started_at);
    const words = { title: `${suite} · prices`, protocol: `USD per 1M tokens, of ${day}` };
    return {
      tables: [tableOf({ ...words, all: shownColumns, usual: shownColumns, rows }, shown)],
      ...{ notes: notesOf(rows, run), rows },
    };
  },
};

function billedRows({ manifest, scorecard }: TabledRun): BilledRow[] {
  const specs = new Map(allModels(manifest.suite).map((spec) => [spec.id, spec]));
  const asked = new Set(manifest.suite.models.map(({ id }) => id));
  return scorecard.prices.map((billed) => ({
    ...billed,
    run_id: scorecard.run_id,
    provider: splitModel(specs.get(billed.model)?.model ?? '').provider,
    role: asked.has(billed.model) ? 'answer' : 'judge',
  }));
}

function notesOf(rows: readonly BilledRow[], { manifest, scorecard }: TabledRun): string[] {
  const unpriced = rows.filter(({ price }) => price === null).map(({ model }) => model);
  const sources = [...new Set(rows.flatMap(({ row }) => row?.source ?? []))];
  const known = sources.flatMap((name) => {
    const text = manifest.price_sources?.[name];
    return text === undefined ? [] : [`${name}: ${text}`];
  });
  return [
    ...(scorecard.repriced_on === null
      ? ['Calls are billed at what held on the day that the run began, whenever they ended.']
      : [`These are the prices of ${scorecard.repriced_on}, not those of the run.`]),
    ...(unpriced.length > 0 ? [`No price is known for ${unpriced.join(', ')}.`] : []),
    ...(rows.some((row) => tokens(row) && tokens(row)?.input_cached === undefined)
      ? ['Cached input without a rate of its own is billed as plain input, an upper bound.']
      : []),
    ...(rows.some((row) => tokens(row)?.discount !== undefined)
      ? ['Rates are as their hosts ask them; “less” is what a contract takes off.']
      : []),
    ...known,
  ];
}
