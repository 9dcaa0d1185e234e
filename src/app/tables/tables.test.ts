import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../testing/collect.ts';
import { problemOf } from '../../testing/problem.ts';
import { stillClock } from '../../testing/still-clock.ts';
import { type TempFolder, tempFolder } from '../../testing/temp.ts';
import { says, startVendor } from '../../testing/vendor.ts';
import { findWriter, report } from '../report.ts';
import { type RunResult, run } from '../run.ts';

const SUITE = `
name: s
models:
  - { id: mini, model: openai/gpt-4o-mini-2024-07-18, base_url: "URL" }
  - { id: llama, model: recorded/llama, file: ./a.jsonl, catalog: llama-3.3-70b, price: { input: 0.59, output: 0.79 } }
  - { id: own, model: recorded/own, file: ./a.jsonl, catalog: llama-3-70b, hosting: { gpu: a100-80, count: 4, utilisation: 0.4 } }
  - { id: small, model: recorded/small, file: ./untold.jsonl, catalog: llama-3-8b, price: { input: 1, output: 1 } }
  - { id: script, model: recorded/script, file: ./a.jsonl }
economics: { discount: { openai: 0.15 } }
roles: { incumbent: mini }
tasks:
  - { name: sums, dataset: ./d.jsonl, prompt: "{{ input }}", grade: exact }
`;

let temp: TempFolder;
let came: RunResult;
beforeAll(async () => {
  temp = await tempFolder();
  await using vendor = await startVendor([says('4')]);
  await temp.write(
    'd.jsonl',
    '{"id": "1", "input": "2 + 2 =", "target": "4"}\n{"id": "2", "input": "2 + 3 =", "target": "5"}\n',
  );
  await temp.write(
    'a.jsonl',
    '{"id": "1", "answer": "4", "usage": {"input": 900, "output": 120}}\n{"id": "2", "answer": "6", "usage": {"input": 1100, "output": 80}}\n',
  );
  await temp.write('untold.jsonl', '{"id": "1", "answer": "4"}\n{"id": "2", "answer": "5"}\n');
  const path = await temp.write('s.yaml', SUITE.replace('URL', vendor.url));
  const clock = stillClock(Date.parse('2026-11-22T12:00:00Z'));
  came = await run({ path, results: join(temp.path, 'results'), env: { OPENAI_API_KEY: 'key' }, clock });
});
afterAll(() => temp[Symbol.asyncDispose]());

/** A run by a name and a version that stay. */
const still = () => {
  const names = { run_id: '20261122T120000Z-s-0a1b2c3d', tool_version: '0.0.0' };
  return { ...came, scorecard: { ...came.scorecard, ...names }, manifest: { ...came.manifest, ...names } };
};

const written = async (table: string, format: string, width?: number) =>
  (await collect(await (await findWriter({ format, table, width }))(still(), false))).join('');

const rowsOf = async (table: string): Promise<Record<string, string>[]> =>
  parse(await written(table, 'csv'), { columns: true });

const TABLES = ['landscape', 'hosting', 'prices'];
const EXTENSIONS = { terminal: 'txt', markdown: 'md', csv: 'csv', json: 'json.txt' } as const;

describe.each(TABLES)('the table %s of a run', (table) => {
  test.each(Object.entries(EXTENSIONS))('is as it was seen by eye, as %s', async (format, extension) => {
    await expect(await written(table, format)).toMatchFileSnapshot(
      join(import.meta.dirname, 'golden', `${table}.${extension}`),
    );
  });

  test('fits 80 columns', async () => {
    const lines = (await written(table, 'terminal', 80)).split('\n').filter((line) => /^[┌│└├]/.test(line));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test('is an error with a column that it does not have', async () => {
    const problem = await problemOf(async () => findWriter({ format: 'csv', table, columns: ['modle'] }));
    expect(problem).toBe(`the table ${table} as csv has no column "modle"; did you mean "model"?`);
  });
});

describe('hosting', () => {
  test('sets a model that an API answered for against that API, and one of the suite’s own GPUs against the incumbent', async () => {
    const rows = await rowsOf('hosting');
    expect(rows.map(({ model, precision, against }) => [model, precision, against])).toEqual([
      ['llama', '4', 'llama'],
      ['llama', '8', 'llama'],
      ['llama', '16', 'llama'],
      ['own', '16', 'mini'],
      ['small', '4', ''],
      ['small', '8', ''],
      ['small', '16', ''],
    ]);
  });

  test('is by the tokens that requests took: (1000 · 0.59 + 100 · 0.79) / 1000 a thousand', async () => {
    const [row = {}] = await rowsOf('hosting');
    expect(row).toMatchObject({ n: '2', input_tokens: '1000', output_tokens: '100' });
    expect(Number(row['against_usd_per_1k_requests'])).toBeCloseTo(0.669, 12);
    const month = Number(row['usd_per_month']);
    expect(month).toBeCloseTo(1.39 * 730, 9);
    expect(Number(row['break_even_requests_per_month'])).toBeCloseTo((1000 * month) / 0.669, 3);
    const most = (Number(row['tokens_per_s']) / 1100) * 3600 * 730;
    expect(Number(row['break_even_utilisation'])).toBeCloseTo(Number(row['break_even_requests_per_month']) / most, 9);
    expect(Number(row['usd_per_1k_requests'])).toBeCloseTo((1000 * month) / (most * 0.5), 9);
  });

  test('knows what holds a model, but not what it costs a request, where the run tells no tokens', async () => {
    const row = (await rowsOf('hosting')).find(({ model }) => model === 'small');
    expect(row).toMatchObject({ gpus: '1', input_tokens: '', tokens_per_s: '', usd_per_1k_requests: '' });
    expect(Number(row?.['usd_per_month'])).toBeGreaterThan(0);
  });

  test('says of which models it has no row, and why', async () => {
    const text = await written('hosting', 'terminal');
    expect(text).toContain('! Not in the catalogue, or not said to be: script.');
    expect(text).toContain('! Weights not published: mini.');
  });

  test('draws no table where none of the run’s models can be hosted', async () => {
    const { suite } = came.manifest;
    const alone = { ...suite, models: suite.models.filter(({ id }) => id === 'mini') };
    const write = await findWriter({ format: 'terminal', table: 'hosting' });
    const text = (await collect(await write({ ...came, manifest: { ...came.manifest, suite: alone } }, false))).join(
      '',
    );
    expect(text).toBe('! Weights not published: mini.\n');
  });
});

describe('prices', () => {
  test('are those that the run was billed at', async () => {
    expect(await rowsOf('prices')).toMatchObject([
      {
        ...{ model: 'mini', price_origin: 'catalogue', price_provider: 'openai', price_date: '2024-10-01' },
        ...{ input_usd_per_mtok: '0.15', output_usd_per_mtok: '0.6', discount: '0.15', estimated: 'false' },
      },
      { model: 'llama', price_origin: 'suite', input_usd_per_mtok: '0.59' },
      { model: 'own', price_origin: 'hosting', gpu: 'a100-80', gpus: '4', estimated: 'true' },
      { model: 'small', price_origin: 'suite' },
      { model: 'script', price_origin: '', input_usd_per_mtok: '' },
    ]);
  });

  test('or those of the day that `report` is asked for, which it says', async () => {
    const request = { run: came.folder, results: 'none', table: 'prices', colour: false, prices: '2024-07-10' };
    const text = (await collect(await report({ ...request, format: 'terminal' }))).join('');
    expect(text).toContain('USD per 1M tokens, of 2024-07-10');
    expect(text).toContain('! These are the prices of 2024-07-10, not those of the run.');
  });
});

test('a table of what is not built yet is an error', async () => {
  expect(await problemOf(async () => findWriter({ format: 'terminal', table: 'xyz' }))).toBe(
    'no table "xyz" of a run; there is: standard, landscape, hosting, prices',
  );
});
