import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupBy } from '../lib/group-by.ts';
import { seededRandom } from '../lib/random.ts';
import { collect } from '../testing/collect.ts';
import { select, shareOut } from './select.ts';

const selected = <T>(
  items: readonly T[],
  limit: number | undefined,
  seed: number,
  groupOf: (item: T) => string | null,
) =>
  collect(
    select(
      async function* () {
        yield* items;
      },
      { limit, groupOf, random: seededRandom(seed) },
    ),
  );

test('without a limit all items come, in order', async () => {
  expect(await selected(['b', 'a', 'a'], undefined, 1, () => null)).toEqual(['b', 'a', 'a']);
});

test('a limit above the number of items takes all of them', async () => {
  expect(await selected(['b', 'a'], 5, 1, (item) => item)).toEqual(['b', 'a']);
  expect(await selected([], 5, 1, () => null)).toEqual([]);
});

const world = fc.record({
  items: fc.array(fc.tuple(fc.nat(), fc.constantFrom('a', 'b', 'c', null)), { maxLength: 60 }),
  limit: fc.integer({ min: 1, max: 70 }),
  seed: fc.integer(),
});

test('a limit takes that many different items in their order, of each group its share within 1, the same for a seed', () =>
  fc.assert(
    fc.asyncProperty(world, async ({ items, limit, seed }) => {
      const numbered = items.map(([, group], index) => ({ index, group }));
      const chosen = await selected(numbered, limit, seed, ({ group }) => group);
      const indexes = chosen.map(({ index }) => index);

      expect(chosen).toHaveLength(Math.min(limit, items.length));
      expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
      for (const [group, members] of groupBy(numbered, (item) => item.group)) {
        const share = (chosen.length * members.length) / items.length;
        const got = chosen.filter((item) => item.group === group).length;
        expect(Math.abs(got - share)).toBeLessThan(1);
      }
      expect(await selected(numbered, limit, seed, ({ group }) => group)).toEqual(chosen);
    }),
  ));

test('another seed takes other items', async () => {
  const items = Array.from({ length: 100 }, (_, n) => n);
  const first = await selected(items, 10, 1, () => null);
  expect(await selected(items, 10, 2, () => null)).not.toEqual(first);
  expect(first).not.toEqual(items.slice(0, 10));
});

test('for the same seed a smaller limit takes of one group what a larger one takes too', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer(),
      async (a, b, seed) => {
        const items = Array.from({ length: 40 }, (_, n) => n);
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        const larger = new Set(await selected(items, many, seed, () => null));
        expect((await selected(items, few, seed, () => null)).every((item) => larger.has(item))).toBe(true);
      },
    ),
  ));

test('shares add up to the seats, each within 1 of its exact size, and none is more than its group has', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer(),
      (sizes, part, seed) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const seats = Math.floor(part * total);
        const quotas = shareOut(seats, sizes, seededRandom(seed));
        expect(quotas.reduce((sum, quota) => sum + quota, 0)).toBe(seats);
        for (const [index, quota] of quotas.entries()) {
          const size = sizes[index] as number;
          expect(Math.abs(quota - (seats * size) / total)).toBeLessThan(1);
          expect(quota).toBeLessThanOrEqual(size);
        }
      },
    ),
  ));

test('the largest remainders get the seats that are left', () => {
  expect(shareOut(10, [45, 33, 22], seededRandom(1))).toEqual([5, 3, 2]);
});

test('a tie is drawn, also where the remainders are equal only in exact arithmetic', () => {
  const firsts = (sizes: number[], seats: number) =>
    new Set(Array.from({ length: 40 }, (_, seed) => shareOut(seats, sizes, seededRandom(seed)).join()));
  expect(firsts([1, 1], 1)).toEqual(new Set(['1,0', '0,1']));
  // 1⅓, 4⅓, 7⅓: as floating-point numbers their remainders differ.
  expect(firsts([4, 13, 22], 13).size).toBe(3);
});

test('no seats and no groups are no problem', () => {
  expect(shareOut(0, [], seededRandom(1))).toEqual([]);
  expect(shareOut(0, [3, 4], seededRandom(1))).toEqual([0, 0]);
});
