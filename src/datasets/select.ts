import { groupBy } from '../lib/group-by.ts';
import { permutation, type Random } from '../lib/random.ts';

/**
 * All items in order, or `limit` of them: drawn at random, each group with its share (largest remainders; a tie is drawn
 * too). For the same `random` a smaller limit takes nearly the same items of a group as a larger one. `items` is read
 * twice when there is a limit; memory holds a number an item.
 */
export async function* select<T>(
  items: () => AsyncIterable<T>,
  { limit, groupOf, random }: { limit: number | undefined; groupOf(item: T): string | null; random: Random },
): AsyncGenerator<T> {
  const chosen = limit === undefined ? undefined : await choose(items(), limit, groupOf, random);
  let index = 0;
  for await (const item of items()) {
    if (chosen === undefined || chosen.has(index)) yield item;
    index += 1;
  }
}

async function choose<T>(
  items: AsyncIterable<T>,
  limit: number,
  groupOf: (item: T) => string | null,
  random: Random,
): Promise<Set<number>> {
  const groupNames: (string | null)[] = [];
  for await (const item of items) groupNames.push(groupOf(item));

  const groups = [...groupBy(groupNames.keys(), (index) => groupNames[index]).values()];
  const sizes = groups.map(({ length }) => length);
  const quotas = shareOut(Math.min(limit, groupNames.length), sizes, random);
  return new Set(groups.flatMap((group, index) => drawn(group, quotas[index] as number, random)));
}

/** How many of `seats` each group gets in proportion to its size: largest remainders, ties drawn. */
export function shareOut(seats: number, sizes: readonly number[], random: Random): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const quotas = sizes.map((size) => Math.floor((seats * size) / total));
  const remainders = sizes.map((size) => (seats * size) % total);
  const left = seats - quotas.reduce((sum, quota) => sum + quota, 0);
  const lots = permutation(sizes.length, random);
  const byRemainder = [...lots].sort((a, b) => (remainders[b] as number) - (remainders[a] as number));
  for (const index of byRemainder.slice(0, left)) (quotas[index] as number) += 1;
  return quotas;
}

const drawn = (group: readonly number[], quota: number, random: Random): number[] =>
  [...permutation(group.length, random).subarray(0, quota)].map((place) => group[place] as number);
