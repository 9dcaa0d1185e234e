import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { loadPrices } from '../catalog/load.ts';
import { fromUsd, toUsd } from '../domain/money.ts';
import type { Usage } from '../domain/outcome.ts';
import { costOf } from '../pricing/cost.ts';
import { answered, usage } from '../testing/records.ts';

const KINDS = ['input', 'input_cached', 'input_cache_write', 'input_cache_write_1h', 'output'] as const;

const { prices } = await loadPrices();
const vectors: Record<string, string>[] = parse(
  await readFile(join(import.meta.dirname, 'price-vectors.csv'), 'utf8'),
  { columns: true },
);

const rowOf = ({ provider, model, from }: Record<string, string>) =>
  prices.find((row) => row.provider === provider && row.model === model && row.from === from);

function callOf({ tier, time, from, ...counts }: Record<string, string>) {
  const used = Object.fromEntries(KINDS.map((kind) => [kind, Number(counts[kind])])) as Partial<Usage>;
  const started_at = `${from}T${time}:00.000Z`;
  return answered({ usage: usage(used), started_at, ...(tier && { service_tier: tier }) });
}

test('a call at each row of the catalogue costs what fractions say, to the last digit', () => {
  const wrong = vectors.flatMap((vector) => {
    const row = rowOf(vector);
    const { femtoUsd, estimated } = costOf(callOf(vector), row);
    const found = femtoUsd === null ? null : toUsd(femtoUsd);
    const isAtMost = Number(vector['input_cached']) > 0 && row?.input_cached === undefined;
    return found === Number(vector['cost_usd']) && estimated === isAtMost ? [] : [{ ...vector, found, estimated }];
  });
  expect(wrong).toEqual([]);
});

test('no row is left out, nor what takes the place of its rates', () => {
  const seen = new Set(vectors.map(({ provider, model, from, case: of }) => `${provider}/${model} ${from} ${of}`));
  for (const row of prices) {
    const has = (of: string) => expect([...seen]).toContain(`${row.provider}/${row.model} ${row.from} ${of}`);
    has('plain');
    if (row.input_cached !== undefined) has('cached');
    if (row.input_cache_write !== undefined) has('written');
    if (row.batch) has('batch');
    if (row.long_context) has('over the cliff');
    for (const { hours } of row.bands ?? []) for (const one of hours) has(`from ${one.slice(0, 5)}`);
  }
});

test.each([
  [
    '1,000 tokens in, 600 of them cached, 200 out',
    'gpt-4o',
    '2024-10-01',
    { input: 400, input_cached: 600, output: 200 },
    0.00375,
  ],
  ['100,000 in, at the cliff', 'claude-haiku-5.5', '2026-10-10', { input: 100_000, output: 1000 }, 0.0105],
  ['one more, over it', 'claude-haiku-5.5', '2026-10-10', { input: 100_001, output: 1000 }, 0.0525005],
  ['a rate of six decimals', 'deepseek-v4-pro', '2026-06-25', { input_cached: 1 }, 0.000000003625],
])('by hand: %s', (_, model, from, counts, cost) => {
  const price = prices.find((row) => row.model === model && row.from === from);
  expect(costOf(answered({ usage: usage(counts) }), price).femtoUsd).toBe(fromUsd(cost));
});
