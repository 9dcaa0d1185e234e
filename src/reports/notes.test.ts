import { describe, expect, test } from 'vitest';
import type { ModelPrice, PricedAs } from '../domain/price.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { coverage, row, scorecard, taskFacts } from '../testing/records.ts';
import { notesOf } from './notes.ts';

const notes = (facts: Partial<Scorecard>) => notesOf(scorecard(facts));
const priced = { asked: 1000, cost_usd: 1 };

test('a complete run without anything odd needs no note', () => {
  const all = coverage({ planned: 1000, asked: 1000, answered: 1000, coverage: 1 });
  expect(notes({ rows: [row(priced)], coverage: [all] })).toEqual([]);
});

test('a run that has not asked everything says so', () => {
  expect(notes({ status: 'incomplete', coverage: [coverage({ planned: 1000, asked: 12, answered: 12 })] })).toEqual([
    'Partial: the run has not asked everything yet.',
    'm on t: 12 of 1000 trials asked.',
  ]);
});

test('answers of an earlier run are told with whose they are', () => {
  const from = { run_id: 'before', id: 'opus', model: 'anthropic/claude-3-opus' };
  expect(notes({ recorded: [{ model: 'then', from }] })).toEqual([
    'then: the answers of opus (anthropic/claude-3-opus) in run before; nothing was spent on them.',
  ]);
});

describe('trials without an answer are counted by kind', () => {
  const missing = (answered: number, failures: Record<string, number>) =>
    coverage({ planned: 200, asked: 200, answered, coverage: answered / 200, failures });

  test('above the floor', () => {
    expect(notes({ coverage: [missing(199, { timeout: 1 })] })).toEqual([
      'm on t: 1 trial without an answer (timeout 1), not in n.',
    ]);
  });
  test('under it', () => {
    expect(notes({ coverage: [missing(150, { timeout: 30, busy: 20 })] })).toEqual([
      'm on t: 50 trials without an answer (timeout 30, busy 20), not in n. Coverage 75.0 % is under the floor of 99.0 %.',
    ]);
  });
});

test('warnings are told with how many answers they came', () => {
  expect(notes({ coverage: [coverage({ warnings: { 'seed is ignored': 2, 'top_p too': 1 } })] })).toEqual([
    'm on t: warning with 2 answers: seed is ignored',
    'm on t: warning with 1 answer: top_p too',
  ]);
});

describe('states that change what a quality means are told, of the answers that came', () => {
  test('by the metric of the task alone', () => {
    const rows = [
      row({ ...priced, failed: 100, unparsed: 3, refused: 2, unscored: 1 }),
      row({ ...priced, metric: 'rouge', unparsed: 9 }),
      row({ ...priced, level: 'group', group: 'g', unparsed: 3 }),
    ];
    expect(notes({ rows })).toEqual(['m on t: of 900 answers, 3 unparsed, 2 refused, 1 unscored.']);
  });
  test('above 1 % truncated with advice', () => {
    expect(notes({ rows: [row({ ...priced, truncated: 10 })] })).toEqual(['m on t: of 1,000 answers, 10 truncated.']);
    expect(notes({ rows: [row({ ...priced, truncated: 11 })] })).toEqual([
      'm on t: of 1,000 answers, 11 truncated; raise max_tokens.',
    ]);
  });
  test('where most say nothing that can be read, with advice too', () => {
    expect(notes({ rows: [row({ ...priced, unparsed: 501 })] })).toEqual([
      'm on t: of 1,000 answers, 501 unparsed; look at some answers: the prompt may not ask for what the grader reads.',
    ]);
  });
});

test('costs that are unknown or estimated are told by model', () => {
  const models = ['a', 'b', 'c', 'd'];
  const rows = [
    row({ ...priced, model: 'a', cost_usd: null }),
    row({ ...priced, model: 'b', cost_estimated: true }),
    row({ ...priced, model: 'c', cost_usd: null, task: 'u' }),
    row({ model: 'd' }),
  ];
  expect(notes({ models, rows, tasks: [taskFacts(), taskFacts({ name: 'u' })] })).toEqual([
    'Cost unknown for a, c: no price, or an answer came without a count of tokens.',
    '~ part of the cost of b is an estimate: calls that ended without a count of tokens, in a service tier without a price, or with cached input billed as plain, an upper bound.',
  ]);
});

describe('a price that is not the suite’s is told with its host, day and source', () => {
  const from: PricedAs = {
    ...{ model: 'gpt-5', provider: 'openai', from: '2025-08-07', date_basis: 'announced' },
    ...{ source: ['a', 'b'], check: 'read' },
  };
  const price = { input: 1.25, output: 10 };
  const told = (facts: Partial<ModelPrice>) =>
    notes({ prices: [{ model: 'm', price, origin: 'catalogue', row: from, ...facts }] });

  test('of the catalogue', () => {
    expect(told({})).toEqual(['m: $1.25 in, $10 out per 1M tokens, openai/gpt-5 from 2025-08-07 (a, b).']);
  });
  test('with a discount, and the marks of what is not sure', () => {
    const row: PricedAs = { ...from, date_basis: 'snapshot', check: 'fallback' };
    expect(told({ price: { ...price, discount: 0.15 }, row })).toEqual([
      'm: $1.25 in, $10 out per 1M tokens, less 15.0 %, openai/gpt-5 from 2025-08-07 (snapshot) (a, b, fallback).',
    ]);
  });
  test('of a file of the user’s own', () => {
    expect(told({ origin: 'file', row: { ...from, check: 'own', date_basis: 'own' } })).toEqual([
      'm: $1.25 in, $10 out per 1M tokens, openai/gpt-5 (a, b).',
    ]);
  });
  test('but nothing of the suite’s', () => {
    expect(told({ origin: 'suite', row: null })).toEqual([]);
  });
});

describe('a price that follows from GPUs of one’s own is told with all that it follows from', () => {
  const hosted = { model: 'llama-3.3-70b', gpu: 'h100-80', count: 2, usd_per_gpu_hour: 2.99, utilisation: 0.3 };
  const told = (price: ModelPrice['price'], speed_source: string) =>
    notes({
      rows: [row({ ...priced, cost_estimated: speed_source === 'estimate' })],
      prices: [
        {
          ...{ model: 'm', price, origin: 'hosting', row: null },
          hosted: { ...hosted, precision: 8, tokens_per_s: 8410, speed_source },
        },
      ],
    });

  test('with who measured the speed', () => {
    expect(told({ input: 0.6583, output: 0.6583 }, 'tensorrt-llm 1000/1000')).toEqual([
      'm: $0.658 per 1M tokens in and out, llama-3.3-70b at 8 bits on 2 × h100-80 at $2.99 an hour each, used 30.0 % of 8,410 tokens/s (tensorrt-llm 1000/1000).',
    ]);
  });
  test('once, where it is an estimate', () => {
    expect(told({ input: 0.6583, output: 0.6583, estimated: true }, 'estimate')).toEqual([
      'm: ~$0.658 per 1M tokens in and out, llama-3.3-70b at 8 bits on 2 × h100-80 at $2.99 an hour each, used 30.0 % of ~8,410 tokens/s (estimate).',
    ]);
  });
});

test('prices of another day than the run’s are told', () => {
  expect(notes({ repriced_on: '2024-06-01' })).toEqual([
    'Costs are at the prices of 2024-06-01, not at those of the run.',
  ]);
});
