import { describe, expect, test } from 'vitest';
import type { HostName } from '../domain/price.ts';
import { loadCirculating, loadGpus, loadModels, loadPrices } from './load.ts';

const [prices, models, gpus] = await Promise.all([loadPrices(), loadModels(), loadGpus()]);

const repeated = (keys: readonly string[]) => keys.filter((key, place) => keys.indexOf(key) < place);

describe('every figure has its source', () => {
  test('every source that is named is known', () => {
    const used = [
      ...prices.prices.flatMap(({ source }) => source.map((one) => [one, prices.sources] as const)),
      ...models.models.flatMap(({ mmlu, params_source, arch_source = [] }) =>
        [...mmlu.map(({ source }) => source), ...arch_source, ...(params_source ? [params_source] : [])].map(
          (one) => [one, models.sources] as const,
        ),
      ),
      ...gpus.gpus.flatMap(({ source, usd_per_hour }) =>
        [source, ...usd_per_hour.flatMap((price) => price.source)].map((one) => [one, gpus.sources] as const),
      ),
      ...gpus.throughput.map(({ source }) => [source, gpus.sources] as const),
    ];
    expect(used.filter(([one, known]) => !(one in known)).map(([one]) => one)).toEqual([]);
  });

  test('every source that is known is used', () => {
    const used = new Set(prices.prices.flatMap(({ source }) => source));
    expect(Object.keys(prices.sources).filter((one) => !used.has(one))).toEqual([]);
  });

  test('nothing is dated after the file', () => {
    expect(prices.prices.filter(({ from }) => from > prices.as_of)).toEqual([]);
    expect(models.models.filter(({ released }) => released > models.as_of)).toEqual([]);
  });
});

describe('prices', () => {
  test('of a model at a provider begin on different days and do not overlap', () => {
    expect(repeated(prices.prices.map(({ model, provider, from }) => `${provider}/${model} ${from}`))).toEqual([]);
    for (const { model, provider, from, to } of prices.prices) {
      expect(to === undefined || to > from).toBe(true);
      const next = prices.prices
        .filter((other) => other.model === model && other.provider === provider && other.from > from)
        .map((other) => other.from)
        .sort()[0];
      if (to !== undefined && next !== undefined) expect(next >= to).toBe(true);
    }
  });

  test('are those of 82 models at 15 hosts', () => {
    expect(new Set(prices.prices.map(({ model }) => model)).size).toBe(82);
    expect(new Set(prices.prices.map(({ provider }) => provider)).size).toBe(15);
    expect(prices.prices).toHaveLength(142);
  });

  test('say which were not read in a sure source', () => {
    const unsure = prices.prices.filter(({ check }) => check !== 'read');
    expect(unsure.map(({ model, provider }) => `${provider}/${model}`)).toEqual([
      'together/mixtral-8x22b',
      'openrouter/gpt-oss-120b',
    ]);
  });
});

describe('models', () => {
  test('have each an id of their own', () => {
    expect(repeated(models.models.map(({ id }) => id))).toEqual([]);
    expect(models.models).toHaveLength(54);
  });

  test('keep the marks of figures that were not read again', () => {
    const recalled = models.models.filter(({ mmlu }) => mmlu.some(({ check }) => check === 'recalled'));
    expect(recalled.map(({ id }) => id)).toEqual([
      'claude-3-sonnet',
      'claude-3-haiku',
      'qwen3-8b',
      'qwen3-32b',
      'qwen3-30b-a3b',
      'qwen3-235b-a22b',
    ]);
  });

  test('of which the shape is known have the KV cache that follows from it', () => {
    const shaped = models.models.filter((model) => model.kv_bytes_per_token_bf16 !== undefined);
    expect(shaped).toHaveLength(34);
    for (const { id, attention, layers = 0, kv_heads = 0, head_dim = 0, mla, kv_bytes_per_token_bf16 } of shaped) {
      const perLayer = attention === 'mla' && mla ? mla.kv_lora_rank + mla.rope_head_dim : 2 * kv_heads * head_dim;
      expect([id, 2 * layers * perLayer]).toEqual([id, kv_bytes_per_token_bf16]);
    }
  });
});

describe('names of hosts', () => {
  test('are for models that have a price at that host', () => {
    const priced = new Set(prices.prices.map(({ provider, model }) => `${provider}/${model}`));
    expect(models.names.filter(({ provider, model }) => !priced.has(`${provider}/${model}`))).toEqual([]);
  });

  test('mean one model on any day', () => {
    const overlapping = models.names.filter((one: HostName, place) =>
      models.names.slice(0, place).some((other: HostName) => isSameName(one, other) && areAtOnce(one, other)),
    );
    expect(overlapping).toEqual([]);
  });

  const isSameName = (one: HostName, other: HostName) => one.provider === other.provider && one.name === other.name;
  const areAtOnce = (one: HostName, other: HostName) =>
    (one.from ?? '') < (other.to ?? '9999') && (other.from ?? '') < (one.to ?? '9999');
});

test('GPUs are those that throughputs speak of', () => {
  const ids = gpus.gpus.map(({ id }) => id);
  expect(repeated(ids)).toEqual([]);
  expect(gpus.throughput.filter(({ gpu }) => !ids.includes(gpu))).toEqual([]);
  const known = new Set(models.models.map(({ id }) => id));
  expect(gpus.throughput.filter(({ model }) => !known.has(model))).toEqual([]);
});

test('the score that stands for one that circulates is published, and its host has a price', async () => {
  for (const { model, host, mmlu } of (await loadCirculating()).models) {
    const scores = models.models.find(({ id }) => id === model)?.mmlu ?? [];
    expect(scores.filter(({ setting, variant }) => setting === mmlu.setting && variant === mmlu.variant)).toHaveLength(
      1,
    );
    expect(prices.prices.some((row) => row.model === model && row.provider === host)).toBe(true);
  }
});
