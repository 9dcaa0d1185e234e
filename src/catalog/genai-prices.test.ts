import { expect, test } from 'vitest';
import { genaiPrice } from './genai-prices.ts';

const day = '2026-11-22';

test('a model that it holds comes as a row that is marked', async () => {
  expect(await genaiPrice({ provider: 'anthropic', name: 'claude-3-7-sonnet-20250219', day })).toEqual({
    ...{ model: 'claude-3-7-sonnet-latest', provider: 'anthropic', from: '2026-09-23', date_basis: 'snapshot' },
    ...{ input: 3, output: 15, input_cached: 0.3, input_cache_write: 3.75, input_cache_write_1h: 6 },
    ...{ source: ['genai-prices-0.1.8'], check: 'fallback' },
  });
});

test('rates above a cliff come with it', async () => {
  expect(await genaiPrice({ provider: 'google', name: 'gemini-2.5-pro', day })).toMatchObject({
    ...{ input: 1.25, output: 10, input_cached: 0.125 },
    long_context: { above: 200_000, input: 2.5, output: 15, input_cached: 0.25 },
  });
});

test('a dated price has its date', async () => {
  expect(await genaiPrice({ provider: 'openai', name: 'o3', day })).toMatchObject({
    ...{ from: '2025-06-10', date_basis: 'announced', input: 2 },
  });
});

test.each([
  ['a model that it does not know', 'openai', 'no-such-model', day],
  ['a provider that it does not know', 'openai-compatible', 'gpt-4o', day],
  ['names that are the user’s own', 'azure', 'gpt-4o', day],
  ['a price by the hour of the day, whose dates are stale', 'deepseek', 'deepseek-chat', day],
  ['a price without a date, before it was published', 'openai', 'gpt-4o', '2024-06-01'],
])('nothing of %s', async (_, provider, name, on) => {
  expect(await genaiPrice({ provider, name, day: on })).toBeUndefined();
});
