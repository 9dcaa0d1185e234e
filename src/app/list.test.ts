import { describe, expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { stillClock } from '../testing/still-clock.ts';
import { tempFolder } from '../testing/temp.ts';
import { dayNamed } from './day.ts';
import { findFormat, findList } from './list.ts';

const items = async (what: string, at: string, priceFile?: string) =>
  (await findList(what).items({ results: 'none', at, priceFile })) as Record<string, unknown>[];

const csv = async (what: string, at: string) => {
  const list = findList(what);
  const pieces = findFormat('csv')(list, await list.items({ results: 'none', at }));
  return (await collect(pieces)).join('').split('\n');
};

describe('prices', () => {
  test('are those of the day, with their source', async () => {
    const of = async (at: string) => (await items('prices', at)).filter(({ model }) => model === 'o3');
    expect(await of('2025-04-15')).toEqual([]);
    expect(await of('2025-06-09')).toMatchObject([{ input: 10, from: '2025-04-16', origin: 'catalogue' }]);
    expect(await of('2025-06-10')).toMatchObject([{ input: 2, source: ['litellm-mirror', 'portkey'] }]);
  });

  test('have the blend of three in to one out beside the input alone', async () => {
    const [o3] = (await items('prices', '2025-06-10')).filter(({ model }) => model === 'o3');
    expect(o3).toMatchObject({ input: 2, output: 8, blend_3_1_usd_per_mtok: 3.5 });
    const blends = (await items('prices', '2026-11-22')).map((row) => row['blend_3_1_usd_per_mtok'] as number);
    expect(blends.filter((blend) => String(blend).length > 11)).toEqual([]);
  });

  test('of the user’s own stand in place of ours', async () => {
    await using folder = await tempFolder();
    const file = await folder.write('p.yaml', 'prices: [{ model: o3, provider: openai, input: 1, output: 2 }]');
    const own = (await items('prices', '2026-01-01', file)).filter(({ model }) => model === 'o3');
    expect(own).toMatchObject([{ input: 1, output: 2, origin: 'file', check: 'own' }]);
  });

  test('come as CSV with every rate', async () => {
    const [header, ...rows] = await csv('prices', '2025-07-01');
    const gemini = rows.find((row) => row.startsWith('google,gemini-2.5-pro,'))?.split(',');
    const cell = (title: string) => gemini?.[header?.split(',').indexOf(title) ?? -1];
    expect(cell('input_usd_per_mtok')).toBe('1.25');
    expect(cell('blend_3_1_usd_per_mtok')).toBe('3.4375');
    expect(cell('batch_output_usd_per_mtok')).toBe('5');
    expect(cell('long_context_above')).toBe('200000');
    expect(cell('source')).toBe('genai-prices-2026-08 models.dev portkey');
  });
});

describe('models', () => {
  test('are those that were there on the day, with where they cost least', async () => {
    const models = await items('models', '2024-06-01');
    expect(models.map(({ id }) => id)).not.toContain('gpt-4o-mini');
    expect(models.find(({ id }) => id === 'llama-3-70b')).toMatchObject({
      params_total_b: 70.6,
      cheapest: { provider: 'openrouter', input: 0.59, output: 0.79, from: '2024-05-14' },
    });
  });

  test('have the score of a page that cites its source marked', async () => {
    const { shown } = findList('models');
    const opus = (await items('models', '2024-06-01')).find(({ id }) => id === 'claude-3-opus');
    expect(shown['MMLU (setting, variant)']?.(opus)).toBe('86.8 % (5-shot, claude-3-opus-20240229, secondary) +1');
  });

  test('have no score without its setting, variant and source', async () => {
    const [header = '', ...rows] = await csv('models', '2024-06-01');
    const titles = header.split(',');
    const opus = rows.find((row) => row.startsWith('claude-3-opus,'))?.split(',') ?? [];
    const cells = Object.fromEntries(titles.map((title, place) => [title, opus[place]]));
    expect(cells).toMatchObject({ mmlu: '0.868', mmlu_setting: '5-shot', mmlu_source: 'claude-3-card' });
    expect(cells).toMatchObject({ params_estimated: 'true', params_source: 'circulating' });
  });
});

describe('what cannot be listed is an error', () => {
  test('another list', () => expect(() => findList('pices')).toThrow('did you mean "prices"?'));
  test('another format', () =>
    expect(() => findFormat('xml')).toThrow('no list format "xml"; there is: table, csv, markdown, json, svg'));
  test.each([
    ['prices', 'no price held on 2023-03-13: the first is of 2023-03-14'],
    ['models', 'no model of the catalogue was there on 2020-01-01: the first is of'],
  ])('a day before the first of %s', async (what, message) => {
    expect(await problemOf(() => items(what, what === 'prices' ? '2023-03-13' : '2020-01-01'))).toContain(message);
  });
  test.each(['2024-6-1', '2024-02-30', 'yesterday', ''])('the day "%s"', async (day) => {
    expect(await problemOf(async () => dayNamed(day))).toContain('is not a day');
  });
  test('but days are, and today', () => {
    expect(dayNamed('2024-02-29')).toBe('2024-02-29');
    expect(dayNamed('today', stillClock(Date.parse('2026-11-22T23:59:00Z')))).toBe('2026-11-22');
  });
});

describe('a list with the columns and the order that are asked for', () => {
  const written = async (format: string, shown: Parameters<typeof findFormat>[1]) => {
    const list = findList('models');
    const known = await list.items({ results: 'none', at: '2025-06-10' });
    return (await collect(findFormat(format, shown)(list, known))).join('').split('\n');
  };
  const shown = { columns: ['model', 'params_total_b'], sort: { key: 'params_total_b', descending: true } };

  test('has those alone, in CSV and as a table', async () => {
    const [header, first, ...rest] = await written('csv', shown);
    expect(header).toBe('model,params_total_b');
    expect(first).toBe('gpt-4-turbo,1760');
    expect(rest.at(-2)).toMatch(/,$/);
    expect((await written('markdown', shown))[0]).toBe('| model | params_total_b |');
  });

  test('of one that is not there is an error with the nearest', async () => {
    expect(await problemOf(() => written('csv', { columns: ['modle'] }))).toBe(
      'this list has no column "modle"; did you mean "model"?',
    );
    expect(await problemOf(() => written('json', { columns: ['model'] }))).toContain('JSON has every field');
  });
});
