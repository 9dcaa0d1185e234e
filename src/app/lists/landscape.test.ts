import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../testing/collect.ts';
import { problemOf } from '../../testing/problem.ts';
import { findFormat } from '../list.ts';
import { findView } from './views.ts';

const written = async (format: string, at: string) => {
  const list = findView('models', { table: 'landscape' });
  const pieces = findFormat(format)(list, await list.items({ results: 'none', at }));
  return (await collect(pieces)).join('');
};

describe('the comparison that circulates', () => {
  let text = '';
  beforeAll(async () => {
    text = await written('table', '2026-11-22');
  });

  const row = (name: string) => text.split('\n').find((line) => line.startsWith(name)) ?? '';

  test('has its five columns and five models', () => {
    const [header = '', ...lines] = text.split('\n');
    expect(header.split(/ {2,}/)).toEqual([
      ...['Model', 'Parameters', 'MMLU Score', 'Inference Cost (per 1M tokens)', 'Self-Hosting Viable?'],
    ]);
    expect(lines.slice(0, 6).map((line) => line.split(/ {2,}/)[0])).toEqual([
      ...['GPT-4 Turbo', 'Claude 3 Opus', 'Llama 3 70B Instruct', 'Mixtral 8x22B Instruct v0.1', 'DeepSeek-V2'],
      expect.stringContaining('[1]'),
    ]);
  });

  test('tells a score with its protocol, a price with direction, host and day, hosting as configurations', () => {
    expect(row('GPT-4 Turbo')).toContain('86.7 % (0-shot CoT, gpt-4-turbo-2024-04-09) [2]');
    expect(row('Claude 3 Opus')).toContain('$15 in / $75 out (anthropic, since 2024-08-14)');
    expect(row('Claude 3 Opus')).toContain('no: weights not published');
    expect(row('Llama 3 70B')).toContain(
      'yes: 1 × a100-80 at 4 bit ($1.39/h), 2 at 8 bit ($2.78/h), 4 at 16 bit ($5.56/h)',
    );
    expect(row('DeepSeek-V2')).toContain('2 × a100-80 at 4 bit ($2.78/h), 4 at 8 bit ($5.56/h), 8 at 16 bit');
  });

  test.each([
    ['a score of another model', 'GPT-4 Turbo, MMLU: 86.4 % circulates: that is gpt-4-0314, 5-shot'],
    ['a size that nobody published', 'Claude 3 Opus, parameters: not published; ~500B circulates'],
    ['one direction of two', 'Claude 3 Opus, cost: $15 circulates: that is input alone, output is $75'],
    ['other protocols', 'Llama 3 70B Instruct, MMLU: by other protocols 80.9 % (0-shot CoT, instruct)'],
    ['another host’s price', '$0.59 at together circulates: together asked $0.9 in / $0.9 out from 2024-04-18'],
    ['and whose it was', 'it was groq: $0.59 in / $0.79 out from 2024-06-30'],
    ['a score without a source', 'MMLU: 80.2 % circulates: no source of it was found; also published: 77.75 %'],
    ['a price of a host long gone', '$0.9 at mistral circulates: mistral asked $2 in / $6 out from 2024-04-17'],
    ['a score of the base model', "DeepSeek-V2, MMLU: 78.5 % circulates: that is this model's variant base, 5-shot"],
    ['a name that means something else', 'deepseek-chat at deepseek has not meant this model since 2024-12-26'],
  ])('notes %s', (_, note) => expect(text).toContain(note));
});

test('prices and models are those of the day', async () => {
  const text = await written('table', '2024-05-01');
  expect(text).toContain('$0.9 in / $0.9 out (together, since 2024-04-18)');
  expect(text).not.toContain('DeepSeek-V2,');
});

test('CSV has what is said beside what is known, in its own columns', async () => {
  const [turbo] = parse(await written('csv', '2026-11-22'), { columns: true }) as Record<string, string>[];
  expect(turbo).toMatchObject({
    ...{ mmlu: '0.867', mmlu_setting: '0-shot CoT', input_usd_per_mtok: '10', output_usd_per_mtok: '30' },
    ...{ circulating_mmlu: '0.864', circulating_usd_per_mtok: '10', gpu: '', gpus_16bit: '' },
  });
});

test('Markdown has the notes below the table', async () => {
  const text = await written('markdown', '2026-11-22');
  expect(text).toMatch(/^\| Model \| Parameters \|/);
  expect(text).toContain('\n\n- \\[1] GPT-4 Turbo, parameters: ');
});

describe('an error', () => {
  test('is a day before all of them', async () => {
    expect(await problemOf(() => written('table', '2023-01-01'))).toBe(
      "none of the landscape's models was there on 2023-01-01: the first is of 2023-11-06",
    );
  });
  test('is a table that is mistyped, or of another list', () => {
    expect(() => findView('models', { table: 'landscpe' })).toThrow(
      'no table "landscpe" of models; did you mean "landscape"?',
    );
    expect(() => findView('prices', { table: 'landscape' })).toThrow('--table is of list models, not of list prices');
  });
});
