import { describe, expect, test } from 'vitest';
import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { collect } from '../testing/collect.ts';
import { row, scorecard, taskFacts } from '../testing/records.ts';
import { pairColumnKeys } from './comparison-table.ts';
import { comparisonsCsv } from './comparisons-csv.ts';
import { summaryCsv } from './csv.ts';
import { rowColumnKeys } from './standard-columns.ts';
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

describe('columns that are asked for', () => {
  const facts = {
    ...{ provider: 'anthropic', latency_p95_ms: 4010.5, ttft_p50_ms: 402, input_per_output: 114.4, asked: 20 },
    ...{ eff_usd_per_1m_tokens: 15.52, cost_usd: 1.29, cost_estimated: true, unparsed: 3, dominated_by: 'other' },
  };
  const shownOf = (...columns: string[]) => {
    const price = { input: 15, output: 75 };
    const listed = {
      ...{ model: 'm', provider: 'anthropic', from: '2024-03-04', date_basis: 'announced' as const },
      ...{ source: ['page'], check: 'read' as const },
    };
    const card = scorecard({ rows: [row(facts)], prices: [{ model: 'm', price, origin: 'catalogue', row: listed }] });
    const [table] = standardTables(card, { shown: { columns } });
    return [table?.columns.map(({ title }) => title), table?.rows[0]];
  };

  test('are shown in units for people, in that order', () => {
    expect(shownOf('latency_p95_ms', 'ttft_p50_ms', 'input_per_output', 'provider', 'price_date')).toEqual([
      ['p95 s', 'TTFT p50 s', 'in:out', 'Provider', 'Price date'],
      ['4.01', '0.402', '114', 'anthropic', '2024-03-04'],
    ]);
    expect(shownOf('eff_usd_per_1m_tokens', 'cost_usd', 'asked', 'unparsed', 'dominated_by')).toEqual([
      ['$/1M tokens', 'Cost', 'asked', 'unparsed', 'Dominated by'],
      ['~$15.5', '~$1.29', '20', '3', 'other'],
    ]);
  });

  test('have the names that CSV has, but for those of comparisons', () => {
    const csv = [...(summaryCsv.columns ?? []), ...(comparisonsCsv.columns ?? [])];
    expect(rowColumnKeys.filter((key) => !csv.includes(key))).toEqual([]);
    expect(pairColumnKeys.filter((key) => !(comparisonsCsv.columns ?? []).includes(key))).toEqual([]);
  });

  async function* nothing(): AsyncGenerator<never> {}

  test('of CSV are chosen and sorted in the same way', async () => {
    const card = scorecard({ rows: [row({ model: 'a', asked: 1 }), row({ model: 'b', asked: 2 })] });
    const shown = { columns: ['asked', 'model'], sort: { key: 'asked', descending: true } };
    const text = await collect(
      summaryCsv.write({ scorecard: card, calls: nothing, answered: nothing, colour: false, shown }),
    );
    expect(text.join('')).toBe('asked,model\n2,b\n1,a\n');
  });
});

test('sizes are shown where one is known', () => {
  const params = [{ model: 'm', params_total_b: 671, params_active_b: 37, params_estimated: true }];
  const [table] = standardTables(scorecard({ rows: [row(), row({ model: 'other' })], params }));
  expect(table?.columns[1]?.title).toBe('Params');
  expect(table?.rows.map((cells) => cells[1])).toEqual(['671B (37B active) (est.)', '–']);
});
