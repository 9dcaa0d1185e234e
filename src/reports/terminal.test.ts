import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Economics } from '../domain/economics.ts';
import { row, scorecard } from '../testing/records.ts';
import type { Shown } from './columns.ts';
import { nearTieNotes } from './notes.ts';
import { standardTables } from './table.ts';
import { terminalPage } from './terminal.ts';

const quality = (value: number) => ({ value, low: value - 0.05, high: value + 0.05, n: 200 });
const rows = [
  row({
    ...{ model: 'anthropic/claude-3-opus', quality: quality(0.9), usd_per_1k_tasks: 6.45, usd_per_correct: 0.0072 },
    ...{ latency_p50_ms: 1834, output_tokens_per_s: 52.3, pareto: true },
  }),
  row({
    ...{ model: 'dear', quality: quality(0.5), usd_per_1k_tasks: 9, usd_per_correct: 0.018, latency_p50_ms: 400 },
    ...{ pareto: false, dominated_by: 'anthropic/claude-3-opus', near_tie: false },
  }),
  row({
    ...{ model: 'as good', quality: quality(0.89), usd_per_1k_tasks: 8, usd_per_correct: 0.009 },
    ...{ pareto: false, dominated_by: 'anthropic/claude-3-opus', near_tie: true },
  }),
];
const economics = { incumbent: 'dear', incumbent_by: 'suite', models: [] } as unknown as Economics;

const page = (screen: { width?: number; colour?: boolean }, shown: Shown = {}, facts = {}) => {
  const card = scorecard({ rows, models: rows.map(({ model }) => model), ...facts });
  return [...terminalPage(standardTables(card, { shown }), [], { colour: false, ...screen })].join('');
};
const widest = (text: string) =>
  Math.max(
    ...text
      .split('\n')
      .filter((line) => /^[┌│└├]/.test(line))
      .map(({ length }) => length),
  );

describe('a terminal', () => {
  test('of unknown width, or a pipe, shows all', () => {
    const text = page({});
    expect(text).toContain('tok/s');
    expect(text).not.toContain('Left out');
  });

  test.each([80, 100, 70])('of %i letters leaves out what matters least, and says which', (width) => {
    const text = page({ width }, {}, { economics });
    expect(widest(text)).toBeLessThanOrEqual(width);
    expect(text).toContain('Quality [95 % CI]');
    expect(text).toContain('break-even $/error (usd_per_error)');
    expect(text).toMatch(new RegExp(`! Left out to fit ${width} columns: .*--columns`));
  });

  test('folds a long name behind its signs rather than lose a column to it', () => {
    const long = 'openai-compatible/meta-llama/Meta-Llama-3-70B-Instruct-Turbo';
    const told = row({ model: long, quality: quality(0.8), usd_per_1k_tasks: 1, pareto: true });
    const facts = { rows: [told, ...rows], models: [long, ...rows.map(({ model }) => model)], economics };
    const text = page({ width: 80 }, {}, facts);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(text).toContain('│ Pareto');
    expect(text).toMatch(/│ openai-compatible\/meta- +│.*\n│ llama\/Meta-Llama-3-70B- +│.*\n│ Instruct-Turbo +│/);
    expect(text).toContain('│ anthropic/claude-3-opus │');
    expect(page({ width: 300 }, {}, facts)).toContain(long);
    expect(page({}, {}, facts)).toContain(long);
  });

  test('folds a name without signs too, and loses nothing of it', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '-', '/', ' ', '😀'), minLength: 1 }), (name) => {
        const model = `x${name}x`.repeat(3);
        const text = page({ width: 60 }, {}, { rows: [row({ model, quality: quality(0.8) })], models: [model] });
        const cells = text.split('\n').flatMap((line) => /^│ (.*?) *│/.exec(line)?.[1] ?? []);
        expect(cells.slice(1).join('').replaceAll(' ', '')).toBe(model.replaceAll(' ', ''));
      }),
    ));

  test('never leaves out a quality, its n, or what it cost', () => {
    const text = page({ width: 10 });
    for (const title of ['Model', 'Quality [95 % CI]', ' n ', '$/1k tasks']) expect(text).toContain(title);
    expect(text).not.toContain('│ Pareto');
    expect(page({ width: 80 }, {}, { economics })).toContain('│ Pareto');
  });

  test('shows columns that were asked for, however narrow it is', () => {
    const text = page({ width: 20 }, { columns: ['model', 'latency_p95_ms', 'output_tokens_per_s'] });
    expect(text).toContain('tok/s');
    expect(text).not.toContain('Left out');
  });

  test('sorts rows as they were asked for', () => {
    const text = page({}, { sort: { key: 'usd_per_1k_tasks', descending: true } });
    expect(text.match(/dear|as good|opus/g)).toEqual(['dear', 'as good', 'opus']);
  });
});

describe('what is dominated', () => {
  const FAINT = '\u001B[2m';
  const lineOf = (text: string, model: string) => text.split('\n').find((line) => line.includes(model)) ?? '';

  test('is grey in colour, but not where the intervals leave it open', () => {
    const text = page({ colour: true });
    expect(lineOf(text, 'dear')).toContain(`${FAINT}dear`);
    expect(lineOf(text, 'as good')).not.toContain(`${FAINT}as good`);
    expect(lineOf(text, 'opus')).not.toContain(`${FAINT}anthropic`);
  });

  test('says no, or ~ where the intervals leave it open; a note tells what that is', () => {
    const text = page({});
    expect(lineOf(text, 'dear')).toMatch(/│ no +│$/);
    expect(lineOf(text, 'as good')).toMatch(/│ ~ +│$/);
    expect(nearTieNotes(scorecard({ rows }))).toHaveLength(1);
    expect(nearTieNotes(scorecard({ rows: rows.slice(0, 2) }))).toEqual([]);
  });
});
