import fc from 'fast-check';
import { expect, test } from 'vitest';
import { permutation, randomBelow, seededRandom, unseededRandom } from './random.ts';

const draw = (n: number, ...seeds: (string | number)[]) => Array.from({ length: n }, seededRandom(...seeds));

/** Computed once by a second implementation, in Python. */
test('a seed gives the same numbers in every version and on every machine', () => {
  expect(draw(3, 'limit', 7)).toEqual([0.7336274695117027, 0.6243096927646548, 0.23218711791560054]);
  expect([...permutation(8, seededRandom(7))]).toEqual([7, 6, 0, 5, 3, 1, 4, 2]);
});

test('other seeds give other numbers, and a number is another seed than its text', () => {
  const firsts = [draw(1, 7), draw(1, 8), draw(1, '7'), draw(1, 7, 7), draw(1, 'order', 7)].flat();
  expect(new Set(firsts).size).toBe(firsts.length);
});

test('numbers are from 0 to just below 1, and even on the whole', () => {
  const numbers = draw(20_000, 'even');
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    numbers.filter((number) => Math.floor(number * 10) === tenth),
  );
  for (const tenth of tenths) expect(Math.abs(tenth.length - 2000)).toBeLessThan(200);
});

test('a number below n is a whole one from 0 to n − 1', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), fc.integer(), (below, seed) => {
      const number = randomBelow(seededRandom(seed), below);
      expect(Number.isInteger(number) && number >= 0 && number < below).toBe(true);
    }),
  ));

test('a permutation holds every number once, and is the same for the same seed', () =>
  fc.assert(
    fc.property(fc.nat(300), fc.integer(), (n, seed) => {
      const order = [...permutation(n, seededRandom(seed))];
      expect([...order].sort((a, b) => a - b)).toEqual(order.map((_, index) => index));
      expect(order).toHaveLength(n);
      expect([...permutation(n, seededRandom(seed))]).toEqual(order);
    }),
  ));

test('each of the six orders of three comes about as often', () => {
  const random = seededRandom('orders');
  const orders = Array.from({ length: 6000 }, () => permutation(3, random).join(''));
  const counts = [...new Set(orders)].map((order) => orders.filter((other) => other === order).length);
  expect(counts).toHaveLength(6);
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test('without a seed numbers differ', () => expect(unseededRandom()).not.toBe(unseededRandom()));
