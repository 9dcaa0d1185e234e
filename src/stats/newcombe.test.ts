import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printed, table, tables } from '../testing/paired.ts';
import type { Limits } from './limits.ts';
import { newcombeInterval } from './newcombe.ts';
import { pairedFigures } from './paired-table.ts';

describe('published tables', () => {
  test.each([
    [[1, 1, 7, 12], '-0.506920', '-0.025559'],
    [[59, 6, 16, 80], '-0.118621', '-0.004625'],
    [[53, 16, 8, 9], '-0.020104', '0.203916'],
    [[794, 86, 150, 570], '-0.058704', '-0.021230'],
    [[1, 0, 0, 1], '-0.573419', '0.573419'],
  ] as const)('%j', (counts, low, high) => {
    const found = newcombeInterval(table(counts), 0.95) as Limits;
    expect([found.low, found.high].map(printed)).toEqual([low, high]);
  });
});

test('of no sample nothing is known', () => {
  expect(newcombeInterval(table([0, 0, 0, 0]), 0.9)).toBeNull();
});

test('d lies within, and swapping the models mirrors the interval', () => {
  fc.assert(
    fc.property(tables, (counts) => {
      const swapped = { ...counts, candidateOnly: counts.incumbentOnly, incumbentOnly: counts.candidateOnly };
      const { d } = pairedFigures(counts) as { d: number };
      const { low, high } = newcombeInterval(counts, 0.95) as Limits;
      expect(low).toBeLessThanOrEqual(d);
      expect(high).toBeGreaterThanOrEqual(d);
      expect(newcombeInterval(swapped, 0.95)?.low).toBeCloseTo(-high, 9);
    }),
  );
});
