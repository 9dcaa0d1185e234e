import { expect, test } from 'vitest';
import type { Comparison } from '../domain/difference.ts';
import type { Economics } from '../domain/economics.ts';
import type { Estimate } from '../domain/estimate.ts';
import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { incumbentColumns } from './incumbent-columns.ts';

const estimate = (value: number | null, low: number | null = null, high: number | null = null): Estimate => ({
  ...{ value, low, high, n: 100 },
});

const dominates = {
  ...{ task: 't', verdict: 'dominates', usd_per_error: estimate(null), usd_saved_per_1k: estimate(1) },
  ...{ wrong_per_1k: estimate(-1), samples_needed: null, error_cost_usd: null, pays: null },
} as const;

const scorecard = (incumbent_by: Economics['incumbent_by']) =>
  ({
    economics: { incumbent: 'big', incumbent_by, models: [{ model: 'mini', break_even: [dominates] }] },
    comparisons: [
      {
        ...{ task: 't', candidate: 'mini', baseline: 'big' },
        ...{ difference: estimate(0.02, -0.01, 0.05), cost_ratio: estimate(0.031, 0.029, 0.034) },
      } as Comparison,
    ],
  }) as unknown as Scorecard;

const cells = (model: string, isWide: boolean, by: Economics['incumbent_by'] = 'suite') =>
  incumbentColumns(scorecard(by), { isWide }).map(({ cell }) => cell({ model, task: 't' } as Row));

test('a model stands beside the incumbent with what it changes', () => {
  expect(cells('mini', false)).toEqual(['+2.0 [-1.0 to +5.0]', '-96.9 %', 'always pays']);
  expect(cells('mini', true)[1]).toBe('-96.9 % [-97.1 to -96.6]');
});

test('the incumbent is named, and of a model without a figure nothing is said', () => {
  expect(cells('big', false)).toEqual(['incumbent', 'incumbent', 'incumbent']);
  expect(cells('other', true)).toEqual(['–', '–', '–']);
});

test('where the suite names none nothing is known', () => {
  expect(cells('mini', false, 'cost')).toEqual(['–', '–', '–']);
});
