import { describe, expect, test } from 'vitest';
import type { ModelSpec } from '../domain/model.ts';
import type { ModelPrice, PriceOrigin } from '../domain/price.ts';
import { type Manifest, priceOfCalls } from '../domain/run.ts';
import type { Suite } from '../domain/suite.ts';
import { formerPrices } from './former-prices.ts';

const judgedBy = (id: string, model = 'openai/gpt-4o'): Suite =>
  ({ models: [{ id: 'm' }], tasks: [], roles: { judge: [{ id, model } as ModelSpec] } }) as unknown as Suite;

const at = (model: string, input: number | null, origin: PriceOrigin = 'suite'): ModelPrice => ({
  ...{ model, origin, row: null },
  price: input === null ? null : { input, output: 2 * input },
});

const NOON = '2026-11-22T12:00:00.000Z';

const run = (suite: Suite, ...prices: ModelPrice[]) => ({ suite, prices }) as unknown as Manifest;

describe('what a judge was billed at is kept', () => {
  test.each<[string, Suite, ModelPrice[]]>([
    ['when another judges', judgedBy('k'), [at('k', 3)]],
    ['when nobody does', { ...judgedBy('j'), roles: {} }, []],
    ['when its id means another model', judgedBy('j', 'openai/gpt-5'), [at('j', 3)]],
    ['when a list has another price by now', judgedBy('j'), [at('j', 3, 'catalogue')]],
    ['when no list has it any more', judgedBy('j'), [{ ...at('j', null), origin: null }]],
  ])('%s', (_, suite, now) => {
    const before = run(judgedBy('j'), at('m', 9), at('j', 1, 'catalogue'));
    expect(formerPrices(before, suite, now, NOON)).toEqual([{ ...at('j', 1, 'catalogue'), until: NOON }]);
  });
});

test.each<[string, ModelPrice, ModelPrice]>([
  ['the list says what it said', at('j', 1, 'catalogue'), at('j', 1, 'catalogue')],
  ['the user sets it right', at('j', 1, 'catalogue'), at('j', 3)],
  ['it was not known', at('j', null), at('j', 3, 'catalogue')],
])('the same judge has one price where %s', (_, then, now) =>
  expect(formerPrices(run(judgedBy('j'), at('m', 9), then), judgedBy('j'), [now], NOON)).toEqual([]),
);

test('former prices stay, however many judges come after', () => {
  const first = { ...at('i', 5), until: '2026-11-21T12:00:00.000Z' };
  expect(formerPrices(run(judgedBy('j'), at('m', 9), at('j', 1), first), judgedBy('k'), [at('k', 3)], NOON)).toEqual([
    { ...at('j', 1), until: NOON },
    first,
  ]);
});

test('each call is billed at what held when it began, and that of a judge who is gone at its last price', () => {
  const morning = '2026-11-22T08:00:00.000Z';
  const priceOf = priceOfCalls(
    run(judgedBy('j'), ...[at('m', 9), at('j', 3), { ...at('j', 2), until: NOON }, { ...at('j', 1), until: morning }], {
      ...at('i', 7),
      until: morning,
    }),
  );
  const inputAt = (model: string, hour: string) => priceOf({ model, started_at: `2026-11-22T${hour}:00:00.000Z` });
  expect(inputAt('j', '07')).toMatchObject({ input: 1 });
  expect(inputAt('j', '09')).toMatchObject({ input: 2 });
  expect(inputAt('j', '12')).toMatchObject({ input: 3 });
  expect(inputAt('i', '07')).toMatchObject({ input: 7 });
  expect(inputAt('i', '13')).toMatchObject({ input: 7 });
  expect(inputAt('m', '13')).toMatchObject({ input: 9 });
  expect(inputAt('nobody', '13')).toBeUndefined();
});
