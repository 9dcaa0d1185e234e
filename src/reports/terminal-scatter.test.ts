import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyScorecard } from '../testing/any-scorecard.ts';
import { row } from '../testing/records.ts';
import { blocksOf } from './table.ts';
import { terminalScatter } from './terminal-scatter.ts';

const drawn = (rows: Parameters<typeof terminalScatter>[0]['rows']) =>
  terminalScatter({ task: 't', title: 't', protocol: 'p', rows }).split('\n');

const priced = (model: string, usd: number | null, quality: number, pareto: boolean | null = false) =>
  row({ model, pareto, usd_per_1k_tasks: usd, quality: { value: quality, low: null, high: null, n: 5 } });

test('better stands higher and dearer further right, with capitals on the frontier', () => {
  const lines = drawn([priced('cheap', 0.1, 0.6, true), priced('dear', 10, 0.9, true), priced('poor', 10, 0.61)]);
  const placeOf = (letter: string) => {
    const line = lines.findIndex((text) => new RegExp(`│.*${letter}`).test(text));
    return { line, column: lines[line]?.indexOf(letter) ?? -1 };
  };
  expect(placeOf('A').line).toBeLessThan(placeOf('B').line);
  expect(placeOf('A').column).toBeGreaterThan(placeOf('B').column);
  expect(placeOf('c').column).toBe(placeOf('A').column);
  expect(lines.filter((line) => line.startsWith('  A ') || line.startsWith('  c '))).toEqual([
    '  A  90.0 % [–]             n 5      $10.0       dear',
    '  c  61.0 % [–]             n 5      $10.0       poor',
  ]);
});

test('two in one place stand side by side', () => {
  expect(drawn([priced('one', 1, 0.7), priced('two', 1, 0.7)]).some((line) => line.includes('ab'))).toBe(true);
});

test('what costs nothing and what nobody knows the cost of stand behind walls', () => {
  const lines = drawn([priced('free', 0, 0.7), priced('mystery', null, 0.7), priced('priced', 3, 0.7)]);
  expect(lines.some((line) => /│ *a *┊ *c *┊ *b/.test(line))).toBe(true);
  expect(lines.some((line) => /\$0 .*\$2.* unknown/.test(line))).toBe(true);
});

test('a model without a quality is in the key alone', () => {
  const lines = drawn([row({ model: 'late' })]);
  expect(lines).toEqual(['t (p)', expect.stringMatching(/^ {5}– +n 0 +– +late$/), '', '']);
});

test('the plot keeps to 80 columns, and every model is in the key, whatever the figures', () =>
  fc.assert(
    fc.property(anyScorecard, (card) => {
      for (const block of blocksOf(card)) {
        const lines = terminalScatter(block).split('\n');
        expect(lines.filter((line) => /[│┴]/.test(line)).every((line) => line.length <= 80)).toBe(true);
        expect(lines.filter((line) => / {2}n \d/.test(line)).length).toBeGreaterThanOrEqual(block.rows.length);
      }
    }),
    { numRuns: 60 },
  ));
