import type { CatalogGpus } from '../catalog/schema.ts';
import type { TokenPrice } from '../domain/price.ts';
import { ratesOf } from '../pricing/rates.ts';
import { kvBytes, PRECISIONS, type Precision, parametersOf, type Shape, weightBytes } from './model-size.ts';

/** GPUs that one server is made of: tensor parallelism splits by powers of two. */
const COUNTS = [1, 2, 4, 8, 16, 32] as const;

/** The share of a GPU's memory that is used, and what of it is lost to the runtime. */
const MEMORY_USED = 0.9;
const OVERHEAD_GB = 2;

const HOURS_PER_MONTH = 730;
export const SECONDS_PER_MONTH = 3600 * HOURS_PER_MONTH;

/** What is to be held at once. */
export interface Load {
  readonly precision: Precision;
  /** Tokens of a sequence, prompt and answer. */
  readonly context: number;
  /** Sequences at once. */
  readonly concurrent: number;
}

/** What a model needs, in 10⁹ bytes, and the least number of GPUs that have it; null where even the most are too few. */
export interface Fit {
  readonly weights_gb: number;
  readonly kv_gb: number;
  readonly gpus: number | null;
  /** The most that its heads can be split over, up to 32. */
  readonly gpus_at_most: number;
  /** What is left on that many; how much the most lack, below 0, where none fits. */
  readonly spare_gb: number;
}

/** The least number of GPUs that divides the heads and holds the weights and the cache, which is split evenly; `has`: that many. */
export function fitOn(model: Shape, load: Load, mem_gb: number, has?: number): Fit {
  const weights_gb = weightBytes(model, load.precision) / 1e9;
  const kv_gb = (load.concurrent * kvBytes(model, load.context)) / 1e9;
  const spare = (count: number) => spareOn(model, load, mem_gb, count);
  const counts = has === undefined ? COUNTS.filter((count) => model.heads % count === 0) : [has];
  const gpus = counts.find((count) => spare(count) >= 0) ?? null;
  const gpus_at_most = counts.at(-1) ?? 1;
  return { weights_gb, kv_gb, gpus, gpus_at_most, spare_gb: spare(gpus ?? gpus_at_most) };
}

/** Tokens of a request. */
interface Request {
  readonly input: number;
  readonly output: number;
}

/** A server that runs, and what is asked of it. */
export interface Server extends Request {
  readonly gpus: number;
  readonly usd_per_gpu_hour: number;
  readonly requests_per_s: number;
  /** People, storage, egress, in USD a month. */
  readonly ops_usd_per_month?: number;
}

/** USD per 1M tokens, in and out together, at a share of the most that it can do. */
export const usdPerMillionTokens = (server: Server, utilisation: number): number => {
  const tokens_per_s = server.requests_per_s * (server.input + server.output);
  return (1e6 * server.gpus * server.usd_per_gpu_hour) / (3600 * tokens_per_s * utilisation);
};

type Rented = Pick<Server, 'gpus' | 'usd_per_gpu_hour' | 'ops_usd_per_month'>;

export const usdPerMonth = ({ gpus, usd_per_gpu_hour, ops_usd_per_month = 0 }: Rented): number =>
  gpus * usd_per_gpu_hour * HOURS_PER_MONTH + ops_usd_per_month;

/** From where on hosting costs less than an API; null where that costs nothing, and hosting never pays. */
export interface BreakEven {
  readonly requests_per_month: number | null;
  /** The share of the server's most that this is; above 1 it can never be reached. */
  readonly utilisation: number | null;
}

/** What 1,000 requests cost at an API, outside of hours with rates of their own. */
export function usdPer1kRequests({ input, output }: Request, { bands: _, ...api }: TokenPrice): number {
  const rates = ratesOf(api, { input, started_at: '' });
  return (input * rates.input + output * rates.output) / 1000;
}

/** The volume at which a server costs as much as an API does for the same requests. */
export function breakEven(server: Server, api: TokenPrice): BreakEven {
  const usd_per_request = usdPer1kRequests(server, api) / 1000;
  if (usd_per_request === 0) return { requests_per_month: null, utilisation: null };
  const requests_per_month = usdPerMonth(server) / usd_per_request;
  return { requests_per_month, utilisation: requests_per_month / (server.requests_per_s * SECONDS_PER_MONTH) };
}

/** The share of a GPU's peak that servers reach, by kind of model: seen are 0.25 to 0.48, and 0.03 to 0.14. */
const REACHED = { dense: 0.35, moe: 0.08 } as const;

/** Tokens a second, in and out, of one GPU where nobody has measured them: a share of its peak over what a token takes. */
const estimatedTokensPerS = (model: Shape, tflops: number): number =>
  (REACHED[model.moe ? 'moe' : 'dense'] * tflops * 1e12) / (2 * parametersOf(model).active);

export type Gpu = CatalogGpus['gpus'][number];

/** What a speed is asked for: so many GPUs, a precision, and the tokens of a request. */
export interface SpeedOf {
  readonly model: Shape;
  readonly gpu: Gpu;
  readonly precision: Precision;
  readonly count: number;
  readonly input: number;
  readonly output: number;
}

/** The most tokens a second, in and out, and who measured them; `estimate` where nobody has. */
export interface Speed {
  readonly tokens_per_s: number;
  readonly source: string;
}

/** The published speed on as many of these GPUs, of the load nearest to the request; else an estimate. */
export function speedOf(wanted: SpeedOf, throughput: CatalogGpus['throughput']): Speed {
  const { model, gpu, precision, count } = wanted;
  const ratio = (row: { input?: number; output?: number }) => Math.log((row.input ?? 1) / (row.output ?? 1));
  const [best] = throughput
    .filter((row) => row.model === model.id && row.gpu === gpu.id && row.count === count)
    .filter(({ bits }) => Math.floor(bits) === precision)
    .sort((a, b) => Math.abs(ratio(a) - ratio(wanted)) - Math.abs(ratio(b) - ratio(wanted)));
  if (!best) {
    const tflops = precision === 8 ? (gpu.fp8_tflops ?? gpu.int8_tflops ?? gpu.bf16_tflops) : gpu.bf16_tflops;
    return { tokens_per_s: count * estimatedTokensPerS(model, tflops), source: 'estimate' };
  }
  const { input = 0, output = 1, output_tokens_per_s = 0, total_tokens_per_s, load } = best;
  const tokens_per_s = total_tokens_per_s ?? (output_tokens_per_s * (input + output)) / output;
  return { tokens_per_s, source: `${best.source} ${load ?? `${input}/${output}`}` };
}

/** The precision that GPUs serve a model at: one that was measured on them, else the finest that has room; null for none. */
export function servedAt(
  wanted: Omit<SpeedOf, 'precision'>,
  load: Omit<Load, 'precision'>,
  throughput: CatalogGpus['throughput'],
): (Speed & { readonly precision: Precision }) | null {
  const { model, gpu, count } = wanted;
  const room = PRECISIONS.filter((precision) => spareOn(model, { ...load, precision }, gpu.mem_gb, count) >= 0);
  const speeds = room.map((precision) => ({ precision, ...speedOf({ ...wanted, precision }, throughput) }));
  return speeds.find(({ source }) => source !== 'estimate') ?? speeds[0] ?? null;
}

/** The memory in 10⁹ bytes that so many GPUs have left; below 0 what they lack. */
function spareOn(model: Shape, load: Load, mem_gb: number, count: number): number {
  const needed = weightBytes(model, load.precision) + load.concurrent * kvBytes(model, load.context);
  return count * (mem_gb * MEMORY_USED - OVERHEAD_GB) - needed / 1e9;
}
