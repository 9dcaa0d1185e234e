import { describe, expect, test } from 'vitest';
import type { PriceRow } from '../../domain/price.ts';
import { collect } from '../../testing/collect.ts';
import { problemOf } from '../../testing/problem.ts';
import { xmlProblems } from '../../testing/well-formed.ts';
import { findFormat, findList } from '../list.ts';
import { findView } from './views.ts';

const items = async (trend: string, at = '2026-11-21', priceFile?: string) =>
  (await findView('prices', { trend }).items({ results: 'none', at, priceFile })) as Record<string, unknown>[];

const lows = async (trend: string) => (await items(trend)).filter(({ kind }) => kind === 'low');

describe('published falls come out', () => {
  test('MMLU of 70: 652 times, 58 a year', async () => {
    const all = await lows('mmlu>=70');
    expect(all[0]).toMatchObject({ date: '2023-03-14', blend_3_1_usd_per_mtok: 37.5, price: { model: 'gpt-4' } });
    const last = all.at(-1);
    expect(last).toMatchObject({
      ...{ date: '2024-10-16', blend_3_1_usd_per_mtok: 0.0575, price: { model: 'llama-3.1-8b', provider: 'groq' } },
      score: { score: 73, setting: '0-shot CoT', variant: 'instruct' },
    });
    expect(last?.['times_less']).toBeCloseTo(652, 0);
    expect(last?.['times_per_year']).toBeGreaterThan(57.5);
    expect(last?.['times_per_year']).toBeLessThan(58.5);
  });

  test('MMLU of 86: 214 times, 20 a year to that low and 4.3 to the last day', async () => {
    const last = (await lows('mmlu>=86')).at(-1);
    expect(last).toMatchObject({ date: '2024-12-26', blend_3_1_usd_per_mtok: 0.175, price: { model: 'deepseek-v3' } });
    expect(last?.['times_less']).toBeCloseTo(214.3, 1);
    expect(last?.['times_per_year']).toBeCloseTo(20, 0);
    expect(last?.['times_per_year_to_last_day']).toBeCloseTo(4.3, 1);
  });
});

test('what holds now stands beside the last low; an unsure price is told and left out', async () => {
  const rows = await items('MMLU >= 82 %');
  expect(rows.map(({ kind }) => kind).slice(-2)).toEqual(['left_out', 'held']);
  expect(rows.at(-2)).toMatchObject({ price: { provider: 'openrouter', model: 'gpt-oss-120b' } });
  expect(rows.at(-1)).toMatchObject({ date: '2026-11-21' });
});

test('both windows and both ends are told below the table, and in CSV', async () => {
  const list = findView('prices', { trend: 'mmlu>=86' });
  const given = await list.items({ results: 'none', at: '2026-11-21' });
  const text = (await collect(findFormat('table')(list, given))).join('');
  expect(text).toContain('$37.5 (openai/gpt-4, 2023-03-14) → $0.175 (deepseek/deepseek-v3, 2024-12-26): 214× less');
  expect(text).toMatch(/20\.\d× a year to the last low \(1\.79 years\), 4\.28× a year to 2026-11-21 \(3\.69 years\)/);
  expect(text).toMatch(/2023-11-06 +record low +15 .* 2\.5×\n/);
  const csv = (await collect(findFormat('csv')(list, given))).join('');
  expect(csv).toContain('low,2023-03-14,announced,openai,gpt-4,30,60,37.5,1,0,,1,2026-11-21,0.864,5-shot,gpt-4-0314');
});

test('it is a picture too, with what must be read below it', async () => {
  const list = findView('prices', { trend: 'mmlu>=82' });
  const given = await list.items({ results: 'none', at: '2026-11-21' });
  const svg = (await collect(findFormat('svg')(list, given))).join('');
  expect(xmlProblems(svg)).toEqual([]);
  expect(svg).toContain('Least price of models with a published MMLU of 82 % or more');
  for (const { provider, model } of given.map((row) => (row as { price: PriceRow }).price)) {
    expect(svg).toContain(`${provider}/${model}`);
  }
});

test('no other list has a picture, and a picture has no columns', async () => {
  const draw = (format: string, shown = {}) =>
    problemOf(() => collect(findFormat(format, shown)(findList('prices'), [])));
  expect(await draw('svg')).toBe('this list has no picture: --format svg is of list prices --trend');
  expect(await draw('svg', { columns: ['model'] })).toContain('a picture has no columns');
});

describe('an error', () => {
  test.each([
    ['no floor', 'mmlu', '--trend "mmlu" is not a floor: give one as mmlu>=82'],
    ['a ceiling', 'mmlu<=82', 'is not a floor'],
    ['another score', 'mmul>=82', 'no published score "mmul" to go by; did you mean "mmlu"?'],
    ['a share', 'mmlu>=0.82', 'MMLU is in per cent, above 1 and up to 100: mmlu>=82'],
    ['out of reach', 'mmlu>99', 'no model has a published MMLU of more than 99 %: the highest is'],
  ])('is %s', async (_, text, message) => expect(await problemOf(() => items(text))).toContain(message));

  test('is a day before the first price', async () => {
    expect(await problemOf(() => items('mmlu>=82', '2022-01-01'))).toBe(
      'no price up to 2022-01-01 of a model with a published MMLU of 82 % or more: the first is of 2023-03-14',
    );
  });
  test('is a price file, or another list', async () => {
    expect(await problemOf(() => items('mmlu>=82', '2026-01-01', 'own.yaml'))).toContain('leave --price-file out');
    expect(() => findView('models', { trend: 'mmlu>=82' })).toThrow('--trend is of list prices, not of list models');
  });
});
