import { describe, expect, test } from 'vitest';
import { table } from '../testing/paired.ts';
import { pairedFigures } from './paired-table.ts';

describe('published tables', () => {
  test.each([
    [[53, 16, 8, 9], '0.056074747'],
    [[794, 86, 150, 570], '0.009549215'],
  ] as const)('%j has the standard error %s', (counts, se) => {
    expect(pairedFigures(table(counts)).se?.toFixed(9)).toBe(se);
  });
});

test('a table tells how far apart the models are, and how often they differ', () => {
  expect(pairedFigures(table([5, 2, 1, 2]))).toMatchObject({ n: 10, d: 0.1, flipRate: 0.3 });
});

test('of no sample nothing is known', () => {
  expect(pairedFigures(table([0, 0, 0, 0]))).toEqual({ n: 0, d: null, flipRate: null, se: null });
});
