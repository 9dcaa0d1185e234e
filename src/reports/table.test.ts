import { describe, expect, test } from 'vitest';
import type { Row, Scorecard } from '../domain/scorecard.ts';
import { row, scorecard, taskFacts } from '../testing/records.ts';
import { standardTables } from './table.ts';

const cellsOf = (facts: Partial<Row>) => {
  const [table] = standardTables(scorecard({ rows: [row(facts)] }));
  const [cells] = table?.rows ?? [];
  return Object.fromEntries((table?.columns ?? []).map(({ title }, index) => [title, cells?.[index]]));
};

test('a row says what is known, in units for people', () => {
  const facts = {
    quality: { value: 0.724, low: 0.6534, high: 0.785, n: 1234 },
    ...{ usd_per_1k_tasks: 0.0456789, usd_per_correct: 0.0000567, latency_p50_ms: 1834.4, output_tokens_per_s: 52.34 },
    pareto: true,
  };
  expect(cellsOf(facts)).toEqual({
    ...{ Model: 'm', 'Quality [95 % CI]': '72.4 % [65.3–78.5]', n: '1,234', '$/1k tasks': '$0.0457' },
    ...{ '$/correct': '$0.0000567', 'p50 s': '1.83', 'tok/s': '52.3', Pareto: 'yes' },
  });
});

test('what is unknown is a dash, never 0', () => {
  expect(cellsOf({})).toEqual({
    ...{
      Model: 'm',
      'Quality [95 % CI]': '–',
      n: '0',
      '$/1k tasks': '–',
      '$/correct': '–',
      'p50 s': '–',
      'tok/s': '–',
    },
    Pareto: '–',
  });
});

test('a quality without limits shows that it has none', () => {
  expect(cellsOf({ quality: { value: 0.5, low: null, high: null, n: 1 } })['Quality [95 % CI]']).toBe('50.0 % [–]');
});

test('an estimated cost is marked; 0 is 0', () => {
  expect(cellsOf({ usd_per_1k_tasks: 1.5, cost_estimated: true })['$/1k tasks']).toBe('~$1.50');
  expect(cellsOf({ usd_per_1k_tasks: 0, pareto: false })).toMatchObject({ '$/1k tasks': '$0', Pareto: 'no' });
});

test('where there is room, amounts have their limits beside them', () => {
  const amounts = {
    ...{ usd_per_1k_tasks: 6.45, usd_per_1k_low: 6.1, usd_per_1k_high: 6.9, usd_per_correct: 0.01 },
  };
  const [table] = standardTables(scorecard({ rows: [row(amounts), row({})] }), { isWide: true });
  expect(table?.columns.map(({ title }) => title)).toContain('$/1k tasks [95 % CI]');
  expect(table?.rows.map((cells) => cells.slice(3, 5))).toEqual([
    ['$6.45 [6.10–6.90]', '$0.0100 [–]'],
    ['–', '–'],
  ]);
});

describe('tables', () => {
  const two = [
    taskFacts({ name: 'law' }),
    taskFacts({ name: 'tickets', metric: 'label', protocol: '5-shot, generated' }),
  ];
  const titles = (facts: Partial<Scorecard>) =>
    standardTables(scorecard(facts)).map(({ title, protocol, rows }) => [
      title,
      protocol,
      rows.map(([model]) => model),
    ]);

  test('are one a task where tasks have different metrics: the whole task by its metric', () => {
    const rows = [
      row({ task: 'law' }),
      row({ task: 'law', metric: 'rouge' }),
      row({ task: 'law', level: 'macro', group: 'macro' }),
      row({ task: 'law', level: 'group', group: 'g' }),
      row({ task: 'tickets', metric: 'label', model: 'n' }),
    ];
    expect(titles({ tasks: two, rows })).toEqual([
      ['law · exact', '0-shot, generated, exact@1', ['m']],
      ['tickets · label', '5-shot, generated', ['n']],
    ]);
  });

  test('are one over all tasks where they share a metric, with the protocol of each', () => {
    const rows = [row({ task: 'law' }), row({ task: '*', level: 'macro' })];
    expect(titles({ tasks: two, rows })).toEqual([
      ['all 2 tasks · exact', 'mean of the tasks: law 0-shot, generated, exact@1; tickets 5-shot, generated', ['m']],
    ]);
    expect(titles({ tasks: [taskFacts(), taskFacts({ name: 'u' })], rows })).toEqual([
      ['all 2 tasks · exact', 'mean of the tasks: 0-shot, generated, exact@1', ['m']],
    ]);
  });
});
