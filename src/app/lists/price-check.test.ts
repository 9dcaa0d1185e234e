import { describe, expect, test } from 'vitest';
import { collect } from '../../testing/collect.ts';
import { tempFolder } from '../../testing/temp.ts';
import { findFormat } from '../list.ts';
import { findView } from './views.ts';

interface Doubt {
  readonly price: { readonly provider: string; readonly model: string };
  readonly age_days: number | null;
  readonly is_old: boolean;
  readonly verdict: string;
}

const check = async (olderThan?: number, priceFile?: string) => {
  const list = findView('prices', { check: true, olderThan });
  const doubts = (await list.items({ results: 'none', at: '2026-11-22', priceFile })) as Doubt[];
  const of = (name: string) => doubts.find(({ price }) => `${price.provider}/${price.model}` === name);
  return { list, doubts, of };
};

test('a price is old when its source was last seen to have it long ago', async () => {
  const { of } = await check();
  expect(of('openai/gpt-3.5-turbo')).toMatchObject({ last_seen: '2024-03-25', age_days: 972, is_old: true });
  expect(of('openai/gpt-4-turbo')).toBeUndefined();
});

test('how old is the user’s to say', async () => {
  const counts = await Promise.all([0, 90, 365, 100_000].map(async (days) => (await check(days)).doubts.length));
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  expect((await check(100_000)).doubts.every(({ verdict }) => verdict === 'differs')).toBe(true);
});

test('what genai-prices says otherwise stands first, with what it says', async () => {
  const { doubts, of } = await check();
  const differing = doubts.filter(({ verdict }) => verdict === 'differs').length;
  expect(differing).toBeGreaterThan(0);
  expect(doubts.slice(0, differing).every(({ verdict }) => verdict === 'differs')).toBe(true);
  expect(of('openrouter/llama-3-70b')).toMatchObject({ price: { input: 0.59 }, other: { input: 0.3, output: 0.4 } });
});

test('where sources disagree, each price says what they have', async () => {
  const { list, doubts, of } = await check();
  const differing = doubts.filter(({ verdict }) => verdict === 'differs');
  expect(differing.map(({ price }) => `${price.provider}/${price.model}`).sort()).toEqual([
    ...['openrouter/llama-3-70b', 'openrouter/mixtral-8x22b'],
  ]);
  const text = (await collect(findFormat('table')(list, doubts))).join('');
  expect(text).toContain(
    '\nopenrouter/mixtral-8x22b: no longer sure: OpenRouter’s page of 2026 and models.dev have 2/6',
  );
  expect(of('deepseek/deepseek-v3.2')).toBeUndefined();
});

describe('is told as agreeing', () => {
  test.each([
    ['the same rates', 'openai/gpt-4'],
    ['a name behind which the same rates stand, beside another', 'together/llama-3-70b'],
    ['a name of today, not a snapshot that keeps its price', 'openai/gpt-3.5-turbo'],
  ])('%s', async (_, name) => expect((await check()).of(name)?.verdict).toBe('agrees'));
});

test('a price that began after that package was published is only newer', async () => {
  expect((await check(0)).of('anthropic/claude-sonnet-5.5')).toMatchObject({ verdict: 'newer', other: null });
});

test('prices of the user’s own are compared too; without a day they have no age', async () => {
  await using folder = await tempFolder();
  const file = await folder.write('p.yaml', 'prices: [{ model: o3, provider: openai, input: 1, output: 2 }]');
  expect((await check(90, file)).of('openai/o3')).toMatchObject({ age_days: null, is_old: false, verdict: 'differs' });
});

test('a table ends with the counts', async () => {
  const { list, doubts } = await check(365);
  const text = (await collect(findFormat('table')(list, doubts))).join('');
  expect(text).toMatch(
    /\n\d+ prices last seen more than 365 days before, of which \d+ agree with genai-prices-0\.1\.8/,
  );
});

test('flags that do not go together are an error', () => {
  expect(() => findView('prices', { olderThan: 3 })).toThrow('--older-than goes with --check');
  expect(() => findView('prices', { check: true, trend: 'mmlu>=82' })).toThrow('are two views: give one');
  expect(() => findView('runs', { check: true })).toThrow('--check is of list prices, not of list runs');
});
