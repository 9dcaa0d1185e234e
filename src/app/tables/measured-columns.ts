import type { CatalogModel } from '../../analysis/model-size.ts';
import { splitModel } from '../../domain/model.ts';
import type { ModelPrice } from '../../domain/price.ts';
import type { Row } from '../../domain/row.ts';
import { percent, usd } from '../../lib/format.ts';
import type { TableColumn } from '../../reports/columns.ts';
import type { Columns } from '../../reports/csv-lines.ts';
import { paramsText } from '../../reports/params.ts';
import { withInterval } from '../../reports/words.ts';
import { mmluColumns } from '../lists/catalogue.ts';
import { type Configuration, configurationColumns, viable } from '../lists/landscape-hosting.ts';
import { hostText, ratesText, scoreText } from '../lists/landscape-notes.ts';

/** A model on a task, or on all: what is published of it beside what was measured. */
export interface MeasuredRow extends Pick<Row, 'model' | 'task' | 'metric' | 'quality'> {
  readonly run_id: string;
  readonly protocol: string;
  readonly dataset: string | null;
  readonly provider: string;
  /** Null where the catalogue does not have it, or nobody says which model of it this is. */
  readonly known: CatalogModel | null;
  readonly published: CatalogModel['mmlu'][number] | null;
  readonly price: ModelPrice | null;
  readonly hosting: readonly Configuration[];
}

/** What a page has room for, with the title of what was measured. What the catalogue does not know stays empty. */
export const shownColumns = (measured: string): readonly TableColumn<MeasuredRow>[] => [
  { key: 'model', title: 'Model', align: 'left', cell: nameText, value: ({ model }) => model },
  {
    ...{ key: 'params_total_b', title: 'Parameters', align: 'left', width: 17, leaves: 2 },
    cell: ({ known }) => (known ? (paramsText(known) ?? 'unknown') : ''),
    value: ({ known }) => known?.params_total_b,
  },
  {
    ...{ key: 'mmlu', title: 'MMLU published', align: 'left', width: 29, leaves: 3 },
    cell: ({ known, published }) => (published ? scoreText(published) : known ? 'unknown' : ''),
    value: ({ published }) => published?.score,
  },
  {
    ...{ key: 'quality', title: `${measured} [95 % CI]`, align: 'right', width: 20 },
    cell: ({ quality }) => withInterval(quality),
    value: ({ quality }) => quality.value,
  },
  {
    ...{ key: 'n', title: 'n', align: 'right' },
    cell: ({ quality }) => quality.n.toLocaleString('en-US'),
    value: ({ quality }) => quality.n,
  },
  {
    ...{ key: 'input_usd_per_mtok', title: 'Cost (per 1M tokens)', align: 'left', width: 30, leaves: 1 },
    cell: priceText,
    value: (row) => tokenPrice(row)?.input,
  },
  {
    ...{ key: 'hosting', title: 'Self-hosting viable?', align: 'left', width: 34, leaves: 4 },
    cell: viableText,
    value: ({ hosting }) => hosting.find(({ gpus }) => gpus !== null)?.usd_per_hour,
  },
];

/** What may be asked of the table, whatever was measured. */
export const landscapeKeys: readonly string[] = shownColumns('').map(({ key }) => key);

/** `deepseek (deepseek-v2)`: whose published figures these are, where its own name does not say it. */
function nameText({ model, known }: MeasuredRow): string {
  return known === null || splitModel(model).name === known.id ? model : `${model} (${known.id})`;
}

function viableText({ known, hosting }: MeasuredRow): string {
  if (!known) return '';
  return known.open_weights && hosting.length === 0 ? 'unknown: its shape is not published' : viable(hosting);
}

/** `$10 in / $30 out (openai, since 2024-04-09)`: no price without its direction, host and day. */
function priceText({ price: billed, provider }: MeasuredRow): string {
  if (!billed?.price) return '';
  const { price, row, hosted, origin } = billed;
  if ('usd_per_hour' in price) return `${usd(price.usd_per_hour)} an hour (${provider}, of the suite)`;
  if (hosted)
    return `${price.estimated ? '~' : ''}${usd(price.input)} in and out (own ${hosted.count} × ${hosted.gpu})`;
  const less = price.discount === undefined ? '' : ` less ${percent(price.discount)}`;
  const unsure = row && !['read', 'own'].includes(row.check) ? `, ${row.check}` : '';
  const host =
    row && row.date_basis !== 'own'
      ? `${hostText(row)}${unsure}`
      : `${row?.provider ?? provider}, ${OWN[origin ?? 'suite']}`;
  return `${ratesText(price)}${less} (${host})`;
}

/** Prices of the user's own, which may have no day. */
const OWN: Readonly<Record<string, string>> = { file: 'of your price file', suite: 'of the suite' };

const tokenPrice = ({ price }: MeasuredRow) => (price?.price && 'input' in price.price ? price.price : undefined);

/** Every column, for CSV; what is unknown is empty. */
export const measuredColumns: Columns<MeasuredRow> = {
  run_id: ({ run_id }) => run_id,
  model: ({ model }) => model,
  provider: ({ provider }) => provider,
  task: ({ task }) => task,
  metric: ({ metric }) => metric,
  protocol: ({ protocol }) => protocol,
  dataset: ({ dataset }) => dataset,
  n: ({ quality }) => quality.n,
  quality: ({ quality }) => quality.value,
  ci_low: ({ quality }) => quality.low,
  ci_high: ({ quality }) => quality.high,
  catalog_model: ({ known }) => known?.id,
  params_total_b: ({ known }) => known?.params_total_b,
  params_active_b: ({ known }) => known?.params_active_b,
  params_estimated: ({ known }) => known?.params_estimated,
  ...mmluColumns(({ published }: MeasuredRow) => published),
  price_origin: ({ price }) => price?.origin,
  price_provider: ({ price }) => price?.row?.provider,
  price_date: ({ price }) => (price?.row?.date_basis === 'own' ? null : price?.row?.from),
  input_usd_per_mtok: (row) => tokenPrice(row)?.input,
  output_usd_per_mtok: (row) => tokenPrice(row)?.output,
  discount: (row) => tokenPrice(row)?.discount,
  usd_per_hour: ({ price }) => (price?.price && 'usd_per_hour' in price.price ? price.price.usd_per_hour : null),
  price_source: ({ price }) => price?.row?.source.join(' '),
  licence: ({ known }) => known?.licence,
  ...configurationColumns(({ hosting }: MeasuredRow) => hosting),
};
