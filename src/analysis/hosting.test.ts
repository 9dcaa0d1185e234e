import { describe, expect, test } from 'vitest';
import { loadModels } from '../catalog/load.ts';
import { breakEven, fitOn, type Server, usdPer1kRequests, usdPerMillionTokens, usdPerMonth } from './hosting.ts';
import { hasShape, kvBytes, PRECISIONS, parametersOf, type Shape, weightBytes } from './model-size.ts';

const { models } = await loadModels();
const shapes = models.filter(hasShape);
const shape = (id: string) => shapes.find((model) => model.id === id) as Shape;

describe('parameters follow from the shape', () => {
  const known = shapes.filter(({ params_computed_b }) => params_computed_b !== undefined);
  test('of 32 models', () => expect(known).toHaveLength(32));
  test.each(known.map((model) => [model.id, model] as const))('%s', (_, model) => {
    const { total, active } = parametersOf(model);
    expect(Math.abs(total / 1e9 - (model.params_computed_b ?? 0))).toBeLessThanOrEqual(0.0101);
    expect(Math.abs(active / 1e9 - (model.active_computed_b ?? 0))).toBeLessThanOrEqual(0.0101);
  });
});

/** Weights in GB at 16, 8 and 4 bits, KiB of cache a token, and GPUs at 16, 8 and 4 bits for 16 sequences of 4,096 tokens. */
const TABLE: readonly [
  id: string,
  kv: number,
  gb: number[],
  a100: string,
  h200: string,
  l40s: string,
  small: string,
][] = [
  ['llama-3-8b', 128, [16.1, 8.0, 5.7], '1/1/1', '1/1/1', '1/1/1', '2/1/1'],
  ['mixtral-8x7b', 128, [93.4, 46.7, 24.7], '2/1/1', '1/1/1', '4/2/1', '8/4/2'],
  ['llama-3-70b', 320, [141.1, 70.6, 39.8], '4/2/1', '2/1/1', '4/4/2', '16/8/4'],
  ['mixtral-8x22b', 224, [281.3, 140.6, 73.7], '8/4/2', '4/2/1', '8/4/4', '16/8/8'],
  ['deepseek-v2', 67.5, [471.5, 235.7, 124.0], '8/4/2', '4/2/2', '16/8/4', '32/16/8'],
  ['llama-3.1-405b', 504, [811.7, 405.9, 217.1], '16/8/4', '8/4/4', '32/16/8', '–/32/16'],
  ['deepseek-v3', 68.6, [1342, 671, 351.4], '32/16/8', '16/8/4', '–/32/16', '–/–/32'],
];

describe('what a model needs is what published counts say', () => {
  test.each(TABLE)('%s', (id, kv, gb, ...gpus) => {
    const model = shape(id);
    expect(kvBytes(model, 1) / 1024).toBeCloseTo(kv, 1);
    for (const [place, precision] of PRECISIONS.entries()) {
      expect(Math.abs(weightBytes(model, precision) / 1e9 - (gb[place] ?? 0))).toBeLessThanOrEqual(
        place === 0 ? 0.5 : 0.051,
      );
    }
    const found = [80, 141, 48, 24].map((mem_gb) =>
      PRECISIONS.map(
        (precision) => fitOn(model, { precision, context: 4096, concurrent: 16 }, mem_gb).gpus ?? '–',
      ).join('/'),
    );
    expect(found).toEqual(gpus);
  });
});

test('layers with a window keep no more than that of a sequence', () => {
  const gemma = shape('gemma-2-9b');
  expect(kvBytes(gemma, 4096)).toBe(4096 * (gemma.kv_bytes_per_token_bf16 ?? 0));
  expect(kvBytes(gemma, 8192)).toBe(1.5 * 4096 * (gemma.kv_bytes_per_token_bf16 ?? 0));
});

test('what fits leaves room; what does not lacks some', () => {
  const load = { precision: 16, context: 4096, concurrent: 16 } as const;
  expect(fitOn(shape('llama-3-8b'), load, 80).spare_gb).toBeCloseTo(70 - 16.06 - 8.59, 1);
  expect(fitOn(shape('llama-3.1-405b'), load, 24)).toMatchObject({ gpus: null });
  expect(fitOn(shape('llama-3.1-405b'), load, 24).spare_gb).toBeLessThan(0);
  const maverick = fitOn(shape('llama-4-maverick'), load, 80);
  expect(maverick).toMatchObject({ gpus: null, gpus_at_most: 8 });
});

describe('Llama 3.3 70B in FP8 on two H100 at 2.99 USD an hour', () => {
  const even: Server = { gpus: 2, usd_per_gpu_hour: 2.99, requests_per_s: 4205 / 1000, input: 1000, output: 1000 };
  const reading: Server = { ...even, requests_per_s: 762 / 128, input: 2048, output: 128 };

  test('costs so much a month and per 1M tokens', () => {
    expect(usdPerMonth(even)).toBeCloseTo(4365.4, 6);
    expect(usdPerMillionTokens(even, 1)).toBeCloseTo(0.1975, 4);
    expect(usdPerMillionTokens(even, 0.3)).toBeCloseTo(0.658, 3);
    expect(usdPerMonth({ ...even, ops_usd_per_month: 1000 })).toBeCloseTo(5365.4, 6);
  });

  /** USD per 1,000 requests, requests a month in millions, share of the server's most in per cent. */
  test.each([
    ['the same model at Groq', 0.59, 0.79, [1.38, 3.16, 28.6], [1.31, 3.33, 21.3]],
    ['the same model at Together', 0.88, 0.88, [1.76, 2.48, 22.4], [1.91, 2.28, 14.6]],
    ['GPT-4o mini', 0.15, 0.6, [0.75, 5.82, 52.7], [0.38, 11.37, 72.7]],
    ['Haiku 4.5', 1, 5, [6.0, 0.73, 6.6], [2.69, 1.62, 10.4]],
    ['GPT-4o', 2.5, 10, [12.5, 0.35, 3.2], [6.4, 0.68, 4.4]],
  ])('breaks even against %s', (_, input, output, ...expected) => {
    const found = [even, reading].map((server) => {
      const { requests_per_month, utilisation } = breakEven(server, { input, output });
      return [
        usdPer1kRequests(server, { input, output }).toFixed(2),
        ((requests_per_month ?? 0) / 1e6).toFixed(2),
        (100 * (utilisation ?? 0)).toFixed(1),
      ];
    });
    expect(found.map((row) => row.map(Number))).toEqual(expected);
  });

  test('never breaks even against what costs nothing, though it cost nothing too', () => {
    const free = { input: 0, output: 0 };
    const never = { requests_per_month: null, utilisation: null };
    expect(breakEven(even, free)).toEqual(never);
    expect(breakEven({ ...even, usd_per_gpu_hour: 0 }, free)).toEqual(never);
  });
});

test('an API’s requests cost what so much input costs there, at its usual hours', () => {
  const price = {
    ...{ input: 1, output: 10, long_context: { above: 2000, input: 2, output: 15 } },
    bands: [{ hours: ['00:00-12:00', '12:00-00:00'], input: 7, output: 7 }],
  };
  expect(usdPer1kRequests({ input: 2000, output: 100 }, price)).toBeCloseTo(3, 9);
  expect(usdPer1kRequests({ input: 2001, output: 100 }, price)).toBeCloseTo(5.502, 9);
});
