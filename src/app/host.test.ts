import { describe, expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { type HostRequest, host } from './host.ts';

const request = (facts: Partial<HostRequest> = {}): HostRequest => ({
  ...{ model: 'llama-3.3-70b', gpus: ['h100-80'], precisions: [8], context: 4096, concurrent: 16 },
  ...{ input: 1000, output: 1000, utilisation: 1, usdPerGpuHour: 2.99, at: '2026-11-22' },
  ...facts,
});

test('a model on GPUs whose speed is published, against an API', async () => {
  const [row, ...more] = await host(request({ against: ['groq/llama-3.3-70b-versatile'] }));
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    ...{ model: 'llama-3.3-70b', gpu: 'h100-80', gpus: 2, precision: 8, tokens_per_s: 8410 },
    ...{ speed_source: 'tensorrt-llm 1000/1000', against: 'groq/llama-3.3-70b-versatile' },
  });
  expect(row?.usd_per_month).toBeCloseTo(4365.4, 6);
  expect(row?.usd_per_1m_tokens).toBeCloseTo(0.1975, 4);
  expect(row?.api_usd_per_1k_requests).toBeCloseTo(1.38, 6);
  expect(row?.break_even_requests_per_month).toBeCloseTo(3_163_333, -1);
  expect(row?.break_even_utilisation).toBeCloseTo(0.286, 3);
});

test('of several published speeds that of the nearest load is taken', async () => {
  const [row] = await host(request({ input: 4000, output: 90, against: ['groq/llama-3.3-70b'] }));
  expect(row?.speed_source).toBe('tensorrt-llm 2048/128');
});

test('people and storage make the month dearer, and the volume at which it pays greater', async () => {
  const [row] = await host(request({ opsUsdPerMonth: 4365.4, against: ['groq/llama-3.3-70b'] }));
  expect(row?.usd_per_month).toBeCloseTo(8730.8, 6);
  expect(row?.break_even_utilisation).toBeCloseTo(0.5725, 4);
});

test('a speed that nobody has published is an estimate, and said to be one', async () => {
  const [row] = await host(request({ gpus: ['a100-80'] }));
  expect(row?.speed_source).toBe('estimate');
});

test('what does not fit, or has no price, costs an unknown amount', async () => {
  const big = request({ model: 'deepseek-v3', gpus: ['l4-24'], precisions: [16] });
  expect(await host(big)).toMatchObject([{ gpus: null, usd_per_month: null, tokens_per_s: null }]);
  const unpriced = request({ gpus: ['l4-24'], usdPerGpuHour: undefined });
  expect(await host(unpriced)).toMatchObject([{ gpus: 8, usd_per_month: null, usd_per_1m_tokens: null }]);
});

test('what an API asks is known also where the GPUs’ price is not', async () => {
  const unpriced = request({ gpus: ['l4-24'], usdPerGpuHour: undefined, against: ['openai/gpt-4o'] });
  expect(await host(unpriced)).toMatchObject([
    { usd_per_month: null, api_usd_per_1k_requests: 12.5, break_even_requests_per_month: null },
  ]);
});

test('an hour of a GPU has who asks its price, and when, unless the user told it', async () => {
  const sourceOf = async (usdPerGpuHour?: number) =>
    (await host(request({ gpus: ['a100-80'], usdPerGpuHour }))).map((row) => row.usd_per_gpu_hour_source);
  expect(await sourceOf()).toEqual(['RunPod 2026-05']);
  expect(await sourceOf(2)).toEqual([null]);
});

test('all GPUs are told where none is named; a model may have its name on the hub', async () => {
  const rows = await host(
    request({ model: 'meta-llama/llama-3.3-70b-instruct', gpus: undefined, precisions: [16, 4] }),
  );
  expect(rows).toHaveLength(12);
});

describe('an error', () => {
  test.each<[string, Partial<HostRequest>, string]>([
    [
      'a model that is mistyped',
      { model: 'lama-3-70b' },
      'no model "lama-3-70b" in the catalogue; did you mean "llama-3-70b"?',
    ],
    ['a model behind an API alone', { model: 'gpt-4o' }, 'gpt-4o cannot be sized: its architecture is not published'],
    ['a GPU that is not there', { gpus: ['h100-81'] }, 'no GPU "h100-81"; did you mean "h100-80"?'],
    [
      'an API without a price',
      { against: ['openai/gpt-99'] },
      'no price for openai/gpt-99 on 2026-11-22: it is not in the catalogue',
    ],
    [
      'a request longer than a sequence',
      { input: 4000, output: 97 },
      'a request of 4000 tokens in and 97 out does not fit in sequences of 4096: give --context 4097',
    ],
    [
      'a sequence longer than the model reads',
      { context: 131_073 },
      'llama-3.3-70b reads 131072 tokens at most: --context 131073 is more',
    ],
    ['a price file that is not there, though no API is named', { priceFile: './no.yaml' }, './no.yaml: no such file'],
    [
      'an API without its provider',
      { against: ['gpt-4o'] },
      '"gpt-4o" is not an API: name it provider/name, as openai/gpt-4o',
    ],
    ['an API before its time', { against: ['openai/gpt-5'], at: '2024-01-01' }, 'its first price is of 2025-08-07'],
  ])('is %s', async (_, facts, message) => {
    expect(await problemOf(() => host(request(facts)))).toContain(message);
  });
});
