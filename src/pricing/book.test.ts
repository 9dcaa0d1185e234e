import { describe, expect, test } from 'vitest';
import type { HostName, PriceRow } from '../domain/price.ts';
import { ANY_HOST, PriceBook } from './book.ts';

const row = (model: string, from: string, input: number, facts: Partial<PriceRow> = {}): PriceRow => ({
  ...{ model, provider: 'openai', from, input, output: input },
  ...{ date_basis: 'announced', source: ['s'], check: 'read' },
  ...facts,
});

const CATALOGUE = [
  row('gpt-4o', '2024-05-13', 5),
  row('gpt-4o', '2024-08-06', 2.5),
  row('o3', '2025-04-16', 10, { to: '2025-06-10' }),
  row('o3', '2025-06-10', 2),
  row('ended', '2025-01-01', 1, { to: '2026-01-01' }),
  row('claude-3.5-haiku', '2024-11-04', 1, { provider: 'anthropic' }),
  row('deepseek-v2', '2024-05-06', 0.14, { provider: 'deepseek' }),
  row('deepseek-v3', '2024-12-26', 0.27, { provider: 'deepseek' }),
  row('llama-3-70b', '2024-04-18', 0.9, { provider: 'together' }),
];

const NAMES: HostName[] = [
  { provider: 'openai', name: 'gpt-4o-2024-05-13', model: 'gpt-4o', on: '2024-05-13' },
  { provider: 'openai', name: 'gpt-4o', model: 'gpt-4o', to: '2024-10-01', on: '2024-05-13' },
  { provider: 'openai', name: 'gpt-4o-mid', model: 'gpt-4o', on: '2024-07-01' },
  { provider: 'deepseek', name: 'deepseek-chat', model: 'deepseek-v2', to: '2024-12-26' },
  { provider: 'deepseek', name: 'deepseek-chat', model: 'deepseek-v3', from: '2024-12-26', to: '2025-08-24' },
  { provider: ANY_HOST, name: 'meta-llama/Meta-Llama-3-70B-Instruct', model: 'llama-3-70b' },
];

const book = (own: readonly PriceRow[] = []) =>
  new PriceBook(
    [
      { origin: 'file', rows: own },
      { origin: 'catalogue', rows: CATALOGUE },
    ],
    NAMES,
  );

const wanted = (model: string, day: string) => {
  const [provider = '', ...name] = model.split('/');
  return { provider, name: name.join('/'), day };
};

const priceOf = (model: string, day: string, own?: readonly PriceRow[]) =>
  book(own).find(wanted(model, day))?.row.input;

describe('the price that holds', () => {
  test.each([
    ['before the first', 'openai/o3', '2025-04-15', undefined],
    ['on the first day', 'openai/o3', '2025-04-16', 10],
    ['on the last day', 'openai/o3', '2025-06-09', 10],
    ['from the next', 'openai/o3', '2025-06-10', 2],
    ['long after', 'openai/o3', '2030-01-01', 2],
    ['after an end without a next', 'openai/ended', '2026-01-01', undefined],
    ['of a snapshot, by its date', 'openai/o3-2025-04-16', '2025-07-01', 2],
    ['of a snapshot that keeps its own', 'openai/gpt-4o-2024-05-13', '2026-11-22', 5],
    ['of a snapshot before its own day', 'openai/gpt-4o-2024-05-13', '2024-05-12', undefined],
    ['of the name before its first snapshot', 'openai/gpt-4o', '2024-05-12', undefined],
    ['of a later snapshot before its own day', 'openai/gpt-4o-mid', '2024-06-01', undefined],
    ['of a name that went over later than the newer snapshot came', 'openai/gpt-4o', '2024-08-20', 5],
    ['of the newer snapshot on that day', 'openai/gpt-4o-2024-08-06', '2024-08-20', 2.5],
    ['of the name once it went over', 'openai/gpt-4o', '2024-10-01', 2.5],
    ['of a name with dashes for points', 'anthropic/claude-3-5-haiku-20241022', '2025-01-01', 1],
    ['of a name that moves, before', 'deepseek/deepseek-chat', '2024-12-25', 0.14],
    ['of a name that moves, after', 'deepseek/deepseek-chat', '2024-12-26', 0.27],
    ['of a name that is no more', 'deepseek/deepseek-chat', '2025-08-24', undefined],
    ['of a hub’s name, in any case', 'together/meta-llama/meta-llama-3-70b-instruct', '2024-05-01', 0.9],
    ['at another host', 'groq/llama-3-70b', '2024-05-01', undefined],
    ['of another model', 'openai/gpt-4o-mini', '2024-09-01', undefined],
  ])('%s', (_, model, day, expected) => {
    expect(priceOf(model, day)).toBe(expected);
  });
});

describe('the user’s own rows come first', () => {
  test('by the name that the suite has, or by the catalogue’s', () => {
    expect(priceOf('openai/o3-2025-04-16', '2025-07-01', [row('o3-2025-04-16', '2025-01-01', 7)])).toBe(7);
    expect(
      priceOf('deepseek/deepseek-chat', '2025-07-01', [row('deepseek-v3', '2025-01-01', 8, { provider: 'deepseek' })]),
    ).toBe(8);
  });
  test('on the days that they hold', () => {
    expect(priceOf('openai/o3', '2025-07-01', [row('o3', '2025-08-01', 7)])).toBe(2);
  });
  test('for models that the catalogue does not hold', () => {
    expect(priceOf('our/own', '2025-07-01', [row('own', '2025-01-01', 9, { provider: 'our' })])).toBe(9);
  });
});

test.each([
  ['openai/o3', '2025-01-01', 'its first price is of 2025-04-16'],
  ['openai/gpt-4o', '2024-05-12', 'its first price is of 2024-05-13'],
  ['openai/gpt-4o-mid', '2024-06-01', 'its first price is of 2024-07-01'],
  ['openai/ended', '2026-02-01', 'its last price held until 2026-01-01'],
  ['deepseek/deepseek-chat', '2026-02-01', 'deepseek-chat meant deepseek-v3 until 2025-08-24, and nothing since'],
  ['openai/gpt-99', '2026-02-01', 'it is not in the catalogue'],
])('it says why there is none for %s on %s', (model, day, why) => {
  expect(book().whyNone(wanted(model, day))).toBe(why);
});
