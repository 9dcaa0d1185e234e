import {
  breakEven,
  type Fit,
  fitOn,
  type Gpu,
  type Server,
  speedOf,
  usdPer1kRequests,
  usdPerMillionTokens,
  usdPerMonth,
} from '../analysis/hosting.ts';
import { type CatalogModel, hasShape, type Precision, type Shape } from '../analysis/model-size.ts';
import { loadGpus, loadModels } from '../catalog/load.ts';
import type { CatalogGpus } from '../catalog/schema.ts';
import { UserError } from '../domain/errors.ts';
import type { TokenPrice } from '../domain/price.ts';
import { hint } from '../lib/suggest.ts';
import { findModel } from '../suites/catalogue-names.ts';
import { openPrices, priceNamed } from './prices.ts';

export interface HostRequest {
  /** A model of the catalogue, by its id or its name on the hub. */
  readonly model: string;
  /** GPUs, by id; all by default. */
  readonly gpus?: readonly string[] | undefined;
  readonly precisions: readonly Precision[];
  /** Tokens of a sequence, and how many of them at once. */
  readonly context: number;
  readonly concurrent: number;
  /** Tokens of a request. */
  readonly input: number;
  readonly output: number;
  /** The share of its most that a server is used, 0…1. */
  readonly utilisation: number;
  /** In place of the catalogue's. */
  readonly usdPerGpuHour?: number | undefined;
  readonly opsUsdPerMonth?: number | undefined;
  /** APIs to set it against, `provider/name`. */
  readonly against?: readonly string[] | undefined;
  /** The day of their prices. */
  readonly at: string;
  readonly priceFile?: string | undefined;
}

/** A model on a GPU at a precision, what it costs, and from where on it costs less than an API; null where unknown. */
export interface Hosting extends Fit {
  readonly model: string;
  readonly gpu: string;
  readonly precision: Precision;
  readonly usd_per_gpu_hour: number | null;
  /** Who asks that, and when: `RunPod 2026-05`; null where the user told it, or nobody. */
  readonly usd_per_gpu_hour_source: string | null;
  readonly usd_per_month: number | null;
  /** In and out. */
  readonly tokens_per_s: number | null;
  /** Where the speed is from; `estimate` where nobody has measured it. */
  readonly speed_source: string | null;
  readonly usd_per_1m_tokens: number | null;
  readonly against: string | null;
  readonly api_usd_per_1k_requests: number | null;
  readonly break_even_requests_per_month: number | null;
  /** Above 1 it can never be reached. */
  readonly break_even_utilisation: number | null;
}

/** What hosting a model needs and costs, a row a precision, GPU and API. Throws a UserError for names that are not known. */
export async function host(request: HostRequest): Promise<Hosting[]> {
  const [{ models }, { gpus, throughput }] = await Promise.all([loadModels(), loadGpus()]);
  const model = shapeNamed(request.model, models);
  checkContext(request, model);
  const chosen = gpusNamed(request.gpus, gpus);
  const rivals = await rivalsOf(request);
  return request.precisions.flatMap((precision) =>
    chosen.flatMap((gpu) => {
      const hosted = hostedOn(model, gpu, precision, { request, throughput });
      return rivals.length === 0
        ? [rowOf(hosted, null, request)]
        : rivals.map((rival) => rowOf(hosted, rival, request));
    }),
  );
}

/** What is asked and answered has to have room in a sequence, and that in what the model reads. */
function checkContext({ context, input, output }: HostRequest, model: Shape): void {
  if (context > model.context) {
    throw new UserError(`${model.id} reads ${model.context} tokens at most: --context ${context} is more`);
  }
  if (input + output > context) {
    throw new UserError(
      `a request of ${input} tokens in and ${output} out does not fit in sequences of ${context}: give --context ${input + output}`,
    );
  }
}

function shapeNamed(name: string, models: readonly CatalogModel[]): Shape {
  const found = findModel(name, models);
  if (!found) {
    throw new UserError(
      `no model "${name}" in the catalogue${hint(
        name,
        models.filter(hasShape).map(({ id }) => id),
      )}`,
    );
  }
  if (hasShape(found)) return found;
  throw new UserError(
    `${name} cannot be sized: ${found.open_weights ? 'its shape' : 'its architecture'} is not published`,
  );
}

function gpusNamed(names: readonly string[] | undefined, gpus: readonly Gpu[]): readonly Gpu[] {
  return (
    names?.map((name) => {
      const found = gpus.find(({ id }) => id === name);
      if (found) return found;
      throw new UserError(
        `no GPU "${name}"${hint(
          name,
          gpus.map(({ id }) => id),
        )}`,
      );
    }) ?? gpus
  );
}

interface Rival {
  readonly name: string;
  readonly price: TokenPrice;
}

async function rivalsOf({ against = [], at, priceFile }: HostRequest): Promise<Rival[]> {
  if (against.length === 0 && priceFile === undefined) return [];
  const bare = against.find((name) => !name.includes('/'));
  if (bare !== undefined) throw new UserError(`"${bare}" is not an API: name it provider/name, as openai/gpt-4o`);
  const prices = await openPrices({ priceFile });
  return await Promise.all(against.map(async (name) => ({ name, price: await priceNamed(name, at, prices) })));
}

interface Hosted {
  readonly facts: Omit<Hosting, 'against' | 'api_usd_per_1k_requests' | `break_even_${string}`>;
  readonly server: Server | null;
}

interface Around {
  readonly request: HostRequest;
  readonly throughput: CatalogGpus['throughput'];
}

function hostedOn(model: Shape, gpu: Gpu, precision: Precision, { request, throughput }: Around): Hosted {
  const { context, concurrent, input, output, utilisation } = request;
  const fit = fitOn(model, { precision, context, concurrent }, gpu.mem_gb);
  const listed = request.usdPerGpuHour === undefined ? gpu.usd_per_hour[0] : undefined;
  const hourly = request.usdPerGpuHour ?? listed?.usd ?? null;
  const speed =
    fit.gpus === null ? null : speedOf({ model, gpu, precision, count: fit.gpus, input, output }, throughput);
  const server: Server | null =
    fit.gpus === null || hourly === null || speed === null
      ? null
      : {
          ...{ gpus: fit.gpus, usd_per_gpu_hour: hourly, input, output },
          requests_per_s: speed.tokens_per_s / (input + output),
          ops_usd_per_month: request.opsUsdPerMonth ?? 0,
        };
  return {
    server,
    facts: {
      ...{ model: model.id, gpu: gpu.id, precision, ...fit, usd_per_gpu_hour: hourly },
      usd_per_gpu_hour_source: listed ? `${listed.at} ${listed.date}` : null,
      usd_per_month: server && usdPerMonth(server),
      tokens_per_s: speed?.tokens_per_s ?? null,
      speed_source: speed?.source ?? null,
      usd_per_1m_tokens: server && usdPerMillionTokens(server, utilisation),
    },
  };
}

function rowOf({ facts, server }: Hosted, rival: Rival | null, request: HostRequest): Hosting {
  const even = server && rival && breakEven(server, rival.price);
  return {
    ...facts,
    against: rival?.name ?? null,
    api_usd_per_1k_requests: rival && usdPer1kRequests(request, rival.price),
    break_even_requests_per_month: even?.requests_per_month ?? null,
    break_even_utilisation: even?.utilisation ?? null,
  };
}
