import {
  fitOn,
  type Gpu,
  SECONDS_PER_MONTH,
  servedAt,
  speedOf,
  usdPerMillionTokens,
  usdPerMonth,
} from '../../analysis/hosting.ts';
import { hasShape, type Precision, type Shape } from '../../analysis/model-size.ts';
import { loadGpus } from '../../catalog/load.ts';
import type { CatalogGpus } from '../../catalog/schema.ts';
import type { Estimate } from '../../domain/estimate.ts';
import { tableOf } from '../../reports/table.ts';
import { LOAD } from '../hosted.ts';
import { GPU } from '../lists/landscape-hosting.ts';
import { type HostedRow, hostableNotes, hostedColumns, hostedKeys, shownColumns } from './hosting-columns.ts';
import { type KnownModel, knownModels } from './known-models.ts';
import { type MeasuredLoad, measuredLoads } from './measured-loads.ts';
import type { RunTable, TabledRun } from './table.ts';

/** The models of a run that can be hosted, at the tokens of its own requests. */
export const hostingTable: RunTable<HostedRow> = {
  ...{ name: 'hosting', keys: hostedKeys, columns: hostedColumns },
  async make(run, shown) {
    const [{ models }, catalogue] = await Promise.all([knownModels(run), loadGpus()]);
    const loads = measuredLoads(run.scorecard);
    const rows = models.flatMap((model) => rowsOf(model, { run, catalogue, loads, models }));
    const words = { title: `${run.scorecard.suite} · hosting`, protocol: 'at the tokens of the run’s own requests' };
    return {
      // Its notes say why nothing of the run can be hosted.
      tables: rows.length === 0 ? [] : [tableOf({ ...words, all: shownColumns, usual: shownColumns, rows }, shown)],
      ...{ notes: hostableNotes(rows, models, run.scorecard), rows },
    };
  },
};

interface Around {
  readonly run: TabledRun;
  readonly catalogue: CatalogGpus;
  readonly loads: ReadonlyMap<string, MeasuredLoad>;
  readonly models: readonly KnownModel[];
}

/** GPUs as the suite tells them; else those that hold the model at 4, 8 and 16 bits. None where its weights are not published. */
function rowsOf({ spec, known, price }: KnownModel, around: Around): HostedRow[] {
  const { run, catalogue, loads } = around;
  const { hosting } = spec;
  const gpu = catalogue.gpus.find(({ id }) => id === (hosting?.gpu ?? GPU));
  if (!known || !hasShape(known) || !gpu || !(known.open_weights || hosting)) return [];
  const load = loads.get(spec.id) ?? NO_LOAD;
  const server = { shape: known, gpu, usd_per_gpu_hour: hosting?.usd_per_gpu_hour ?? gpu.usd_per_hour[0]?.usd ?? null };
  const isApi = hosting === undefined && price?.price !== null && price?.price !== undefined && 'input' in price.price;
  const rowWith = (fit: Fitted): HostedRow =>
    costed({
      ...{ run_id: run.scorecard.run_id, model: spec.id, catalog_model: known.id, gpu: gpu.id, ...fit },
      ...{ of_the_suite: hosting !== undefined, utilisation: hosting?.utilisation ?? USUAL_UTILISATION },
      ...{ n: load.n, input_tokens: load.input, output_tokens: load.output },
      ...{ usd_per_gpu_hour: server.usd_per_gpu_hour, ...rivalOf(isApi ? spec.id : null, around) },
    });
  if (hosting) return [rowWith(fittedAsTold(server, hosting.count, { load, catalogue }))];
  return ([4, 8, 16] as const).map((precision) => rowWith(fittedAt(server, precision, { load, catalogue })));
}

const NO_LOAD: MeasuredLoad = { n: 0, input: null, output: null, usd_per_1k_requests: null };

const USUAL_UTILISATION = 0.5;

interface OnGpus {
  readonly shape: Shape;
  readonly gpu: Gpu;
}

interface Requests {
  readonly load: MeasuredLoad;
  readonly catalogue: CatalogGpus;
}

type Fitted = Pick<
  HostedRow,
  'precision' | 'gpus' | 'weights_gb' | 'kv_gb' | 'spare_gb' | 'tokens_per_s' | 'speed_source'
>;

/** The least GPUs at a precision. */
function fittedAt({ shape, gpu }: OnGpus, precision: Precision, { load, catalogue }: Requests): Fitted {
  const { gpus, ...fit } = fitOn(shape, { precision, ...atOnce(load) }, gpu.mem_gb);
  const request = requestOf(load);
  const speed =
    gpus === null || request === null
      ? null
      : speedOf({ model: shape, gpu, precision, count: gpus, ...request }, catalogue.throughput);
  return fittedAs({ precision, gpus, ...fit, speed });
}

/** As many GPUs as the suite says, at the precision that they serve it at. */
function fittedAsTold({ shape, gpu }: OnGpus, count: number, { load, catalogue }: Requests): Fitted {
  const request = requestOf(load);
  const served = servedAt({ model: shape, gpu, count, ...(request ?? EVEN) }, atOnce(load), catalogue.throughput);
  if (!served) return { ...NOT_FITTED, gpus: count };
  const fit = fitOn(shape, { precision: served.precision, ...atOnce(load) }, gpu.mem_gb, count);
  return fittedAs({ precision: served.precision, ...fit, speed: request && served });
}

/** Where a run does not tell the tokens of its requests, what fits is still known. */
const EVEN = { input: 1, output: 1 } as const;

const NOT_FITTED: Fitted = {
  ...{ precision: null, gpus: null, weights_gb: null, kv_gb: null, spare_gb: null },
  ...{ tokens_per_s: null, speed_source: null },
};

const fittedAs = ({
  speed,
  ...fit
}: Omit<Fitted, 'tokens_per_s' | 'speed_source'> & { readonly speed: ReturnType<typeof speedOf> | null }): Fitted => ({
  ...{ precision: fit.precision, gpus: fit.gpus, weights_gb: fit.weights_gb, kv_gb: fit.kv_gb, spare_gb: fit.spare_gb },
  ...{ tokens_per_s: speed?.tokens_per_s ?? null, speed_source: speed?.source ?? null },
});

/** Sequences long enough for the run's mean request. */
const atOnce = ({ input, output }: MeasuredLoad) => ({
  ...LOAD,
  context: Math.max(LOAD.context, Math.ceil((input ?? 0) + (output ?? 0))),
});

const requestOf = ({ input, output }: MeasuredLoad): { input: number; output: number } | null =>
  input === null || output === null || input + output === 0 ? null : { input, output };

type Rival = Pick<HostedRow, 'against' | 'against_usd_per_1k_requests'>;

/** What an API took for the requests: the model's own, else the incumbent's where that is one. */
function rivalOf(own: string | null, { run, loads, models }: Around): Rival {
  const { economics } = run.scorecard;
  const name = own ?? economics?.incumbent ?? run.manifest.suite.roles?.incumbent ?? null;
  const rival = models.find(({ spec }) => spec.id === name);
  const cost = name === null ? null : (loads.get(name)?.usd_per_1k_requests ?? null);
  if (!rival || rival.spec.hosting || !cost) return { against: null, against_usd_per_1k_requests: null };
  return { against: name, against_usd_per_1k_requests: cost };
}

type Uncosted = Omit<HostedRow, 'usd_per_month' | 'usd_per_1m_tokens' | 'usd_per_1k_requests' | `break_even_${string}`>;

/** What the GPUs cost, and from how many requests on that is less. */
function costed(row: Uncosted): HostedRow {
  const { gpus, usd_per_gpu_hour, tokens_per_s, input_tokens, output_tokens, utilisation } = row;
  const rented =
    gpus === null || usd_per_gpu_hour === null || row.precision === null ? null : { gpus, usd_per_gpu_hour };
  const usd_per_month = rented && usdPerMonth(rented);
  if (!rented || !usd_per_month || tokens_per_s === null || input_tokens === null || output_tokens === null) {
    return { ...row, usd_per_month, ...NO_COSTS };
  }
  const requests_per_s = tokens_per_s / (input_tokens + output_tokens);
  const server = { ...rented, input: input_tokens, output: output_tokens, requests_per_s };
  const usd_per_1m_tokens = usdPerMillionTokens(server, utilisation);
  const break_even = breakEvenOf(usd_per_month, row.against_usd_per_1k_requests);
  return {
    ...{ ...row, usd_per_month, usd_per_1m_tokens, break_even_requests_per_month: break_even },
    usd_per_1k_requests: (usd_per_1m_tokens * (input_tokens + output_tokens)) / 1000,
    break_even_utilisation: break_even && shareOf(break_even.value, requests_per_s * SECONDS_PER_MONTH),
  };
}

const NO_COSTS = {
  ...{ usd_per_1m_tokens: null, usd_per_1k_requests: null },
  ...{ break_even_requests_per_month: null, break_even_utilisation: null },
};

const shareOf = (requests: number | null, most: number): number | null => (requests === null ? null : requests / most);

/** The dearer the API, the fewer requests it takes: the limits change places. */
function breakEvenOf(usd_per_month: number, cost: Estimate | null): HostedRow['break_even_requests_per_month'] {
  if (!cost?.value) return null;
  const requests = (usd_per_1k: number | null) => (usd_per_1k ? (1000 * usd_per_month) / usd_per_1k : null);
  return { value: requests(cost.value), low: requests(cost.high), high: requests(cost.low) };
}
