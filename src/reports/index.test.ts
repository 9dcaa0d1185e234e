import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Call } from '../domain/call.ts';
import type { Comparison } from '../domain/difference.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { Verdict } from '../domain/verdict.ts';
import { collect } from '../testing/collect.ts';
import { call, coverage, maxDrop, onTask, row, scorecard, taskFacts, usage, verdict } from '../testing/records.ts';
import { reports } from './index.ts';

async function* nothing() {}

const text = async (name: string, card: Scorecard, calls: readonly Call[] = [], colour = false) => {
  async function* streamed() {
    yield* calls;
  }
  const report = reports.find((one) => one.name === name);
  return (await collect(report?.write({ scorecard: card, calls: streamed, answered: nothing, colour }) ?? [])).join('');
};

const near = (value: number | null, n: number, width = 0.1): Estimate => ({
  ...(value === null
    ? { value, low: null, high: null }
    : { value, low: Number((value - width).toFixed(6)), high: Number((value + width).toFixed(6)) }),
  n,
});

/** One model with answers of every kind; one that was asked one label, and knows it. */
const ticketFigures: Pick<Scorecard, 'classification' | 'repeats'> = {
  classification: [
    {
      ...{ task: 'tickets', grader: 'label', model: 'claude-3-opus', labels: ['billing', 'out|age', 'other'] },
      confusion: [
        { target: 'billing', predicted: 'billing', n: 3 },
        { target: 'billing', predicted: 'out|age', n: 1 },
        { target: 'out|age', predicted: 'out|age', n: 2 },
        { target: 'out|age', predicted: null, n: 1 },
        { target: 'other', predicted: 'billing', n: 1 },
        { target: 'other', predicted: 'other', n: 1 },
        { target: 'other', predicted: null, n: 1 },
      ],
      ...{ macro_f1: near(0.638889, 10), known_labels: 3, micro_f1: near(0.666667, 10) },
      ...{ weighted_f1: near(0.65, 10), mcc: near(0.470792, 10), kappa: near(0.0999, 10) },
      by_label: [
        { label: 'billing', support: 4, precision: near(0.75, 4), recall: near(0.75, 4), f1: near(0.75, 4) },
        { label: 'out|age', support: 3, precision: near(0.667, 3), recall: near(0.667, 3), f1: near(0.667, 3) },
        { label: 'other', support: 3, precision: near(1, 1, 0), recall: near(0.333, 3), f1: near(0.5, 3) },
      ],
    },
    {
      ...{ task: 'tickets', grader: 'label', model: 'our_llama', labels: ['billing', 'out|age', 'other'] },
      confusion: [{ target: 'billing', predicted: 'billing', n: 4 }],
      ...{ macro_f1: { value: 1, low: null, high: null, n: 4 }, known_labels: 1, micro_f1: near(1, 4, 0) },
      ...{ weighted_f1: near(1, 4, 0), mcc: near(null, 4), kappa: near(null, 4) },
      by_label: [],
    },
  ],
  repeats: [
    {
      ...{ task: 'tickets', metric: 'label', model: 'claude-3-opus', epochs: 2, within: 0.180556, between: 0.090278 },
      pass: [
        { k: 1, any: near(0.541667, 10), all: near(0.541667, 10) },
        { k: 2, any: near(0.722222, 9), all: near(0.361111, 9) },
      ],
    },
    {
      ...{ task: 'tickets', metric: 'label', model: 'our_llama', epochs: 2, within: null, between: null },
      pass: [
        { k: 1, any: near(1, 4, 0), all: near(1, 4, 0) },
        { k: 2, any: near(null, 0), all: near(null, 0) },
      ],
    },
  ],
};

const { pairs: _, ...unpriced } = maxDrop({
  ...{ criterion: 'min_saving', ruling: 'inconclusive', limit: 0.5, value: null, low: null, high: null, n: 4 },
  ...{ alpha: null, why: 'a cost is unknown', change: 'give each model a price that fits its calls' },
});

/** Good enough on one task, and not cheap enough for certain on the other. */
const swap: Verdict = verdict({
  ...{ ruling: 'inconclusive', counts_as: 'inconclusive' },
  gate: { ...verdict().gate, candidate: 'our_llama', baseline: 'claude-3-opus', tasks: ['law', 'summaries'] },
  tasks: [
    onTask('law', 'pass', maxDrop({ change: 'it would pass down to a margin of 5.6 points' })),
    onTask('summaries', 'inconclusive', unpriced),
  ],
});

/** Without a p, and without a time: one of them was recorded. */
const lawComparison: Comparison = {
  ...{ task: 'law', metric: 'choice', candidate: 'our_llama', baseline: 'claude-3-opus', n: 198, missing: 2 },
  ...{ difference: { value: -0.2338, low: -0.31, high: -0.152, n: 198 }, method: 'tango', test: 'mcnemar' },
  ...{ p: 1.2e-7, p_holm: 1.2e-7, mcnemar_p: 1.2e-7, gains: 12, regressions: 58, flip_rate: 0.353535 },
  ...{ quality: { candidate: 0.6212, baseline: 0.855 }, verdict: 'worse', samples_needed: null },
  ...{ cost_ratio: { value: 0.00000953, low: 0.000009, high: 0.00001, n: 198 }, cost_estimated: true },
  latency_ms: near(null, 0),
};

/** Two models on three tasks with different metrics; one has groups, one labels and epochs. */
function richScorecard(): Scorecard {
  const choice = { name: 'choice', grader: 'choice', version: 1, digest: 'c'.repeat(64), binary: true, parts: [] };
  const rouge = { ...choice, name: 'rouge', grader: 'rouge', digest: 'r'.repeat(64), binary: false, parts: ['rougeL'] };
  const label = { ...choice, name: 'label', grader: 'label', digest: 'l'.repeat(64) };
  const opus = { model: 'claude-3-opus', provider: 'anthropic', snapshot: 'claude-3-opus-20240229' };
  const own = { model: 'our_llama', provider: 'exec' };
  const law = { task: 'law', metric: 'choice' };
  const opusLaw: Partial<Row> = {
    ...{ ...opus, ...law, asked: 200, cost_usd: 1.29, usd_per_1k_tasks: 6.45, usd_per_correct: 0.00754385964912 },
    ...{ input_tokens: 82400, output_tokens: 720, eff_usd_per_1m_tokens: 15.52, input_per_output: 114.4 },
    ...{ latency_p50_ms: 1834, latency_p95_ms: 4010.5, ttft_p50_ms: 402 },
    ...{ output_tokens_per_s: 52.3, wrong: 28, refused: 1, pareto: true },
    quality: { value: 0.855, low: 0.8, high: 0.897, n: 200 },
  };
  const opusLimits: Partial<Row> = {
    ...{ usd_per_1k_low: 6.1, usd_per_1k_high: 6.82, usd_per_correct_low: 0.00701, usd_per_correct_high: 0.00813 },
  };
  const ownLaw: Partial<Row> = {
    ...{ ...own, ...law, asked: 200, cost_usd: 0.0000123, cost_estimated: true, usd_per_1k_tasks: 0.0000615 },
    ...{ usd_per_correct: 1e-7, latency_p50_ms: 31, latency_p95_ms: 45, wrong: 60, unparsed: 10, truncated: 5 },
    ...{ failed: 2, pareto: true },
    quality: { value: 0.6212121212121212, low: 0.552, high: 0.686, n: 198 },
  };
  const around = (value: number, n: number) => ({
    quality: { value, low: Number((value - 0.09).toFixed(2)), high: Number((value + 0.08).toFixed(2)), n },
  });
  const part = (of: Partial<Row>, group: string, value: number, n: number): Partial<Row> => ({
    ...{ ...of, level: 'category', group, asked: n, ...around(value, n) },
  });
  const macro = (of: Partial<Row>, value: number): Partial<Row> => ({
    ...{ ...of, level: 'macro', group: 'macro', ...around(value, 200), cost_estimated: false },
    ...{ cost_usd: null, usd_per_1k_tasks: null, usd_per_correct: null, input_tokens: null, output_tokens: null },
    ...{ eff_usd_per_1m_tokens: null, input_per_output: null },
    ...{ latency_p50_ms: null, latency_p95_ms: null, ttft_p50_ms: null, output_tokens_per_s: null, pareto: null },
  });
  const summaries = { task: 'summaries', metric: 'rouge', wrong: null };
  const opusSummaries: Partial<Row> = {
    ...{ ...opus, ...summaries, asked: 4, cost_usd: 0.08, usd_per_1k_tasks: 20, usd_per_correct: 0.048780487804878 },
    ...{ input_tokens: 4000, output_tokens: 300, latency_p50_ms: 900, latency_p95_ms: 1200, output_tokens_per_s: 75 },
    pareto: true,
  };
  const opusTickets: Partial<Row> = { ...opus, task: 'tickets', metric: 'label', asked: 20, wrong: null };
  const ownSummaries: Partial<Row> = { ...own, ...summaries, asked: 1 };
  return scorecard({
    suite: 'support-swap',
    status: 'incomplete',
    models: ['claude-3-opus', 'our_llama'],
    prices: [
      {
        ...{ model: 'claude-3-opus', price: { input: 15, output: 75 }, origin: 'catalogue' },
        row: {
          ...{ model: 'claude-3-opus', provider: 'anthropic', from: '2024-03-04', date_basis: 'announced' },
          ...{ source: ['litellm-mirror', 'dsv2-table'], check: 'read' },
        },
      },
      { model: 'our_llama', price: { usd_per_hour: 0.05 }, origin: 'suite', row: null },
    ],
    tasks: [
      taskFacts({ name: 'law', metric: 'choice', samples: 200, protocol: '5-shot, generated', graders: [choice] }),
      taskFacts({ name: 'summaries', metric: 'rouge', samples: 4, graders: [rouge] }),
      taskFacts({ name: 'tickets', metric: 'label', samples: 10, graders: [label] }),
    ],
    ...ticketFigures,
    params: [{ model: 'our_llama', params_total_b: 70.6, params_active_b: 70.6, params_estimated: false }],
    comparisons: [lawComparison],
    readings: [
      { task: 'law', grader: 'choice', model: 'claude-3-opus', strict: 199, loose: 0 },
      { task: 'law', grader: 'choice', model: 'our_llama', strict: 120, loose: 60 },
    ],
    rows: [
      ...[
        { ...opusLaw, ...opusLimits },
        macro(opusLaw, 0.83),
        part(opusLaw, 'STEM', 0.79, 80),
        part(opusLaw, 'other', 0.9, 120),
      ],
      ...[ownLaw, macro(ownLaw, 0.6), part(ownLaw, 'STEM', 0.5, 79), part(ownLaw, 'other', 0.7, 119)],
      { ...opusSummaries, quality: { value: 0.41, low: 0.3051, high: 0.5149, n: 4 } },
      { ...opusSummaries, metric: 'rouge.rougeL', quality: { value: 0.33, low: 0.21, high: 0.45, n: 4 } },
      { ...ownSummaries, quality: { value: 0.2, low: null, high: null, n: 1 } },
      { ...opusTickets, wrong: 4, quality: near(0.6, 10) },
      { ...opusTickets, metric: 'label.pass@2', quality: near(0.722222, 9) },
      { ...opusTickets, metric: 'label.macro_f1', quality: near(0.638889, 10) },
      {
        ...opusTickets,
        metric: 'label.f1',
        level: 'label' as const,
        group: 'out|age',
        asked: 3,
        quality: near(0.667, 3),
      },
      { ...ownSummaries, metric: 'rouge.rougeL', quality: { value: 0.1, low: null, high: null, n: 1 } },
    ].map(row),
    coverage: [
      coverage({ model: 'claude-3-opus', task: 'law', planned: 200, asked: 200, answered: 200, coverage: 1 }),
      coverage({
        ...{ model: 'our_llama', task: 'law', planned: 200, asked: 200, answered: 198, coverage: 0.99 },
        failures: { timeout: 1, busy: 1 },
      }),
      coverage({
        ...{ model: 'claude-3-opus', task: 'summaries', planned: 4, asked: 4, answered: 4, coverage: 1 },
        warnings: { 'seed is not supported': 4 },
      }),
      coverage({ model: 'our_llama', task: 'summaries', planned: 4, asked: 1, answered: 1, coverage: 1 }),
    ],
    verdicts: [swap],
  });
}

const richCalls: readonly Call[] = [
  call({
    ...{ model: 'claude-3-opus', task: 'law', sample: 'professional_law/17', finish_reason: 'stop' },
    ...{ snapshot: 'claude-3-opus-20240229', request_id: 'req_01', latency_ms: 1834, ttft_ms: 402 },
    usage: usage({ input: 412, input_cached: 100, output: 96 }),
    price: { input: 15, output: 75, input_cached: 1.5 },
    cost: { femtoUsd: 13_530_000_000_000n, estimated: false },
  }),
  call({
    ...{ model: 'our_llama', task: 'law', sample: 'law, "2"', status: null, failure: 'timeout', waited_ms: 1200 },
    ...{ finish_reason: null, price: { usd_per_hour: 0.05 }, cost: { femtoUsd: 1_666_667_000n, estimated: true } },
  }),
  call({ model: 'our_llama', task: 'law', sample: 'law, "2"', attempt: 2, status: null, latency_ms: 31.25 }),
];

describe('every report is as it was read by eye', () => {
  const golden = (name: string) => join(import.meta.dirname, 'golden', name);

  test.each([
    ['terminal', 'terminal.txt'],
    ['markdown', 'report.md'],
    ['csv', 'summary.csv'],
    ['calls', 'calls.csv'],
    ['comparisons', 'comparisons.csv'],
    ['confusion', 'confusion.csv'],
    ['json', 'scorecard.json.txt'],
    ['junit', 'junit.xml'],
    ['svg', 'price-quality-by-task.svg'],
    ['scatter', 'scatter.txt'],
  ])('%s', async (name, file) => {
    await expect(await text(name, richScorecard(), richCalls)).toMatchFileSnapshot(golden(file));
  });

  test('and none is forgotten here', () => {
    const names = [
      'terminal',
      'markdown',
      'html',
      'csv',
      'calls',
      'comparisons',
      'confusion',
      'json',
      'junit',
      'svg',
      'scatter',
    ];
    expect(reports.map(({ name }) => name)).toEqual(names);
  });
});

test('files of a run’s folder are those of the contract', () => {
  expect(reports.map(({ file }) => file)).toEqual([
    ...[null, 'report.md', 'report.html', 'summary.csv', 'calls.csv'],
    ...['comparisons.csv', 'confusion.csv', 'scorecard.json', null, null, null],
  ]);
});

test('every report of a run without rows can be written', async () => {
  for (const { name } of reports) expect(await text(name, scorecard({ models: [], tasks: [] }))).toMatch(/^$|\n$/);
});

test('colours are for a terminal that shows them', async () => {
  expect(await text('terminal', richScorecard())).not.toContain('\u001B');
  expect(await text('terminal', richScorecard(), [], true)).toContain('\u001B[1mlaw · choice\u001B[22m');
});

describe('hostile names are harmless in every report', () => {
  const HOSTILE = [
    '=cmd|"/C calc"!A0',
    '\u001B[31mred\u001B]52;c;aGk=\u0007',
    '\u009B2Jgone',
    'two\r\nlines',
    'right\u202Eleft\u2067\u200F',
    '`code` | cell |',
    '[x](javascript:alert(1))',
    '</script><img src=x onerror=alert(1)>',
    '-1+1',
    'zero\0',
  ];
  const card = scorecard({
    suite: HOSTILE.join(' '),
    models: HOSTILE,
    tasks: HOSTILE.map((name) => taskFacts({ name })),
    rows: HOSTILE.flatMap((name) => [
      row({ model: name, task: name, provider: name, snapshot: name, asked: 1 }),
      row({ model: name, task: name, level: 'category', group: name, asked: 1, unparsed: 1 }),
    ]),
    coverage: HOSTILE.map((name) => coverage({ model: name, task: name, warnings: { [name]: 1 } })),
    comparisons: HOSTILE.map((name) => ({
      ...lawComparison,
      task: name,
      metric: name,
      candidate: name,
      baseline: name,
    })),
    classification: HOSTILE.map((name) => ({
      ...{ task: name, grader: 'exact', model: name, labels: HOSTILE, known_labels: 1, by_label: [] },
      confusion: HOSTILE.map((target) => ({ target, predicted: name, n: 1 })),
      ...{ macro_f1: near(1, 1), micro_f1: near(1, 1), weighted_f1: near(1, 1), mcc: near(1, 1), kappa: near(1, 1) },
    })),
    verdicts: HOSTILE.map((name) =>
      verdict({
        gate: { ...verdict().gate, candidate: name, baseline: name, tasks: [name] },
        tasks: [onTask(name, 'pass', maxDrop({ why: name, change: name }))],
      }),
    ),
  });
  const calls = HOSTILE.map((name) =>
    call({ model: name, task: name, sample: name, snapshot: name, request_id: name }),
  );

  test.each(reports.map(({ name }) => [name]))('%s has no controls and no marks of direction', async (name) => {
    const written = await text(name, card, calls);
    expect(written).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
    expect(written.length).toBeGreaterThan(1000);
  });

  test('a table of Markdown keeps its columns, and no link, tag or code is made', async () => {
    const written = await text('markdown', card);
    const cells = written.split('\n').filter((line) => line.startsWith('| '));
    expect(new Set(cells.map((line) => line.match(/(?<!\\)\|/g)?.length))).toEqual(
      new Set([6, 9, HOSTILE.length + 2, 8, HOSTILE.length + 3]),
    );
    expect(written).not.toMatch(/(?<!\\)<|(?<!\\)\]\(|(?<!\\)`(?!20261121T192031Z-swap-0a1b2c3d`|, started)/);
  });

  test('a terminal shows one line a row', async () => {
    const lines = (await text('terminal', card)).split('\n');
    expect(lines.filter((line) => line.startsWith('│'))).toHaveLength(2 * HOSTILE.length);
  });

  test.each([
    ['csv', 2 * HOSTILE.length],
    ['calls', HOSTILE.length],
    ['comparisons', HOSTILE.length],
    ['confusion', HOSTILE.length ** 2],
  ] as const)('%s keeps its rows, and no cell begins a formula', async (name, rows) => {
    const read: Record<string, string>[] = parse(await text(name, card, calls), { columns: true });
    expect(read).toHaveLength(rows);
    expect(read.flatMap((record) => Object.values(record)).filter((cell) => /^[=+@]|^-(?![\d.]+$)/.test(cell))).toEqual(
      [],
    );
  });

  test('JSON loses nothing', async () => {
    expect(JSON.parse(await text('json', card))).toEqual(card);
  });
});
