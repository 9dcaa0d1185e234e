import { describe, expect, test } from 'vitest';
import type { ModelPrice } from '../domain/price.ts';
import type { GraderFacts, Manifest } from '../domain/run.ts';
import type { EconomicsSpec } from '../domain/suite.ts';
import { answered, failed, usage } from '../testing/records.ts';
import { economicsOf } from './economics.ts';
import { TrialTable } from './trial-table.ts';

const EXACT: GraderFacts = { name: 'exact', grader: 'exact', version: 1, digest: 'e', binary: true, parts: [] };

/** What each sample cost in thousandths of a dollar; null: unknown; absent: not asked. */
type Costs = readonly (number | null | undefined)[];

/** Answers of 900 tokens in and 100 out. */
function tableOf(
  costs: Costs,
  { estimated = false, fails = false, values = [] as readonly number[] } = {},
): TrialTable {
  const table = new TrialTable(costs.length, 1, [EXACT]);
  for (const [sample, cost] of costs.entries()) {
    if (cost === undefined) continue;
    const amount = { femtoUsd: cost === null ? null : BigInt(cost) * 10n ** 12n, estimated };
    const outcome = fails ? failed('timeout') : answered({ usage: usage({ input: 900, output: 100 }) });
    const value = values[sample] ?? Number.NaN;
    const marks = Number.isNaN(value) ? [] : [{ state: 'scored', value, parts: {} } as const];
    table.set(sample, 0, { outcome, marks, cost: amount, spent: amount });
  }
  return table;
}

const asTold = (suite: Partial<Manifest['suite']>, facts: Partial<Manifest> = {}) =>
  ({
    suite: { tasks: [{ name: 't', metric: 'exact' }], seed: 0, ...suite },
    tasks: [{ name: 't', graders: [EXACT] }],
    prices: [],
    ...facts,
  }) as unknown as Manifest;

const economics = (models: Readonly<Record<string, TrialTable>>, spec: EconomicsSpec = { requests_per_month: 1000 }) =>
  economicsOf(
    asTold({ economics: spec }),
    Object.entries(models).map(([model, table]) => ({ model, tables: [table] })),
  );

test('the incumbent that the suite names stands in place of the dearest, as long as it was asked', () => {
  const against = (incumbent: string) => {
    return economicsOf(asTold({ economics: { requests_per_month: 1000 }, roles: { incumbent } }), [
      { model: 'cheap', tables: [cheap] },
      { model: 'dear', tables: [dear] },
    ]);
  };
  expect(against('cheap')).toMatchObject({
    ...{ incumbent: 'cheap', incumbent_by: 'suite' },
    models: [{ usd_saved_per_month: null }, { usd_saved_per_month: { value: expect.closeTo(-20, 9) } }],
  });
  expect(against('left-out')).toMatchObject({ incumbent: 'dear', incumbent_by: 'cost' });
});

const dear = tableOf([30, 20, 40, 30]);
const cheap = tableOf([10, 10, 10, 10]);

test('a suite that does not tell its requests has none, nor has a run without a cost', () => {
  expect(economics({ dear, cheap }, { migration_usd: 5 })).toBeUndefined();
  expect(economics({ unknown: tableOf([null]), free: tableOf([0]) })).toBeUndefined();
});

test('models are set against the one that costs most, sample by sample', () => {
  const found = economics({ cheap, dear }, { requests_per_month: 1000, migration_usd: 100 });
  expect(found).toMatchObject({
    ...{ requests_per_month: 1000, migration_usd: 100, incumbent: 'dear' },
    models: [
      {
        model: 'cheap',
        usd_saved_per_month: { value: expect.closeTo(20, 9), n: 4 },
        payback_months: { value: expect.closeTo(5, 9) },
      },
      { model: 'dear', usd_saved_per_month: null, payback_months: null },
    ],
  });
  const { usd_saved_per_month: saved, payback_months: payback } = found?.models[0] ?? {};
  expect(saved?.low).toBeGreaterThan(10);
  expect(saved?.high).toBeLessThan(30);
  expect(payback?.low).toBeCloseTo(100 / (saved?.high ?? 0));
  expect(payback?.high).toBeCloseTo(100 / (saved?.low ?? 0));
});

test('a price per token is that of the run’s own mix of input and output', () => {
  expect(economics({ dear })?.models).toMatchObject([
    { usd_per_1m_tokens: { value: expect.closeTo(30, 9), n: 4 }, input_per_output: 9 },
  ]);
});

describe('what is not known is not taken for nothing', () => {
  const saved = (table: TrialTable) => economics({ dear, table })?.models[1]?.usd_saved_per_month;

  test('a cost', () => expect(saved(tableOf([10, null, 10, 10]))).toMatchObject({ value: null, n: 4 }));
  test('samples that were not asked', () =>
    expect(saved(tableOf([10, undefined, undefined, 10]))).toMatchObject({ value: expect.closeTo(20, 9), n: 2 }));
  test('calls without an answer cost what they cost', () =>
    expect(saved(tableOf([10, 10, 10, 10], { fails: true }))).toMatchObject({ value: expect.closeTo(20, 9) }));
});

test('what may save nothing may never pay back', () => {
  const near = tableOf([10, 40, 10, 40]);
  const payback = economics({ dear, near }, { requests_per_month: 1000, migration_usd: 100 })?.models[1]
    ?.payback_months;
  expect(payback).toMatchObject({ value: expect.closeTo(20, 9), high: null });
});

test('estimates say so', () => {
  const models = economics({ dear, table: tableOf([10, 10, 10, 10], { estimated: true }) })?.models;
  expect(models?.map(({ estimated }) => estimated)).toEqual([false, true]);
});

test('GPUs of one’s own are told by the month, and how much of them the requests take', () => {
  const hosted = { gpu: 'h100-80', count: 2, usd_per_gpu_hour: 2.99, tokens_per_s: 8410, utilisation: 0.3 };
  const prices = [{ model: 'own', hosted }] as unknown as ModelPrice[];
  const manifest = asTold({ economics: { requests_per_month: 2_000_000 } }, { prices });
  expect(economicsOf(manifest, [{ model: 'own', tables: [dear] }])?.models[0]?.hosted).toEqual({
    usd_per_month: expect.closeTo(4365.4, 2),
    utilisation: expect.closeTo(2e9 / (8410 * 2.628e6), 6),
  });
});

describe('what wrong answers cost', () => {
  /** The cheap one saves 20 thousandths of a dollar a request, and gets one more wrong in four. */
  const swap = (task: Partial<Manifest['suite']['tasks'][number]>, values = [1, 1, 1, 0]) => {
    const told = asTold({
      economics: { requests_per_month: 1000, migration_usd: 100 },
      tasks: [{ name: 't', metric: 'exact', ...task }] as unknown as Manifest['suite']['tasks'],
    });
    return economicsOf(told, [
      { model: 'dear', tables: [tableOf([30, 20, 40, 30], { values: [1, 1, 1, 1] })] },
      { model: 'cheap', tables: [tableOf([10, 10, 10, 10], { values })] },
    ])?.models[1];
  };

  test('is taken off the saving, and what is left pays the change back', () => {
    expect(swap({ error_cost_usd: 0.04 })).toMatchObject({
      usd_saved_per_month: { value: expect.closeTo(20, 9), n: 4 },
      usd_net_per_month: { value: expect.closeTo(10, 9), n: 4 },
      payback_months: { value: expect.closeTo(10, 9) },
    });
  });
  test('may be more than all that is saved', () => {
    expect(swap({ error_cost_usd: 1 })).toMatchObject({
      ...{ usd_net_per_month: { value: expect.closeTo(-230, 9) }, payback_months: null },
    });
  });
  test('is not counted where nobody tells it, but the break-even is', () => {
    expect(swap({})).toMatchObject({
      usd_net_per_month: null,
      payback_months: { value: expect.closeTo(5, 9) },
      break_even: [{ task: 't', wrong_per_1k: { value: 250, n: 4 }, error_cost_usd: null, pays: null }],
    });
  });
  test('leaves out samples that one of the two has no score of', () => {
    expect(swap({ error_cost_usd: 0.04 }, [1, 1, 1, Number.NaN])).toMatchObject({
      usd_saved_per_month: { n: 4 },
      usd_net_per_month: { n: 3 },
      break_even: [{ wrong_per_1k: { value: 0, n: 3 } }],
    });
  });
  test('is told without requests a month too, and then nothing of a month', () => {
    const tasks = [{ name: 't', metric: 'exact', error_cost_usd: 1 }] as unknown as Manifest['suite']['tasks'];
    const found = economicsOf(asTold({ tasks }), [
      { model: 'dear', tables: [tableOf([30, 20], { values: [1, 1] })] },
      { model: 'cheap', tables: [tableOf([10, 10], { values: [1, 0] })] },
    ]);
    expect(found).toMatchObject({
      ...{ requests_per_month: null, incumbent: 'dear' },
      models: [{ break_even: [] }, { usd_saved_per_month: null, usd_net_per_month: null, break_even: [{ task: 't' }] }],
    });
  });
});
