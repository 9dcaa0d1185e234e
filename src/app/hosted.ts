import { servedAt, usdPerMillionTokens } from '../analysis/hosting.ts';
import { hasShape, type Shape } from '../analysis/model-size.ts';
import { loadGpus, loadModels } from '../catalog/load.ts';
import type { CatalogGpus, CatalogModels } from '../catalog/schema.ts';
import { UserError } from '../domain/errors.ts';
import { type HostingSpec, type ModelSpec, splitModel, whoAnswered } from '../domain/model.ts';
import type { ModelPrice } from '../domain/price.ts';
import { findModel } from '../suites/catalogue-names.ts';

/** What a server is to hold at once where nobody says: as `host` takes it. */
export const LOAD = { context: 4096, concurrent: 16 } as const;

/** The tokens of a request, while a run has not told better: as `host` takes them. */
const REQUEST = { input: 1000, output: 1000 } as const;

/** Prices by a model's id. */
export type HostedPrices = ReadonlyMap<string, ModelPrice>;

/**
 * The prices of the models whose only price is what they run on. Throws one UserError, a problem a model, for those that
 * cannot be sized, or do not fit.
 */
export async function hostedPrices(
  models: readonly ModelSpec[],
  placeOf: (id: string) => string,
): Promise<HostedPrices> {
  const hosted = models.filter(isPricedByHosting);
  if (hosted.length === 0) return new Map();
  const [{ models: known }, catalogue] = await Promise.all([loadModels(), loadGpus()]);
  const found = hosted.map((spec) => ({ spec, price: hostedPrice(spec, known, catalogue) }));
  const problems = found.flatMap(({ spec, price }) =>
    typeof price === 'string' ? [`${placeOf(spec.id)}: ${price}`] : [],
  );
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return new Map(found.flatMap(({ spec, price }) => (typeof price === 'string' ? [] : [[spec.id, price]])));
}

/** Numbers of GPUs that a model's heads cannot be split over: no usual server runs it on them. */
export async function splitWarnings(models: readonly ModelSpec[]): Promise<string[]> {
  const hosted = models.filter(({ hosting }) => hosting !== undefined && hosting.count > 1);
  if (hosted.length === 0) return [];
  const { models: known } = await loadModels();
  return hosted.flatMap((spec) => {
    const { id, hosting } = spec;
    const shape = findModel(nameOf(spec), known);
    if (!shape || !hosting || !hasShape(shape) || shape.heads % hosting.count === 0) return [];
    return [
      `${id}: the ${shape.heads} heads of ${shape.id} cannot be split evenly over ${hosting.count} GPUs, as tensor parallelism does; its cost is told as if they could`,
    ];
  });
}

type Hosted = ModelSpec & { readonly hosting: HostingSpec };

/** True where what a model runs on is all that the suite says of its price. */
export const isPricedByHosting = (spec: ModelSpec): spec is Hosted =>
  spec.hosting !== undefined && spec.price === undefined;

/** The name that the catalogue is to know. */
const nameOf = (spec: ModelSpec): string => spec.catalog ?? splitModel(whoAnswered(spec).model).name;

/** A price, or why there is none. */
function hostedPrice(spec: Hosted, known: CatalogModels['models'], catalogue: CatalogGpus) {
  const { id, hosting } = spec;
  const shape = findModel(nameOf(spec), known);
  const gpu = catalogue.gpus.find((one) => one.id === hosting.gpu);
  if (!shape || !gpu) return `${id} is hosted on what the catalogue does not know`;
  if (!hasShape(shape)) return `${shape.id} cannot be sized, its architecture is not published: give its price`;
  const usd_per_gpu_hour = hosting.usd_per_gpu_hour ?? gpu.usd_per_hour[0]?.usd;
  if (usd_per_gpu_hour === undefined) return `nobody knows what an hour of ${gpu.id} costs: give usd_per_gpu_hour`;
  return priceOn({ id, shape, gpu, usd_per_gpu_hour, hosting }, catalogue);
}

interface Server {
  readonly id: string;
  readonly shape: Shape;
  readonly gpu: CatalogGpus['gpus'][number];
  readonly usd_per_gpu_hour: number;
  readonly hosting: HostingSpec;
}

function priceOn({ id, shape, gpu, usd_per_gpu_hour, hosting }: Server, { throughput }: CatalogGpus) {
  const { count, utilisation } = hosting;
  const speed = servedAt({ model: shape, gpu, count, ...REQUEST }, LOAD, throughput);
  if (!speed)
    return `${shape.id} does not fit on ${count} × ${gpu.id}, not at 4 bits either; see llm-bench host ${shape.id}`;
  const { precision, tokens_per_s, source: speed_source } = speed;
  const requests_per_s = tokens_per_s / (REQUEST.input + REQUEST.output);
  const rate = usdPerMillionTokens({ gpus: count, usd_per_gpu_hour, requests_per_s, ...REQUEST }, utilisation);
  return {
    model: id,
    price: { input: rate, output: rate, input_cached: rate, ...(speed_source === 'estimate' && { estimated: true }) },
    origin: 'hosting',
    row: null,
    hosted: {
      ...{ model: shape.id, gpu: gpu.id, count, usd_per_gpu_hour, utilisation },
      ...{ precision, tokens_per_s, speed_source },
    },
  } satisfies ModelPrice;
}
