import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printed } from '../testing/paired.ts';
import { moments } from './moments.ts';
import { repeats } from './repeats.ts';

const asked = ['1110', '0010', '1111', '0110', '0000', '1011'].map((line) => [...line].map(Number));

describe('6 samples asked 4 times', () => {
  test('have their spread split', () => {
    const { n, mean, within, between, se } = repeats(asked);
    expect([n, ...[mean, within, between, se].map(printed)]).toEqual([
      6,
      '0.541667',
      '0.180556',
      '0.090278',
      '0.150231',
    ]);
    expect(printed(6 * (se as number) ** 2)).toBe('0.135417');
  });

  test('are not 24 samples: the error that these would have is too small', () => {
    const pooled = asked.flat();
    expect(printed(Math.sqrt((moments(pooled).variance as number) / pooled.length))).toBe('0.103895');
  });
});

test('one answer a sample says nothing of the spread within', () => {
  expect(repeats([[1], [0]])).toEqual({ n: 2, mean: 0.5, se: 0.5, within: null, between: null });
});

test('one sample says nothing of others, none nothing at all', () => {
  expect(repeats([[1, 0]])).toEqual({ n: 1, mean: 0.5, se: null, within: 0.5, between: null });
  expect(repeats([[]])).toEqual({ n: 0, mean: null, se: null, within: null, between: null });
});

test('answers that never change have no spread within, and no variance is below 0', () => {
  const lines = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 4 }), {
    minLength: 2,
  });
  fc.assert(
    fc.property(lines, (scores) => {
      expect(repeats(scores).between).toBeGreaterThanOrEqual(0);
      expect(repeats(scores.map(([first]) => [first, first] as number[])).within).toBe(0);
    }),
  );
});
