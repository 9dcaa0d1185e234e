import { expect, test } from 'vitest';
import { loadModels } from '../catalog/load.ts';
import type { ModelSpec } from '../domain/model.ts';
import { catalogueModelOf } from './catalogue-model.ts';
import { openPrices } from './prices.ts';

const [{ models }, prices] = await Promise.all([loadModels(), openPrices()]);

const idOf = (model: string, day: string, facts: Partial<ModelSpec> = {}) => {
  const spec = { id: 'm', model, timeout_s: 120, deadline_s: 600, retries: 4, ...facts };
  return catalogueModelOf(spec, { price: undefined, day, prices, models })?.id;
};

test.each([
  ['its host’s snapshot', 'openai/gpt-4o-2024-08-06', '2026-11-22', 'gpt-4o'],
  ['a name that moves, on an early day', 'deepseek/deepseek-chat', '2024-06-01', 'deepseek-v2'],
  ['a name that moves, on a later day', 'deepseek/deepseek-chat', '2025-06-01', 'deepseek-v3'],
  ['the hub’s name', 'vllm/meta-llama/Meta-Llama-3-70B-Instruct', '2026-11-22', 'llama-3-70b'],
  ['the catalogue’s name', 'vllm/llama-3-70b', '2026-11-22', 'llama-3-70b'],
])('a model is known by %s', (_, model, day, id) => expect(idOf(model, day)).toBe(id));

test.each([
  ['a name that ended', 'deepseek/deepseek-chat', '2026-11-22'],
  ['a recording’s name', 'recorded/gpt-4o', '2026-11-22'],
  ['a program’s name', 'exec/gpt-4o', '2026-11-22'],
  ['a deployment’s name', 'azure/gpt-4o', '2026-11-22'],
  ['a name that is only near', 'vllm/llama-3-70', '2026-11-22'],
])('a model is not guessed from %s', (_, model, day) => expect(idOf(model, day)).toBeUndefined());

test('what the suite says comes first, and nothing stands in for it', () => {
  expect(idOf('recorded/gpt-4o', '2026-11-22', { catalog: 'llama-3-70b' })).toBe('llama-3-70b');
  expect(idOf('openai/gpt-4o', '2026-11-22', { catalog: 'gone' })).toBeUndefined();
});

test('what it is billed as says which it is, but not by a package that we have not checked', () => {
  const spec = { id: 'm', model: 'our/own', timeout_s: 120, deadline_s: 600, retries: 4 };
  const row = {
    model: 'gpt-4o',
    provider: 'our',
    from: '2026-01-01',
    date_basis: 'own',
    source: ['s'],
    check: 'own',
  } as const;
  const idBy = (origin: 'file' | 'genai-prices') => {
    const price = { model: 'm', price: { input: 1, output: 2 }, origin, row };
    return catalogueModelOf(spec, { price, day: '2026-11-22', prices, models })?.id;
  };
  expect(idBy('file')).toBe('gpt-4o');
  expect(idBy('genai-prices')).toBeUndefined();
});
