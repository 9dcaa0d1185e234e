import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupBy } from './group-by.ts';

test('groups stand in order of first appearance, and so do the items in each', () => {
  const groups = groupBy(['b1', 'a1', 'b2', null], (item) => item?.[0] ?? null);
  expect([...groups]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
    [null, [null]],
  ]);
});

test('every item is in exactly one group, its own', () =>
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 5 }), (items, n) => {
      const groups = groupBy(items, (item) => item % n);
      expect([...groups.values()].flat().sort()).toEqual([...items].sort());
      for (const [key, group] of groups) expect(group.every((item) => item % n === key)).toBe(true);
    }),
  ));
