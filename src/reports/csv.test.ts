import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Call } from '../domain/call.ts';
import type { Row } from '../domain/row.ts';
import { harmless } from '../lib/harmless.ts';
import { anyText } from '../testing/arbitrary.ts';
import { collect } from '../testing/collect.ts';
import { call, row, scorecard, usage } from '../testing/records.ts';
import { callsCsv, summaryCsv } from './csv.ts';

async function* nothing() {}

async function* streamed(calls: readonly Call[]) {
  yield* calls;
}

const callsText = async (calls: readonly Call[]) =>
  (
    await collect(
      callsCsv.write({ scorecard: scorecard(), calls: () => streamed(calls), answered: nothing, colour: false }),
    )
  ).join('');

const summaryText = async (rows: readonly Row[]) =>
  (
    await collect(
      summaryCsv.write({ scorecard: scorecard({ rows }), calls: () => streamed([]), answered: nothing, colour: false }),
    )
  ).join('');

const records = (text: string): Record<string, string>[] => parse(text, { columns: true });

describe('both files', () => {
  test('have a header and end with a line end, even without rows', async () => {
    expect(await summaryText([])).toMatch(/^run_id,model,provider,[^\n]*,params_active_b,params_estimated\n$/);
    expect(await callsText([])).toMatch(/^run_id,role,model,[^\n]*,reused_from\n$/);
  });

  test('leave what is unknown empty, and write 0 as 0', async () => {
    const [unknown, known] = records(await summaryText([row(), row({ cost_usd: 0, pareto: false })]));
    expect(unknown).toMatchObject({ snapshot: '', quality: '', cost_usd: '', pareto: '', n: '0', asked: '0' });
    expect(known).toMatchObject({ cost_usd: '0', pareto: 'false' });
  });

  test('write plain decimals that read back as they were', async () => {
    const [read] = records(await summaryText([row({ cost_usd: 1.5e-9, latency_p50_ms: 1e21 })]));
    expect(read).toMatchObject({ cost_usd: '0.0000000015', latency_p50_ms: '1000000000000000000000' });
  });

  test('escape what a spreadsheet would run, but no negative number', async () => {
    const names = ['=cmd|"/C calc"!A0', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', 'a=b'];
    const read = records(await summaryText(names.map((model) => row({ model, usd_per_correct: -0.5 }))));
    expect(read.map(({ model }) => model)).toEqual([
      '\'=cmd|"/C calc"!A0',
      "'+1",
      "'-1",
      "'@SUM(A1)",
      ' =1',
      ' =1',
      "'＝1",
      'a=b',
    ]);
    expect(new Set(read.map(({ usd_per_correct }) => usd_per_correct))).toEqual(new Set(['-0.5']));
  });

  test('hold one line a row that reads back, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyText(), anyText()), { maxLength: 5 }), async (names) => {
        const text = await callsText(names.map(([model, sample]) => call({ model, sample })));
        expect(text.split('\n')).toHaveLength(names.length + 2);
        const read = records(text).map(({ model, sample }) => [model, sample]);
        expect(read).toEqual(
          names.map((pair) => pair.map((name) => harmless(name).replace(/^[=+\-@＝＋－＠]/, "'$&"))),
        );
      }),
    );
  });
});

describe('summary.csv', () => {
  test('has the columns of the contract first', async () => {
    const [header = ''] = (await summaryText([])).split('\n');
    expect(header.split(',').slice(0, 28)).toEqual(
      (
        'run_id, model, provider, snapshot, task, metric, group, n, asked, quality, ci_low, ci_high, cost_usd, ' +
        'usd_per_1k_tasks, usd_per_correct, input_tokens, output_tokens, latency_p50_ms, latency_p95_ms, ttft_p50_ms, ' +
        'output_tokens_per_s, wrong, unparsed, refused, truncated, failed, unscored, pareto'
      ).split(', '),
    );
  });

  test('has each figure under its name', async () => {
    const figures = row({ quality: { value: 0.5, low: 0.25, high: 0.75, n: 4 }, input_tokens: 7, pareto: true });
    expect(records(await summaryText([figures]))[0]).toMatchObject({
      ...{ run_id: scorecard().run_id, quality: '0.5', ci_low: '0.25', ci_high: '0.75', n: '4' },
      ...{ input_tokens: '7', output_tokens: '', pareto: 'true', level: 'all', group: '*' },
    });
  });
});

describe('calls.csv', () => {
  test('shows tokens, the rates used and the cost', async () => {
    const price = { input: 3, output: 15, input_cached: 0.3 };
    const tokens = usage({ input: 10, input_cached: 20, input_cache_write: 30, output: 40, reasoning: 5 });
    const one = call({ usage: tokens, price, cost: { femtoUsd: 756_000_000_000n, estimated: true } });
    expect(records(await callsText([one]))[0]).toMatchObject({
      ...{ input_tokens: '60', input_cached_tokens: '20', input_cache_write_tokens: '30', output_tokens: '40' },
      ...{ reasoning_tokens: '5', input_usd_per_mtok: '3', input_cached_usd_per_mtok: '0.3', usd_per_hour: '' },
      ...{
        input_cache_write_usd_per_mtok: '3',
        output_usd_per_mtok: '15',
        cost_usd: '0.000756',
        cost_estimated: 'true',
      },
    });
  });

  test('shows the price of an hour for what runs here', async () => {
    expect(records(await callsText([call({ price: { usd_per_hour: 0.05 } })]))[0]).toMatchObject({
      ...{ usd_per_hour: '0.05', input_usd_per_mtok: '', output_usd_per_mtok: '', cost_usd: '', input_tokens: '' },
    });
  });

  test('is read from its source as it is written, never far ahead', async () => {
    let [made, ended] = [0, false];
    async function* many() {
      try {
        for (; made < 50_000; made++) yield call({ sample: String(made) });
      } finally {
        ended = true;
      }
    }
    const chunks = callsCsv.write({ scorecard: scorecard(), calls: many, answered: nothing, colour: false });
    for await (const _ of chunks) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBeLessThan(5000);
    expect(ended).toBe(true);
  });

  test('breaks where its source breaks', async () => {
    async function* broken() {
      yield call();
      throw new Error('the disk is gone');
    }
    const write = callsCsv.write({ scorecard: scorecard(), calls: broken, answered: nothing, colour: false });
    await expect(collect(write)).rejects.toThrow('the disk is gone');
  });
});
