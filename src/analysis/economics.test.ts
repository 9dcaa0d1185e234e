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

interface TableOf {
  readonly estimated?: boolean;
  readonly fails?: boolean;
  readonly values?: readonly number[];
  readonly tokens?: { readonly input: number; readonly output: number };
  readonly epochs?: number;
}

/** Answers of 900 tokens in and 100 out, unless said otherwise. */
function tableOf(costs: Costs, facts: TableOf = {}): TrialTable {
  const { estimated = false, fails = false, values = [], tokens = { input: 900, output: 100 }, epochs = 1 } = facts;
  const table = new TrialTable(costs.length, epochs, [EXACT]);
  for (const [sample, cost] of costs.entries()) {
    if (cost === undefined) continue;
    const amount = { femtoUsd: cost === null ? null : BigInt(Math.round(cost * 1e6)) * 10n ** 6n, estimated };
    const outcome = fails ? failed('timeout') : answered({ usage: usage(tokens) });
    const value = values[sample] ?? Number.NaN;
    const marks = Number.isNaN(value) ? [] : [{ state: 'scored', value, parts: {} } as const];
    for (let epoch = 0; epoch < epochs; epoch++) {
      table.set(sample, epoch, { outcome, marks, cost: amount, spent: amount });
    }
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
  expect(saved?.low).toBeGreaterThan(5);
  expect(saved?.high).toBeLessThan(35);
  expect(payback?.low).toBeCloseTo(100 / (saved?.high ?? 0));
  expect(payback?.high).toBeCloseTo(100 / (saved?.low ?? 0));
});

test('a price per token is that of the run’s own mix of input and output', () => {
  expect(economics({ dear })?.models).toMatchObject([
    { usd_per_1m_tokens: { value: expect.closeTo(30, 9), n: 4 }, input_per_output: 9 },
  ]);
});

test('of every trial alike, where tasks are asked more often than others', () => {
  const tables = [tableOf([10, 10], { epochs: 2 }), tableOf([30, 30], { tokens: { input: 100, output: 900 } })];
  const tasks = ['t', 'u'].map((name) => ({ name, metric: 'exact' })) as unknown as Manifest['suite']['tasks'];
  const found = economicsOf(asTold({ economics: { requests_per_month: 1000 }, tasks }), [{ model: 'm', tables }]);
  expect(found?.models).toMatchObject([
    { usd_per_1m_tokens: { value: expect.closeTo(50_000 / 3000, 9), n: 4 }, input_per_output: 1900 / 1100 },
  ]);
});

describe('what is not known is not taken for nothing', () => {
  const saved = (table: TrialTable) => economics({ dear, table })?.models[1]?.usd_saved_per_month;

  test('a cost', () => expect(saved(tableOf([10, null, 10, 10]))).toMatchObject({ value: null, n: 4 }));
  test('samples that were not asked', () =>
    expect(saved(tableOf([10, undefined, undefined, 10]))).toMatchObject({ value: expect.closeTo(20, 9), n: 2 }));
  test('a model of which all calls failed for nothing', () =>
    expect(saved(tableOf([0, 0, 0, 0], { fails: true }))).toMatchObject({ value: null }));
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

describe('GPUs of one’s own', () => {
  const hosted = { gpu: 'h100-80', count: 2, usd_per_gpu_hour: 2.99, tokens_per_s: 8410, utilisation: 0.3 };
  const REQUEST = { input: 1000, output: 1000 };
  /** The server beside an API that asks so many thousandths of a dollar for the same requests. */
  const beside = (api: number, requests_per_month = 2_000_000, both = false) => {
    const prices = ['own', ...(both ? ['api'] : [])].map((model) => ({ model, hosted })) as unknown as ModelPrice[];
    const manifest = asTold({ economics: { requests_per_month }, roles: { incumbent: 'api' } }, { prices });
    const found = economicsOf(manifest, [
      { model: 'own', tables: [tableOf([0.4, 0.4], { tokens: REQUEST })] },
      { model: 'api', tables: [tableOf([api, api], { tokens: REQUEST })] },
    ]);
    return found?.models[0]?.hosted;
  };

  test('are told by the month, and how much of them the requests take', () => {
    expect(beside(1.38)).toMatchObject({
      ...{ usd_per_month: expect.closeTo(4365.4, 2), utilisation: expect.closeTo(4e9 / (8410 * 2.628e6), 6) },
    });
  });
  test.each([
    ['Llama 3.3 70B on Groq', 1.38, 3.16e6, 28.6],
    ['Llama 3.3 70B on Together', 1.76, 2.48e6, 22.4],
    ['GPT-4o mini', 0.75, 5.82e6, 52.7],
    ['Haiku 4.5', 6, 0.73e6, 6.6],
    ['GPT-4o', 12.5, 0.35e6, 3.2],
  ])('pay against %s from as many requests as were published', (_, api, requests, share) => {
    const { break_even_requests = 0, break_even_utilisation = 0 } = beside(api)?.alone ?? {};
    expect((break_even_requests / 1e6).toFixed(2)).toBe((requests / 1e6).toFixed(2));
    expect((100 * break_even_utilisation).toFixed(1)).toBe(share.toFixed(1));
  });
  test('save what the API costs less their bill, if they can do as much', () => {
    expect(beside(12.5)?.alone?.usd_saved_per_month.value).toBeCloseTo(25_000 - 4365.4, 6);
    expect(beside(12.5, 20_000_000)?.alone?.usd_saved_per_month).toMatchObject({ value: null, n: 2 });
  });
  test('are not set against others of one’s own, nor against what costs nothing', () => {
    expect(beside(12.5, 1000, true)).not.toHaveProperty('alone');
    expect(beside(0)).not.toHaveProperty('alone');
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
