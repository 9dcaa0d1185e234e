import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Suite } from '../../domain/suite.ts';
import { collect } from '../../testing/collect.ts';
import { problemOf } from '../../testing/problem.ts';
import { stillClock } from '../../testing/still-clock.ts';
import { type TempFolder, tempFolder } from '../../testing/temp.ts';
import { says, startVendor } from '../../testing/vendor.ts';
import { findWriter, report } from '../report.ts';
import { type RunResult, run } from '../run.ts';
import { runLandscape } from './landscape.ts';

const MODELS = `
  - { id: mini, model: openai/gpt-4o-mini-2024-07-18, base_url: "URL" }
  - { id: chat, model: recorded/chat, file: ./a.jsonl, catalog: deepseek-v2, price: { input: 0.14, output: 0.28 } }
  - { id: own, model: recorded/own, file: ./a.jsonl, catalog: llama-3-70b, hosting: { gpu: a100-80, count: 4, utilisation: 0.4 } }
  - { id: opus, model: recorded/opus, file: ./a.jsonl, catalog: claude-3-opus }
  - { id: script, model: baseline/first, price: { usd_per_hour: 0.05 } }`;

const TASKS = `
  - { name: sums, dataset: ./d.jsonl, prompt: "{{ input }}", grade: exact }
  - { name: words, dataset: ./d.jsonl, prompt: "{{ input }}", grade: { rouge: { types: [rouge1] } } }`;

describe('the comparison table of a run', () => {
  let temp: TempFolder;
  let came: RunResult;
  beforeAll(async () => {
    temp = await tempFolder();
    await using vendor = await startVendor([says('4')]);
    await temp.write(
      'd.jsonl',
      '{"id": "1", "input": "2 + 2 =", "target": "4"}\n{"id": "2", "input": "2 + 3 =", "target": "5"}\n',
    );
    await temp.write('a.jsonl', '{"id": "1", "answer": "4"}\n{"id": "2", "answer": "5"}\n');
    const path = await temp.write('s.yaml', `name: s\nmodels:${MODELS.replace('URL', vendor.url)}\ntasks:${TASKS}\n`);
    const clock = stillClock(Date.parse('2026-11-22T12:00:00Z'));
    came = await run({ path, results: join(temp.path, 'results'), env: { OPENAI_API_KEY: 'key' }, clock });
  });
  afterAll(() => temp[Symbol.asyncDispose]());

  const cells = async (facts: Partial<Suite> = {}) => {
    const { tables } = await runLandscape({
      ...came,
      manifest: { ...came.manifest, suite: { ...came.manifest.suite, ...facts } },
    });
    const [table] = tables;
    const titles = table?.columns.map(({ title }) => title) ?? [];
    const of = (model: string) => table?.rows.find(([name]) => name?.split(' ')[0] === model) ?? [];
    return { tables, titles, of };
  };

  const written = async (format: string) =>
    (await collect(await (await findWriter({ format, table: 'landscape' }))(came, false))).join('');

  test('is one a task where tasks have different metrics, with task, metric, protocol and dataset above', async () => {
    const { tables } = await cells();
    expect(tables.map(({ title, protocol }) => [title, protocol])).toEqual([
      ['sums · exact', '0-shot, generated, exact@1; ./d.jsonl'],
      ['words · rouge', '0-shot, generated, rouge@1; ./d.jsonl'],
    ]);
  });

  test('has what is published beside what was measured, with interval and n', async () => {
    const { titles, of } = await cells();
    expect(titles).toEqual([
      ...[
        'Model',
        'Parameters',
        'MMLU published',
        'Measured [95 % CI]',
        'n',
        'Cost (per 1M tokens)',
        'Self-hosting viable?',
      ],
    ]);
    expect(of('mini')).toEqual([
      ...['mini (gpt-4o-mini)', 'unknown', '82 % (0-shot CoT, gpt-4o-mini-2024-07-18)', '50.0 % [9.5–90.5]', '2'],
      ...['$0.15 in / $0.6 out (openai, since 2024-10-01)', 'no: weights not published'],
    ]);
    expect(of('chat')).toEqual([
      ...['chat (deepseek-v2)', '236B (21B active)', '77.8 % (5-shot, chat (RL), the one the API served)'],
      ...['100.0 % [34.2–100.0]', '2', '$0.14 in / $0.28 out (recorded, of the suite)'],
      'yes: 2 × a100-80 at 4 bit ($2.78/h), 4 at 8 bit ($5.56/h), 8 at 16 bit ($11.1/h)',
    ]);
    expect(of('own').slice(5)).toEqual([
      '~$1.25 in and out (own 4 × a100-80)',
      'yes: 1 × a100-80 at 4 bit ($1.39/h), 2 at 8 bit ($2.78/h), 4 at 16 bit ($5.56/h)',
    ]);
  });

  test('leaves empty what the catalogue does not know and what nobody charges, and claims no quality without an answer', async () => {
    const { of } = await cells();
    expect(of('script')).toEqual(['script', '', '', '–', '0', '$0.0500 an hour (baseline, of the suite)', '']);
    expect(of('opus')[5]).toBe('');
  });

  test('calls a quality MMLU where the dataset is, and says of which subjects', async () => {
    const [task] = came.manifest.suite.tasks;
    const named = async (dataset: string, subjects?: string[]) => {
      const { titles, tables } = await cells({ tasks: task ? [{ ...task, dataset, subjects }] : [] });
      return [titles[3], tables[0]?.protocol];
    };
    expect(await named('mmlu', ['law', 'logic'])).toEqual([
      'MMLU measured [95 % CI]',
      '0-shot, generated, exact@1; mmlu: law, logic',
    ]);
    expect(await named('mmlu', ['a', 'b', 'c', 'd'])).toEqual([
      'MMLU measured [95 % CI]',
      '0-shot, generated, exact@1; mmlu: 4 subjects',
    ]);
    expect(await named('mmlu-mini')).toEqual(['Measured [95 % CI]', '0-shot, generated, exact@1; mmlu-mini']);
  });

  test('has below it what else was published, what is a guess, and which models are not known', async () => {
    const text = await written('terminal');
    expect(text).toContain('! claude-3-opus, parameters: not published; the figure is from: a figure that circulates');
    expect(text).toContain('! deepseek-v2, MMLU: also published 78.5 % (5-shot, base); 78.4 % (5-shot, chat (SFT))');
    expect(text).toContain('! Not in the catalogue, or not said to be: script. ');
    expect(text).toContain('! Cost unknown for');
  });

  test('is a page of Markdown', async () => {
    const text = await written('markdown');
    expect(text).toMatch(/^# s\n/);
    expect(text).toContain(
      '| mini (gpt-4o-mini) | unknown | 82 % (0-shot CoT, gpt-4o-mini-2024-07-18) | 50.0 % [9.5–90.5] | 2 |',
    );
  });

  test('is tidy as CSV: a row a model and task, shares of 1, empty for unknown', async () => {
    const rows = parse(await written('csv'), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ model, task }) => `${model} ${task}`)).toHaveLength(10);
    expect(rows[0]).toMatchObject({
      ...{
        model: 'mini',
        task: 'sums',
        metric: 'exact',
        protocol: '0-shot, generated, exact@1',
        n: '2',
        quality: '0.5',
      },
      ...{ catalog_model: 'gpt-4o-mini', mmlu: '0.82', mmlu_setting: '0-shot CoT', price_provider: 'openai' },
      ...{ price_date: '2024-10-01', input_usd_per_mtok: '0.15', output_usd_per_mtok: '0.6', gpus_4bit: '' },
    });
    expect(rows[1]).toMatchObject({
      model: 'chat',
      price_origin: 'suite',
      price_date: '',
      gpus_4bit: '2',
      gpus_16bit: '8',
    });
    expect(rows[4]).toMatchObject({ model: 'script', catalog_model: '', mmlu: '', usd_per_hour: '0.05', gpu: '' });
  });

  test('has prices of the day that `report` is asked for, and the models that were asked', async () => {
    const request = { run: came.folder, results: 'none', format: 'csv', table: 'landscape', colour: false };
    const text = (await collect(await report({ ...request, prices: '2024-07-10' }))).join('');
    const [mini] = parse(text, { columns: true }) as Record<string, string>[];
    expect(mini).toMatchObject({ catalog_model: 'gpt-4o-mini', input_usd_per_mtok: '' });
  });

  test('is the standard one where none is named', async () => {
    const standard = (
      await collect(await (await findWriter({ format: 'terminal', table: 'standard' }))(came, false))
    ).join('');
    expect(standard).toContain('$/1k tasks');
    expect((await collect(await (await findWriter({ format: 'terminal' }))(came, false))).join('')).toBe(standard);
  });
});

test.each([
  [
    'a table that is mistyped',
    { format: 'terminal', table: 'landscpe' },
    'no table "landscpe" of a run; did you mean "landscape"?',
  ],
  [
    'a format that it does not have',
    { format: 'calls', table: 'landscape' },
    'the table landscape has no format "calls"; there is: terminal, markdown, csv, json',
  ],
])('an error is %s', async (_, request, message) => {
  expect(await problemOf(async () => findWriter(request))).toBe(message);
});
