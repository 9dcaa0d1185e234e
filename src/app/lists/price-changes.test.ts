import { describe, expect, test } from 'vitest';
import { collect } from '../../testing/collect.ts';
import { problemOf } from '../../testing/problem.ts';
import { tempFolder } from '../../testing/temp.ts';
import { findFormat } from '../list.ts';
import { findView } from './views.ts';

const changes = async (at: string, diff: string, priceFile?: string) => {
  const list = findView('prices', { diff });
  const items = (await list.items({ results: 'none', at, priceFile })) as Record<string, unknown>[];
  const text = async (format: string) => (await collect(findFormat(format)(list, items))).join('');
  const of = (provider: string, model: string) =>
    items.find((one) => one['provider'] === provider && one['model'] === model);
  return { items, text, of };
};

test('what changed between two days: fell, rose, new, ended, or in another rate alone', async () => {
  const year = await changes('2024-06-01', '2024-12-31');
  expect(year.of('openai', 'gpt-4o')).toMatchObject({ change: 'fell', before: { input: 5 }, after: { input: 2.5 } });
  expect(year.of('openai', 'o1')).toMatchObject({ change: 'new', before: null });
  expect(year.of('anthropic', 'claude-3-opus')).toMatchObject({ change: 'other' });
  expect(year.of('openai', 'gpt-4')).toBeUndefined();
  const rise = await changes('2025-01-01', '2025-03-01');
  expect(rise.of('deepseek', 'deepseek-v3')).toMatchObject({ change: 'rose' });
});

test('a price that ends is told', async () => {
  await using folder = await tempFolder();
  const file = await folder.write(
    'p.yaml',
    'prices: [{ model: mine, provider: ours, from: "2025-01-01", to: "2025-06-01", input: 1, output: 2 }]',
  );
  const { of, text } = await changes('2025-05-31', '2025-06-01', file);
  expect(of('ours', 'mine')).toMatchObject({ change: 'ended', after: null });
  expect(await text('table')).toContain('until 2025-06-01');
});

test('the earlier day comes first, however they are given', async () => {
  expect((await changes('2024-12-31', '2024-06-01')).items).toEqual((await changes('2024-06-01', '2024-12-31')).items);
});

test('a table tells by how much, and the counts; CSV tells shares', async () => {
  const { text } = await changes('2024-06-01', '2024-12-31');
  expect(await text('table')).toMatch(/fell +openai +gpt-4o +5\/15 +2\.5\/10 +-50\.0 % +-33\.3 % +cache reads/);
  expect(await text('table')).toMatch(/\n6 fell, 3 changed otherwise, \d+ are new; /);
  expect(await text('csv')).toMatch(/\nfell,openai,gpt-4o,2024-05-13,5,15,,2024-10-01,2\.5,10,1\.25,-0\.5,-0\.333333,/);
});

test('no change is said to be none', async () => {
  const { items, text } = await changes('2024-12-18', '2024-12-19');
  expect(items).toEqual([]);
  expect(await text('table')).toContain('No price changed.');
});

describe('an error', () => {
  test('is a day before the first price', async () => {
    expect(await problemOf(() => changes('2019-01-01', '2024-01-01'))).toBe(
      'no price held on 2019-01-01: the first is of 2023-03-14',
    );
  });
  test('is one day given twice', async () => {
    expect(await problemOf(() => changes('2024-01-01', '2024-01-01'))).toContain('needs two days, but both are');
  });
  test('is no day', () =>
    expect(() => findView('prices', { diff: '2024-13-01' })).toThrow('"2024-13-01" is not a day'));
});
