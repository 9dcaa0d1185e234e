import { z } from 'zod';

const name = z.string().trim().min(1);
/** USD; more than a dollar a token is a slip, and what it comes to could not be told from infinity. */
const usd = z.number().nonnegative().max(1e6);
const day = z.iso.date('must be a day: 2024-05-13');
const month = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/, 'must be a day or a month: 2024-05');

const rates = {
  input: usd,
  output: usd,
  input_cached: usd.describe('cache reads; default: input').exactOptional(),
  input_cache_write: usd
    .describe('written to a cache that lasts five minutes, or as long as the vendor says')
    .exactOptional(),
  input_cache_write_1h: usd.describe('written to a cache that lasts an hour').exactOptional(),
};

const hours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'must be two times of the day, UTC: 16:30-00:30');

const price = {
  ...rates,
  long_context: z
    .strictObject({ above: z.int().positive(), ...rates })
    .describe('for the whole call, once it has more than `above` tokens of input')
    .exactOptional(),
  bands: z
    .array(z.strictObject({ hours: z.array(hours).min(1), ...rates }))
    .describe('for calls that begin in hours of the day, UTC: 16:30-00:30')
    .exactOptional(),
  batch: z.strictObject(rates).exactOptional(),
  tiers: z
    .record(z.string(), z.strictObject(rates))
    .describe('by the name that replies have for the tier')
    .exactOptional(),
};

/** What a model costs by its tokens, as suites and price files spell it. */
export const tokenPriceSchema = z.strictObject(price).describe('USD per 1M tokens');

const sources = z.record(z.string(), z.string());
const check = z.enum(['read', 'secondary', 'recalled', 'unverified']);
const head = { schema_version: z.literal(1), as_of: day, sources };

const priced = {
  model: name,
  provider: name,
  from: day,
  to: day.exactOptional(),
  ...price,
  note: name.exactOptional(),
};

/** `prices.yaml`. */
export const pricesSchema = z.strictObject({
  ...head,
  hosts: z.record(z.string(), name),
  prices: z.array(
    z.strictObject({
      ...priced,
      date_basis: z.enum(['announced', 'first_seen', 'snapshot']),
      seen: day.exactOptional(),
      source: z.array(name).min(1),
      check,
    }),
  ),
});

/** A user's own price file: rows as ours, of which a model, its provider and two rates are enough. */
export const priceFileSchema = z.strictObject({
  schema_version: z.literal(1).exactOptional(),
  as_of: day.exactOptional(),
  sources: sources.exactOptional(),
  prices: z
    .array(
      z.strictObject({
        ...priced,
        from: day.exactOptional(),
        date_basis: z.enum(['announced', 'first_seen', 'snapshot', 'own']).exactOptional(),
        seen: day.exactOptional(),
        source: z.union([name, z.array(name)]).exactOptional(),
        check: z.enum([...check.options, 'own']).exactOptional(),
      }),
    )
    .min(1),
});

const count = z.int().positive();
const billions = z.number().positive();

const modelSchema = z.strictObject({
  id: name,
  vendor: name,
  name,
  released: day,
  params_total_b: billions.nullable(),
  params_active_b: billions.nullable(),
  params_estimated: z.boolean().nullable(),
  params_source: name.exactOptional(),
  params_computed_b: billions.exactOptional(),
  active_computed_b: billions.exactOptional(),
  open_weights: z.boolean(),
  licence: name,
  hf: name.exactOptional(),
  context: count,
  attention: z.enum(['mha', 'gqa', 'mla']).exactOptional(),
  layers: count.exactOptional(),
  hidden: count.exactOptional(),
  heads: count.exactOptional(),
  kv_heads: count.exactOptional(),
  head_dim: count.exactOptional(),
  mla: z
    .strictObject({
      kv_lora_rank: count,
      q_lora_rank: z.int().nonnegative(),
      rope_head_dim: count,
      nope_head_dim: count,
      v_head_dim: count,
    })
    .exactOptional(),
  swa: z
    .strictObject({ window: count, global_layers: z.int().nonnegative(), kind: z.enum(['sliding', 'chunked']) })
    .exactOptional(),
  ffn: count.exactOptional(),
  moe: z
    .strictObject({
      experts: count,
      active: count,
      shared: z.int().nonnegative(),
      expert_ffn: count,
      dense_layers: z.int().nonnegative(),
    })
    .exactOptional(),
  vocab: count.exactOptional(),
  tied_embeddings: z.boolean().exactOptional(),
  kv_bytes_per_token_bf16: count.exactOptional(),
  arch_source: z.array(name).exactOptional(),
  mmlu: z.array(
    z.strictObject({ score: z.number().min(0).max(100), setting: name, variant: name, source: name, check }),
  ),
  note: name.exactOptional(),
});

/** `models.yaml`. */
export const modelsSchema = z.strictObject({
  ...head,
  names: z.array(
    z.strictObject({
      provider: name,
      name,
      model: name,
      from: day.exactOptional(),
      to: day.exactOptional(),
      on: day.exactOptional(),
    }),
  ),
  models: z.array(modelSchema),
});

/** `gpus.yaml`. */
export const gpusSchema = z.strictObject({
  ...head,
  gpus: z.array(
    z.strictObject({
      id: name,
      name,
      mem_gb: z.number().positive(),
      bf16_tflops: z.number().positive(),
      int8_tflops: z.number().positive().exactOptional(),
      fp8_tflops: z.number().positive().exactOptional(),
      source: name,
      check,
      usd_per_hour: z.array(
        z.strictObject({
          usd,
          at: name,
          date: month,
          source: z.array(name).min(1),
          check,
          low: usd.exactOptional(),
          high: usd.exactOptional(),
        }),
      ),
    }),
  ),
  throughput: z.array(
    z.strictObject({
      model: name,
      bits: z.number().positive(),
      gpu: name,
      count,
      input: count.exactOptional(),
      output: count.exactOptional(),
      load: name.exactOptional(),
      output_tokens_per_s: z.number().positive().exactOptional(),
      total_tokens_per_s: z.number().positive().exactOptional(),
      source: name,
      check,
    }),
  ),
});

/** `circulating.yaml`. */
export const circulatingSchema = z.strictObject({
  schema_version: z.literal(1),
  as_of: day,
  models: z.array(
    z.strictObject({
      model: name,
      host: name,
      said: z.strictObject({ params: name, mmlu: z.number().min(0).max(100), usd }),
      mmlu: z.strictObject({ setting: name, variant: name }),
    }),
  ),
});

export type CatalogPrices = z.infer<typeof pricesSchema>;
export type CatalogModels = z.infer<typeof modelsSchema>;
export type CatalogGpus = z.infer<typeof gpusSchema>;
export type CatalogCirculating = z.infer<typeof circulatingSchema>;
