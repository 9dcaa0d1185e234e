import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frontierOf, type Offer } from './frontier.ts';

const exactly = (value: number | null) => ({ value, low: value, high: value });
const within = (value: number, half: number) => ({ value, low: value - half, high: value + half });
const offer = ([quality, cost]: readonly [number | null, number | null]): Offer => ({
  quality: exactly(quality),
  cost: exactly(cost),
});
const paretoOf = (offers: readonly (readonly [number | null, number | null])[]) =>
  frontierOf(offers.map(offer)).map(({ pareto }) => pareto);

const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
  minLength: 1,
  maxLength: 12,
});

test('as good for less, or better for as much, dominates; equals do not', () => {
  const offers = [
    [0.9, 10],
    [0.9, 12],
    [0.8, 10],
    [0.5, 1],
    [0.5, 1],
    [0.4, 2],
  ] as const;
  expect(paretoOf(offers)).toEqual([true, false, false, true, true, false]);
});

test('what is unknown is neither on it nor off it, and dominates nobody', () => {
  expect(
    paretoOf([
      [0.9, null],
      [null, 0],
      [0.1, 5],
    ]),
  ).toEqual([null, null, true]);
  expect(frontierOf([])).toEqual([]);
});

test('somebody is always on it; the best for the least is', () => {
  fc.assert(
    fc.property(some, (all) => {
      const best = Math.max(...all.map(([quality]) => quality));
      const least = Math.min(...all.filter(([quality]) => quality === best).map(([, cost]) => cost));
      expect(paretoOf(all)[all.findIndex(([quality, cost]) => quality === best && cost === least)]).toBe(true);
    }),
  );
});

test('whoever is not on it is beaten by one who is', () => {
  fc.assert(
    fc.property(some, (all) => {
      const marks = paretoOf(all);
      const winners = all.filter((_, index) => marks[index]);
      for (const [index, [quality, cost]] of all.entries()) {
        const better = winners.some(
          ([good, dear]) => good >= quality && dear <= cost && (good > quality || dear < cost),
        );
        expect(better).toBe(marks[index] === false);
      }
    }),
  );
});

describe('whoever is beaten', () => {
  const dear: Offer = { quality: within(0.8, 0.05), cost: within(10, 1) };
  const cheap = (quality: number): Offer => ({ quality: within(quality, 0.05), cost: within(1, 0.1) });
  const lastOf = (...given: Parameters<typeof frontierOf>) => frontierOf(...given).at(-1);

  test('is beaten beyond doubt where the intervals have nothing in common', () => {
    expect(lastOf([cheap(0.95), dear])).toEqual({ pareto: false, dominated_by: 0, near_tie: false });
  });

  test('is nearly as good where they overlap', () => {
    expect(lastOf([cheap(0.82), dear])).toEqual({ pareto: false, dominated_by: 0, near_tie: true });
    const near = { quality: within(0.95, 0.05), cost: within(9.5, 1) };
    expect(lastOf([near, dear])).toMatchObject({ near_tie: true });
  });

  test('is told by a comparison on the same samples, where there is one', () => {
    expect(lastOf([cheap(0.82), dear], () => true)).toMatchObject({ near_tie: false });
    expect(lastOf([cheap(0.95), dear], () => false)).toMatchObject({ near_tie: true });
  });

  test('is nearly as good where nothing tells: no interval of its quality', () => {
    const single = { quality: { value: 0, low: null, high: null }, cost: exactly(10) };
    expect(lastOf([cheap(0.95), single])).toMatchObject({ pareto: false, near_tie: true });
  });

  test('a cost without limits is exact, and an equal one no doubt', () => {
    const free = (quality: number): Offer => ({
      quality: within(quality, 0.05),
      cost: { value: 0, low: null, high: null },
    });
    expect(lastOf([free(0.95), free(0.8)])).toMatchObject({ near_tie: false });
  });

  test('is beaten by the cheapest that leaves no doubt', () => {
    const offers = [
      cheap(0.82),
      { ...cheap(0.95), cost: within(3, 0.1) },
      { ...cheap(0.96), cost: within(2, 0.1) },
      dear,
    ];
    expect(lastOf(offers)).toMatchObject({ dominated_by: 2, near_tie: false });
  });
});
