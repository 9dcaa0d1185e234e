import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printed } from '../testing/paired.ts';
import { clusteredInterval, clusteredMean } from './cluster.ts';
import { pairedT, pairedTInterval } from './paired-t.ts';

const PASSAGES = [
  [1, 1, 0],
  [0, 0, 0, 1],
  [1, 1, 1],
  [0, 1],
  [0, 0, 1, 1, 1],
];
const values = PASSAGES.flat();
const passages = PASSAGES.flatMap((scores, passage) => scores.map(() => `passage ${passage}`));

describe('17 answers about 5 passages', () => {
  test('have these standard errors', () => {
    const { value, cr0, se, df, n, clusters } = clusteredMean(values, passages);
    expect([n, clusters]).toEqual([17, 5]);
    expect(printed(value)).toBe('0.588235');
    expect(printed(pairedT(values).se)).toBe('0.123038');
    expect(printed(cr0)).toBe('0.109202');
    expect(printed((cr0 as number) * Math.sqrt(5 / 4))).toBe('0.122092');
    expect(printed(se)).toBe('0.122743');
    expect(df?.toFixed(2)).toBe('3.62');
  });

  test('have a wider interval than 17 that share nothing', () => {
    const apart = pairedTInterval(values, 0.95) as { low: number; high: number };
    const { low, high } = clusteredInterval(clusteredMean(values, passages), 0.95) as { low: number; high: number };
    expect(low).toBeLessThan(apart.low);
    expect(high).toBeGreaterThan(apart.high);
  });
});

test('one cluster has a mean, but nothing is known of others; no value has none', () => {
  const unknown = { cr0: null, se: null, df: null };
  expect(clusteredMean([0, 1], ['a', 'a'])).toEqual({ n: 2, clusters: 1, value: 0.5, ...unknown });
  expect(clusteredMean([], [])).toEqual({ n: 0, clusters: 0, value: null, ...unknown });
  expect(clusteredInterval(clusteredMean([0, 1], ['a', 'a']), 0.95)).toBeNull();
});

test('values that are all the same have no interval, however they round', () => {
  const same = clusteredMean([0.1, 0.1, 0.1, 0.1, 0.1], ['a', 'a', 'a', 'b', 'b']);
  expect(clusteredInterval(same, 0.95)).toBeNull();
});

const scores = fc.array(
  fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8),
  { minLength: 2, maxLength: 60 },
);

test('clusters of one sample each are Student’s t', () => {
  fc.assert(
    fc.property(scores, (some) => {
      const alone = clusteredMean(
        some,
        some.map((_, index) => `${index}`),
      );
      const { se } = pairedT(some);
      expect(alone.se).toBeCloseTo(se as number, 12);
      expect(alone.df).toBeCloseTo(some.length - 1, 9);
      const [found, expected] = [clusteredInterval(alone, 0.9), pairedTInterval(some, 0.9)];
      expect(found === null).toBe(expected === null);
      expect(found?.low ?? 0).toBeCloseTo(expected?.low ?? 0, 9);
    }),
  );
});

test('a sample that is there twice tells nothing new', () => {
  fc.assert(
    fc.property(scores, (some) => {
      const names = some.map((_, index) => `${index}`);
      const twice = clusteredMean([...some, ...some], [...names, ...names]);
      expect(twice.se).toBeCloseTo(clusteredMean(some, names).se as number, 12);
    }),
  );
});
