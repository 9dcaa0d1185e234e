import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../domain/run.ts';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { stillClock } from '../testing/still-clock.ts';
import { type TempFolder, tempFolder } from '../testing/temp.ts';
import { type Reply, says, startVendor } from '../testing/vendor.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { validate } from './validate.ts';

const DAY = Date.parse('2026-11-22T12:00:00Z');
const clock = stillClock(DAY);
const env = { OPENAI_API_KEY: 'key-of-openai', DEEPSEEK_API_KEY: 'key-of-deepseek', XAI_API_KEY: 'key-of-xai' };

interface World {
  /** What stands after `models:`, with URL for the server's. */
  readonly models: string;
  readonly top?: string;
  readonly reply?: Reply;
  readonly priceFile?: string;
}

/** A run of one question; the folder and the server are gone when `look` has looked. */
async function asked<T>(
  { models, top = '', reply = says('4'), priceFile }: World,
  look: (came: Awaited<ReturnType<typeof run>> & { warnings: readonly string[]; temp: TempFolder }) => T | Promise<T>,
): Promise<T> {
  await using temp = await tempFolder();
  await using vendor = await startVendor([reply]);
  await temp.write('data.jsonl', '{"input": "2 + 2 =", "target": "4"}\n');
  await temp.write('own.yaml', 'prices: [{ model: gpt-5.4, provider: openai, input: 1, output: 2 }]\n');
  const tasks = '[{ name: t, dataset: ./data.jsonl, grade: exact }]';
  const text = `name: s\nmodels: ${models.replaceAll('URL', vendor.url)}\ntasks: ${tasks}\n${top}\n`;
  const path = await temp.write('s.yaml', text);
  let warnings: readonly string[] = [];
  const came = await run({
    ...{ path, results: join(temp.path, 'results'), env, clock },
    ...(priceFile && { priceFile: join(temp.path, priceFile) }),
    onStart: (start) => {
      warnings = start.warnings;
    },
  });
  return await look({ ...came, warnings, temp });
}

const GPT = '[{ id: m, model: openai/gpt-5.4, base_url: "URL" }]';
const usage = (cached: number) => ({
  ...{ prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
  prompt_tokens_details: { cached_tokens: cached },
});

describe('a model is billed', () => {
  test('at the catalogue’s price of the day, which the manifest keeps with its date and sources', () =>
    asked({ models: GPT, reply: says('4', { usage: usage(400) }) }, async ({ folder, scorecard, warnings }) => {
      expect(scorecard.rows[0]?.cost_usd).toBe(0.0031);
      expect(warnings).toEqual([]);
      const manifest: Manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
      expect(manifest.prices).toMatchObject([
        {
          ...{ model: 'm', origin: 'catalogue', price: { input: 2.5, output: 15, input_cached: 0.25 } },
          row: { provider: 'openai', model: 'gpt-5.4', from: '2026-03-05', check: 'read' },
        },
      ]);
      expect(Object.keys(manifest.price_sources ?? {})).toEqual(['genai-prices-0.1.8', 'models.dev']);
      expect(manifest.suite.models[0]).not.toHaveProperty('price');
      const summary = await readFile(join(folder, 'summary.csv'), 'utf8');
      expect(summary).toContain(',2026-03-05,genai-prices-0.1.8 models.dev,');
      expect(await readFile(join(folder, 'calls.csv'), 'utf8')).toContain(',2.5,0.25,2.5,2.5,15,,0.0031,false,');
    }));

  test.each<[string, Partial<World>, number]>([
    ['at the team’s price file’s, which the suite names', { top: 'prices: ./own.yaml' }, 0.0012],
    ['at one that is given on the way', { priceFile: 'own.yaml' }, 0.0012],
    [
      'at the suite’s own before all others',
      { models: GPT.replace('}', ', price: { input: 3, output: 4 } }'), top: 'prices: ./own.yaml' },
      0.0034,
    ],
    ['less what a contract takes off', { top: 'economics: { discount: { openai: 0.1 } }' }, 0.0036],
    [
      'at its usual rates where the reply names no tier',
      { models: GPT.replace('}', ', price: { input: 3, output: 4, batch: { input: 1, output: 1 } } }') },
      0.0034,
    ],
  ])('%s', (_, world, cost) =>
    asked({ models: GPT, reply: says('4', { usage: usage(0) }), ...world }, ({ scorecard }) => {
      expect(scorecard.rows[0]?.cost_usd).toBe(cost);
    }),
  );

  test('at genai-prices’ where we hold none, and that is said', () =>
    asked({ models: '[{ id: m, model: xai/grok-4, base_url: "URL" }]' }, ({ scorecard, manifest, warnings }) => {
      expect(scorecard.rows[0]?.cost_usd).toBe(0.00006);
      expect(manifest.prices).toMatchObject([{ origin: 'genai-prices', row: { check: 'fallback' } }]);
      expect(warnings).toEqual(['the price of m is taken from genai-prices, which we have not checked']);
    }));
});

describe('a model that says what it runs on is billed by its tokens', () => {
  const own = (facts: string) => `[{ id: m, model: openai-compatible/ours, base_url: "URL", ${facts} }]`;
  const reply = says('4', { usage: usage(0) });

  test('at the published speed of those GPUs', () =>
    asked(
      {
        models: own(
          'catalog: llama-3.3-70b, hosting: { gpu: h100-80, count: 2, usd_per_gpu_hour: 2.99, utilisation: 0.3 }',
        ),
        reply,
      },
      async ({ scorecard, manifest, warnings, temp, folder }) => {
        const [{ price, ...facts } = { price: null }] = manifest.prices ?? [];
        const each = expect.closeTo(0.658, 3);
        expect(price).toEqual({ input: each, output: each, input_cached: each });
        expect(facts).toMatchObject({
          origin: 'hosting',
          hosted: { precision: 8, tokens_per_s: 8410, speed_source: 'tensorrt-llm 1000/1000' },
        });
        expect(scorecard.rows[0]).toMatchObject({
          usd_per_1k_tasks: expect.closeTo(1.1 * 0.658, 3),
          cost_estimated: false,
        });
        expect(warnings).toEqual([]);
        expect(await readFile(join(folder, 'summary.csv'), 'utf8')).toContain(',,hosting,,,70.6,70.6,false\n');
        const request = { run: folder, results: temp.path, colour: false, clock };
        const later = await collect(await report({ ...request, format: 'json', prices: '2024-06-01' }));
        expect(JSON.parse(later.join('')).prices).toEqual(scorecard.prices);
      },
    ));

  test('with a warning where its heads cannot be split over as many GPUs', () =>
    asked({ models: own('catalog: llama-3-70b, hosting: { gpu: a100-80, count: 3 }'), reply }, ({ warnings }) => {
      expect(warnings).toEqual([
        'm: the 64 heads of llama-3-70b cannot be split evenly over 3 GPUs, as tensor parallelism does; its cost is told as if they could',
      ]);
    }));

  test('at an estimate, marked so, where nobody has measured them', () =>
    asked(
      { models: own('catalog: llama-3-70b, hosting: { gpu: a100-80, count: 4, utilisation: 0.4 }'), reply },
      ({ scorecard, manifest }) => {
        expect(manifest.prices).toMatchObject([
          {
            price: { input: expect.closeTo(1.2473, 4), estimated: true },
            hosted: { precision: 16, usd_per_gpu_hour: 1.39, speed_source: 'estimate' },
          },
        ]);
        expect(scorecard.rows[0]?.cost_estimated).toBe(true);
      },
    ));

  test('but for a price of its own, which wins', () =>
    asked(
      {
        models: own(
          'price: { input: 1, output: 1 }, catalog: llama-3-70b, hosting: { gpu: a100-80, count: 4, utilisation: 0.4 }',
        ),
        reply,
      },
      ({ scorecard, manifest }) => {
        expect(manifest.prices).toMatchObject([{ origin: 'suite' }]);
        expect(scorecard.rows[0]?.cost_usd).toBe(0.0011);
      },
    ));

  test.each([
    [
      'too few',
      'catalog: llama-3.1-405b, hosting: { gpu: a100-80, count: 1 }',
      'llama-3.1-405b does not fit on 1 × a100-80, not at 4 bits either; see llm-bench host llama-3.1-405b',
    ],
    [
      'without a price of the hour',
      'catalog: llama-3-8b, hosting: { gpu: l4-24, count: 1 }',
      'nobody knows what an hour of l4-24 costs: give usd_per_gpu_hour',
    ],
    [
      'for a model that is not published',
      'catalog: gpt-4, hosting: { gpu: a100-80, count: 1 }',
      'gpt-4 cannot be sized, its architecture is not published: give its price',
    ],
  ])('GPUs that are %s are told in the suite’s place', async (_, facts, message) => {
    const came = asked({ models: own(facts), reply }, () => null);
    expect(await problemOf(() => came)).toMatch(new RegExp(`^.*s\\.yaml:2:10: ${message}$`));
  });
});

describe('a model without a price', () => {
  test('is told at the start with the reason, and costs an unknown amount', () =>
    asked({ models: '[{ id: m, model: deepseek/deepseek-chat, base_url: "URL" }]' }, ({ scorecard, warnings }) => {
      expect(scorecard.rows[0]?.cost_usd).toBeNull();
      expect(warnings).toEqual([
        'no price for m on 2026-11-22: deepseek-chat meant deepseek-v4-flash until 2026-07-25, and nothing since; deepseek now has deepseek-flash, deepseek-v4-pro; its cost will be unknown',
      ]);
    }));

  test('that has one in the suite is told all the same where its vendor has no such name any more', async () => {
    await using temp = await tempFolder();
    await temp.write('d.jsonl', '{"input": "2 + 2 =", "target": "4"}\n');
    const warningsOf = async (model: string) => {
      const models = `[{ id: m, model: ${model}, price: { input: 0.14, output: 0.28 } }]`;
      const path = await temp.write(
        's.yaml',
        `name: s\nmodels: ${models}\ntasks: [{ name: t, dataset: ./d.jsonl, grade: exact }]\n`,
      );
      return (await validate({ path, env, allowExec: false, show: 0, clock })).warnings;
    };
    expect(await warningsOf('deepseek/deepseek-chat')).toEqual([
      'm may not be there any more: deepseek-chat meant deepseek-v4-flash until 2026-07-25, and nothing since; deepseek now has deepseek-flash, deepseek-v4-pro',
    ]);
    expect(await warningsOf('deepseek/deepseek-v4-flash')).toEqual([]);
    expect(await warningsOf('deepseek/deepseek-v5')).toEqual([]);
  });

  test('that ended does not get the one that genai-prices still has', () =>
    asked({ models: '[{ id: m, model: deepseek/deepseek-v3.2, base_url: "URL" }]' }, ({ warnings }) => {
      expect(warnings).toEqual([
        'no price for m on 2026-11-22: its last price held until 2026-04-24; its cost will be unknown',
      ]);
    }));

  test('is an error with a budget, in the suite’s place, but for answers that we have', async () => {
    await using temp = await tempFolder();
    const models = '[{ model: recorded/a, file: ./a.jsonl }, ollama/m]';
    const suite = `name: s\nmodels: ${models}\ntasks: [{ name: t, dataset: ./d.jsonl, grade: exact }]\nbudget: { max_usd: 5 }\n`;
    const path = await temp.write('s.yaml', suite);
    const message =
      's.yaml:2:50: ollama/m has no price, which a budget needs (it is not in the catalogue): price: { input: …, output: … }';
    expect(await problemOf(() => run({ path, results: temp.path, env, clock }))).toBe(message);
    expect(await problemOf(() => validate({ path, env, allowExec: false, show: 0, clock }))).toBe(message);
  });

  test('is told which kind of price it needs', async () => {
    await using temp = await tempFolder();
    const models = '[{ model: exec/answer, command: [cat] }]';
    const suite = `name: s\nmodels: ${models}\ntasks: [{ name: t, dataset: ./d.jsonl, grade: exact }]\nbudget: { max_usd: 5 }\n`;
    const path = await temp.write('s.yaml', suite);
    expect(await problemOf(() => run({ path, results: temp.path, env, clock }))).toContain(
      'price: { usd_per_hour: … }',
    );
  });

  test('has one where the base URL is that of a host that we know', async () => {
    await using temp = await tempFolder();
    await temp.write('d.jsonl', '{"input": "2 + 2 =", "target": "4"}\n');
    const at = (url: string, name: string) =>
      `{ id: ${name}, model: openai-compatible/openai/gpt-oss-120b, base_url: "${url}" }`;
    const models = [at('https://api.deepinfra.com/v1/openai', 'deepinfra'), at('http://localhost:8000/v1', 'own')];
    const path = await temp.write(
      's.yaml',
      `name: s\nmodels: [${models}]\ntasks: [{ name: t, dataset: ./d.jsonl, grade: exact }]\n`,
    );
    const { warnings } = await validate({ path, env, allowExec: false, show: 0, clock });
    expect(warnings).toEqual(['no price for own on 2026-11-22: it is not in the catalogue; its cost will be unknown']);
  });
});

test('answers that we have may tell their own cost, whatever their price', async () => {
  await using temp = await tempFolder();
  await temp.write('d.jsonl', '{"id": "1", "input": "2 + 2 =", "target": "4"}\n');
  await temp.write('a.jsonl', '{"id": "1", "answer": "4", "cost_usd": 0.002}\n');
  const models = '[{ id: m, model: recorded/m, file: ./a.jsonl }]';
  const suite = `name: s\nmodels: ${models}\ntasks: [{ name: t, dataset: ./d.jsonl, grade: exact }]\n`;
  const path = await temp.write('s.yaml', suite);
  const { warnings } = await validate({ path, env, allowExec: false, show: 0, clock });
  expect(warnings[0]).toMatch(/its cost will be unknown where its file does not tell it$/);
});

test('a price file with a typo is an error with its place, before anything is asked', async () => {
  await using temp = await tempFolder();
  await temp.write('own.yaml', 'prices: [{ model: m, provider: openai, inptu: 1, output: 2 }]\n');
  const path = await temp.write(
    's.yaml',
    'name: s\nmodels: [openai/m]\ntasks: [{ name: t, dataset: ./d.jsonl, grade: exact }]\nprices: ./own.yaml\n',
  );
  expect(await problemOf(() => run({ path, results: temp.path, env, clock }))).toContain(
    'own.yaml:1:40: prices[0]: unknown key "inptu"; did you mean "input"?',
  );
});

describe('a recorded run can be reported at other prices', () => {
  const card = async (temp: TempFolder, more: Partial<Parameters<typeof report>[0]>) => {
    const warnings: string[] = [];
    const pieces = await report({
      ...{ run: 'latest', results: join(temp.path, 'results'), format: 'json', colour: false, clock },
      ...{ onWarning: (warning: string) => warnings.push(warning), ...more },
    });
    const { rows, repriced_on } = JSON.parse((await collect(pieces)).join(''));
    return [repriced_on, rows[0].cost_usd, ...warnings];
  };
  const models = '[{ id: m, model: openai/gpt-4o-2024-08-06, base_url: "URL" }]';
  const reply = says('4', { usage: usage(400) });

  test('of a day, of today, or of a file; without a price then, its cost is unknown and that is said', () =>
    asked({ models, reply }, async ({ temp }) => {
      await temp.write('now.yaml', 'prices: [{ model: gpt-4o, provider: openai, input: 1, output: 2 }]\n');
      expect(await card(temp, {})).toEqual([null, 0.003]);
      expect(await card(temp, { prices: '2024-08-06' })).toEqual(['2024-08-06', 0.0035]);
      expect(await card(temp, { prices: 'today' })).toEqual(['2026-11-22', 0.003]);
      expect(await card(temp, { priceFile: join(temp.path, 'now.yaml') })).toEqual(['2026-11-22', 0.0012]);
      expect(await card(temp, { prices: '2024-01-01' })).toEqual([
        ...['2024-01-01', null],
        'no price for m on 2024-01-01: its first price is of 2024-05-13; its cost will be unknown',
      ]);
      expect(await problemOf(() => card(temp, { prices: 'tomorrow' }))).toContain('"tomorrow" is not a day');
    }));

  test('but the suite’s own price stays', () =>
    asked({ models: GPT.replace('}', ', price: { input: 3, output: 4 } }'), reply }, async ({ temp }) => {
      expect(await card(temp, { prices: '2025-01-01' })).toEqual(['2025-01-01', 0.0034]);
    }));
});
