import { InvalidArgumentError } from 'commander';
import type { Hosting, HostRequest } from '../../app/host.ts';
import type { List } from '../../app/lists/listing.ts';
import { percent, significant, usd } from '../../lib/format.ts';
import { defineCommand } from '../define.ts';
import { EXIT } from '../exit-codes.ts';
import { amount, names, type ShownFlags, share, shownFlags, wholeFromOne } from '../flags.ts';
import { print, screenOf } from '../io.ts';

interface HostFlags extends ShownFlags {
  readonly gpu?: string[];
  readonly precision?: HostRequest['precisions'];
  readonly context?: number;
  readonly concurrent?: number;
  readonly input?: number;
  readonly output?: number;
  readonly utilisation?: number;
  readonly usdPerGpuHour?: number;
  readonly opsUsd?: number;
  readonly against?: string[];
  readonly at?: string;
  readonly priceFile?: string;
  readonly format?: string;
}

const precisions = (text: string): number[] =>
  names(text).map((one) => {
    const bits = Number(one.replace(/-?bit$/, ''));
    if ([16, 8, 4].includes(bits)) return bits;
    throw new InvalidArgumentError('Give 16bit, 8bit or 4bit, with commas between.');
  });

export const host = defineCommand<HostFlags>({
  name: 'host',
  arguments: [{ name: '<model>', summary: 'a model of the catalogue with a published architecture: llama-3-70b' }],
  summary: 'print what hosting a model oneself needs and costs, and from where on it costs less than an API',
  flags: [
    {
      name: '--gpu <ids>',
      summary: 'a100-80, h100-80, h200-141, b200-180, l40s-48, l4-24 (default: all)',
      parse: names,
    },
    { name: '--precision <bits>', summary: '16bit, 8bit, 4bit (default: all)', parse: precisions },
    { name: '--context <tokens>', summary: 'tokens of a sequence (default: 4096)', parse: wholeFromOne },
    { name: '--concurrent <n>', summary: 'sequences at once (default: 16)', parse: wholeFromOne },
    { name: '--input <tokens>', summary: 'input of a request (default: 1000)', parse: wholeFromOne },
    { name: '--output <tokens>', summary: 'output of a request (default: 1000)', parse: wholeFromOne },
    { name: '--utilisation <share>', summary: 'how much of its most a server does, 0…1 (default: 0.5)', parse: share },
    { name: '--usd-per-gpu-hour <usd>', summary: 'in place of the catalogue’s', parse: amount },
    { name: '--ops-usd <usd>', summary: 'people, storage and egress a month (default: 0)', parse: amount },
    { name: '--against <models>', summary: 'APIs, provider/name, with commas between', parse: names },
    { name: '--at <day>', summary: 'the day of their prices (default: today)' },
    { name: '--price-file <file>', summary: 'prices of your own' },
    { name: '--format <format>', summary: 'table (default), markdown, csv or json' },
    ...shownFlags,
  ],

  async run(io, [model = ''], flags) {
    const { host } = await import('../../app/host.ts');
    const { dayNamed } = await import('../../app/day.ts');
    const { findFormat } = await import('../../app/list.ts');
    const { json, quiet, format = json ? 'json' : 'table', utilisation = 0.5 } = flags;
    const draw = findFormat(format, flags, screenOf(io));
    const rows = await host({
      ...{ model, gpus: flags.gpu, precisions: flags.precision ?? [16, 8, 4], against: flags.against },
      ...{ context: flags.context ?? 4096, concurrent: flags.concurrent ?? 16, utilisation },
      ...{ input: flags.input ?? 1000, output: flags.output ?? 1000 },
      ...{ usdPerGpuHour: flags.usdPerGpuHour, opsUsdPerMonth: flags.opsUsd },
      ...{ at: dayNamed(flags.at), priceFile: flags.priceFile },
    });
    await print(io.stdout, draw({ columns, shown: shownOf(rows, utilisation), narrow: narrowOf(utilisation) }, rows));
    if (!quiet && format === 'table') io.stderr.write(`${sourcesOf(rows)}${NOTE}`);
    return EXIT.well;
  },
});

const NOTE = `Speeds are maxima: under a latency target plan 40–60 % of them; (est.) is a share of the GPU's peak.
The cache is taken as split evenly; plain tensor parallelism copies that of MLA models to each GPU.
`;

/** Who asks what for an hour of each GPU, and what published speeds were measured at. */
function sourcesOf(rows: readonly Hosting[]): string {
  const hours = rows.flatMap(({ gpu, usd_per_gpu_hour: cost, usd_per_gpu_hour_source: source }) =>
    source === null || cost === null ? [] : [`${gpu} ${usd(cost)} (${source})`],
  );
  const speeds = rows.flatMap(({ speed_source }) =>
    speed_source === null || speed_source === 'estimate' ? [] : [speed_source],
  );
  return `${line('An hour of a GPU', hours)}${line('Published speeds, tokens in/out', speeds)}`;
}

const line = (title: string, words: readonly string[]): string =>
  words.length === 0 ? '' : `${title}: ${[...new Set(words)].join('; ')}.\n`;

const amountOf = (cost: number | null): string | null => (cost === null ? null : usd(cost));

const columns: List<Hosting>['columns'] = Object.fromEntries(
  (
    [
      ...['model', 'precision', 'weights_gb', 'kv_gb', 'gpu', 'gpus', 'gpus_at_most', 'spare_gb', 'usd_per_gpu_hour'],
      ...['usd_per_gpu_hour_source', 'usd_per_month', 'tokens_per_s', 'speed_source', 'usd_per_1m_tokens', 'against'],
      ...['api_usd_per_1k_requests', 'break_even_requests_per_month', 'break_even_utilisation'],
    ] as (keyof Hosting)[]
  ).map((title) => [title, (row: Hosting) => row[title]]),
);

/** What holds it and what that costs stay, and from where on it pays. */
const narrowOf = (utilisation: number): List<Hosting>['narrow'] => ({
  'Weights GB': { leaves: 4 },
  'Cache GB': { leaves: 6 },
  'Spare GB': { leaves: 7 },
  '$/GPU h': { leaves: 5 },
  '$/month': { leaves: 2 },
  'tok/s': { leaves: 1 },
  Against: { width: 16 },
  'API $/1k': { leaves: 3 },
  'Pays from requests/month': { width: 16 },
  'which is': { leaves: 1 },
  [millionTitle(utilisation)]: { width: 9 },
});

const millionTitle = (utilisation: number): string => `$/1M at ${percent(utilisation)}`;

const shownOf = (rows: readonly Hosting[], utilisation: number): List<Hosting>['shown'] => ({
  Precision: ({ precision }) => `${precision} bit`,
  'Weights GB': ({ weights_gb }) => weights_gb.toFixed(1),
  'Cache GB': ({ kv_gb }) => kv_gb.toFixed(1),
  GPUs: ({ gpus, gpus_at_most, gpu }) => (gpus === null ? `more than ${gpus_at_most} × ${gpu}` : `${gpus} × ${gpu}`),
  'Spare GB': ({ spare_gb }) => spare_gb.toFixed(1),
  '$/GPU h': ({ usd_per_gpu_hour }) => amountOf(usd_per_gpu_hour),
  '$/month': ({ usd_per_month }) => amountOf(usd_per_month),
  'tok/s': ({ tokens_per_s, speed_source }) =>
    tokens_per_s && `${significant(tokens_per_s)}${speed_source === 'estimate' ? ' (est.)' : ''}`,
  [millionTitle(utilisation)]: ({ usd_per_1m_tokens }) => amountOf(usd_per_1m_tokens),
  ...(rows.some(({ against }) => against !== null) && {
    Against: ({ against }: Hosting) => against,
    'API $/1k': ({ api_usd_per_1k_requests }: Hosting) => amountOf(api_usd_per_1k_requests),
    'Pays from requests/month': ({ api_usd_per_1k_requests: cost, break_even_requests_per_month: n }: Hosting) =>
      cost === 0 ? 'never' : n === null ? null : Math.ceil(n).toLocaleString('en-US'),
    'which is': ({ break_even_utilisation: of }: Hosting) =>
      of === null ? null : of > 1 ? `${percent(of)}: never` : percent(of),
  }),
});
