import { hasShape, type Precision } from '../../analysis/model-size.ts';
import type { Estimate } from '../../domain/estimate.ts';
import type { Scorecard } from '../../domain/scorecard.ts';
import { percent, significant, usd } from '../../lib/format.ts';
import type { TableColumn } from '../../reports/columns.ts';
import type { Columns } from '../../reports/csv-lines.ts';
import { standingNotes } from '../../reports/notes.ts';
import { UNKNOWN } from '../../reports/words.ts';
import { LOAD } from '../hosted.ts';
import type { KnownModel } from './known-models.ts';

/** A model of a run on GPUs of one's own, with the requests that the run measured; null where unknown. */
export interface HostedRow {
  readonly run_id: string;
  readonly model: string;
  readonly catalog_model: string;
  /** As the suite says; false: as it might be. */
  readonly of_the_suite: boolean;
  readonly precision: Precision | null;
  readonly gpu: string;
  readonly gpus: number | null;
  readonly weights_gb: number | null;
  readonly kv_gb: number | null;
  readonly spare_gb: number | null;
  readonly usd_per_gpu_hour: number | null;
  readonly usd_per_month: number | null;
  readonly utilisation: number;
  /** Requests that tell what one takes. */
  readonly n: number;
  /** Means of a request. */
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly tokens_per_s: number | null;
  readonly speed_source: string | null;
  readonly usd_per_1m_tokens: number | null;
  readonly usd_per_1k_requests: number | null;
  /** The model whose cost in this run it is set against: itself where that was an API's, else the incumbent. */
  readonly against: string | null;
  readonly against_usd_per_1k_requests: Estimate | null;
  /** Requests that cost it as much as the GPUs do. */
  readonly break_even_requests_per_month: Omit<Estimate, 'n'> | null;
  /** The share of their most that these are; above 1 it never pays. */
  readonly break_even_utilisation: number | null;
}

/** What a page has room for. */
export const shownColumns: readonly TableColumn<HostedRow>[] = [
  { key: 'model', title: 'Model', align: 'left', width: 16, cell: nameText, value: ({ model }) => model },
  {
    ...{ key: 'precision', title: 'Bits', align: 'right' },
    cell: ({ precision }) => (precision === null ? UNKNOWN : String(precision)),
    value: ({ precision }) => precision,
  },
  { key: 'gpus', title: 'GPUs', align: 'left', cell: gpusText, value: ({ gpus }) => gpus },
  {
    ...{ key: 'spare_gb', title: 'Spare GB', align: 'right', leaves: 8 },
    cell: ({ spare_gb }) => spare_gb?.toFixed(1) ?? UNKNOWN,
    value: ({ spare_gb }) => spare_gb,
  },
  money('usd_per_gpu_hour', '$/GPU h', 7),
  money('usd_per_month', '$/month', 2),
  {
    ...{ key: 'input_tokens', title: 'Tokens in/out', align: 'right', leaves: 5 },
    cell: ({ input_tokens: input, output_tokens: output }) =>
      input === null || output === null ? UNKNOWN : `${significant(input)}/${significant(output)}`,
    value: ({ input_tokens }) => input_tokens,
  },
  {
    ...{ key: 'n', title: 'n', align: 'right', leaves: 4 },
    cell: ({ n }) => n.toLocaleString('en-US'),
    value: ({ n }) => n,
  },
  {
    ...{ key: 'tokens_per_s', title: 'tok/s', align: 'right', leaves: 6 },
    cell: ({ tokens_per_s, speed_source }) =>
      tokens_per_s === null ? UNKNOWN : `${speed_source === 'estimate' ? '~' : ''}${significant(tokens_per_s)}`,
    value: ({ tokens_per_s }) => tokens_per_s,
  },
  money('usd_per_1m_tokens', '$/1M tokens', 3),
  money('usd_per_1k_requests', '$/1k', 0),
  {
    ...{ key: 'against_usd_per_1k_requests', title: 'API $/1k [95 % CI]', align: 'right', width: 20 },
    cell: againstText,
    value: ({ against_usd_per_1k_requests: cost }) => cost?.value,
  },
  {
    ...{
      key: 'break_even_requests_per_month',
      title: 'Pays from requests/month',
      align: 'right',
      width: 23,
      leaves: 1,
    },
    cell: paysText,
    value: ({ break_even_requests_per_month: requests }) => requests?.value,
  },
];

export const hostedKeys: readonly string[] = shownColumns.map(({ key }) => key);

/** Amounts; what follows from an estimated speed is one. */
function money(
  key: 'usd_per_gpu_hour' | 'usd_per_month' | 'usd_per_1m_tokens' | 'usd_per_1k_requests',
  title: string,
  leaves: number,
): TableColumn<HostedRow> {
  const isOfSpeed = key === 'usd_per_1m_tokens' || key === 'usd_per_1k_requests';
  return {
    ...{ key, title, align: 'right', ...(leaves > 0 && { leaves }) },
    cell: (row) => {
      const amount = row[key];
      if (amount === null) return UNKNOWN;
      return `${isOfSpeed && row.speed_source === 'estimate' ? '~' : ''}${usd(amount)}`;
    },
    value: (row) => row[key],
  };
}

/** `llama (llama-3-70b)`: which model of the catalogue it is, where its own name does not say it. */
function nameText({ model, catalog_model }: HostedRow): string {
  return model === catalog_model || model.endsWith(`/${catalog_model}`) ? model : `${model} (${catalog_model})`;
}

function gpusText({ gpus, gpu, precision }: HostedRow): string {
  if (gpus === null) return `too large for ${gpu}`;
  return precision === null ? `does not fit on ${gpus} × ${gpu}` : `${gpus} × ${gpu}`;
}

const limitsText = (low: number | null, high: number | null, text: (amount: number) => string): string =>
  low === null || high === null ? '[–]' : `[${text(low)}–${text(high)}]`.replaceAll('$', '');

/** `$1.25 [1.10–1.41]`, and whose it is where that is another model. */
function againstText({ model, against, against_usd_per_1k_requests: cost }: HostedRow): string {
  if (against === null || cost === null || cost.value === null) return UNKNOWN;
  return `${usd(cost.value)} ${limitsText(cost.low, cost.high, usd)}${against === model ? '' : ` ${against}`}`;
}

/** `1,200,000 [1,100,000–1,310,000]`, and never where the GPUs cannot do as many. */
function paysText({ break_even_requests_per_month: requests, break_even_utilisation: share }: HostedRow): string {
  if (requests === null || requests.value === null || share === null) return UNKNOWN;
  const whole = (amount: number) => Math.ceil(amount).toLocaleString('en-US');
  const { value, low, high } = requests;
  return `${whole(value)} ${limitsText(low, high, whole)}, ${percent(share)}${share > 1 ? ': never' : ''}`;
}

/** Every column, for CSV. */
export const hostedColumns: Columns<HostedRow> = {
  run_id: ({ run_id }) => run_id,
  model: ({ model }) => model,
  catalog_model: ({ catalog_model }) => catalog_model,
  of_the_suite: ({ of_the_suite }) => of_the_suite,
  precision: ({ precision }) => precision,
  gpu: ({ gpu }) => gpu,
  gpus: ({ gpus }) => gpus,
  weights_gb: ({ weights_gb }) => weights_gb,
  kv_gb: ({ kv_gb }) => kv_gb,
  spare_gb: ({ spare_gb }) => spare_gb,
  usd_per_gpu_hour: ({ usd_per_gpu_hour }) => usd_per_gpu_hour,
  usd_per_month: ({ usd_per_month }) => usd_per_month,
  utilisation: ({ utilisation }) => utilisation,
  n: ({ n }) => n,
  input_tokens: ({ input_tokens }) => input_tokens,
  output_tokens: ({ output_tokens }) => output_tokens,
  tokens_per_s: ({ tokens_per_s }) => tokens_per_s,
  speed_source: ({ speed_source }) => speed_source,
  usd_per_1m_tokens: ({ usd_per_1m_tokens }) => usd_per_1m_tokens,
  usd_per_1k_requests: ({ usd_per_1k_requests }) => usd_per_1k_requests,
  against: ({ against }) => against,
  ...limits('against_usd_per_1k_requests', (row) => row.against_usd_per_1k_requests),
  ...limits('break_even_requests_per_month', (row) => row.break_even_requests_per_month),
  break_even_utilisation: ({ break_even_utilisation }) => break_even_utilisation,
};

function limits(key: string, of: (row: HostedRow) => Omit<Estimate, 'n'> | null): Columns<HostedRow> {
  return {
    [key]: (row) => of(row)?.value,
    [`${key}_low`]: (row) => of(row)?.low,
    [`${key}_high`]: (row) => of(row)?.high,
  };
}

/** What must be read below the table. */
export function hostableNotes(
  rows: readonly HostedRow[],
  models: readonly KnownModel[],
  scorecard: Scorecard,
): string[] {
  const without = models.filter(({ spec }) => rows.every(({ model }) => model !== spec.id));
  const unknown = without.filter(({ known }) => known === null);
  const closed = without.filter(({ known }) => known !== null && !known.open_weights);
  const shapeless = without.filter(({ known }) => known?.open_weights && !hasShape(known));
  const ids = (some: readonly KnownModel[]) => some.map(({ spec }) => spec.id).join(', ');
  const shares = [...new Set(rows.map(({ utilisation }) => percent(utilisation)))].join(' or ');
  return [
    ...standingNotes(scorecard),
    ...(unknown.length > 0
      ? [`Not in the catalogue, or not said to be: ${ids(unknown)}. \`catalog:\` in the suite says which model one is.`]
      : []),
    ...(closed.length > 0 ? [`Weights not published: ${ids(closed)}.`] : []),
    ...(shapeless.length > 0 ? [`Cannot be sized, its architecture is not published: ${ids(shapeless)}.`] : []),
    ...(rows.length > 0
      ? [
          `A server holds ${LOAD.concurrent} sequences of ${LOAD.context.toLocaleString('en-US')} tokens at once, or of a mean request where that is longer, and is used ${shares} of its most; \`hosting:\` in the suite says otherwise, \`llm-bench host\` sizes other GPUs. $/1k is of 1,000 requests.`,
          'Speeds are maxima: under a latency target plan 40–60 % of them; ~ is a share of the GPU’s peak. A month is 730 hours, without people, storage and egress.',
          'Requests, their tokens and what an API took for them are this run’s, tries again included; it pays from as many a month as cost that API the same. The limits are of the API’s cost alone.',
        ]
      : []),
    ...(rows.some(({ of_the_suite }) => of_the_suite)
      ? [
          'The run itself was billed at the speed of 1,000 tokens in and 1,000 out; here it is that of its own requests.',
        ]
      : []),
  ];
}
