import { expect, test } from 'vitest';
import { askingOrder } from './order.ts';

const LARGE = 30;
/** A large source, ten samples that share nothing, and another task's source of the same name. */
const clusters = [...Array(LARGE).fill('book'), ...Array(10).fill(null), 'book', 'book'];
const tasks = clusters.map((_, place) => (place < LARGE + 10 ? 'law' : 'maths'));
const order = (seed: number) => [...askingOrder({ tasks, clusters }, seed)];

test('every sample has its place, by the seed alone', () => {
  expect(order(1).toSorted((a, b) => a - b)).toEqual([...clusters.keys()]);
  expect(order(1)).toEqual(order(1));
  expect(order(1)).not.toEqual(order(2));
});

test('samples of one source come together; another task’s source of that name is another', () => {
  const at = (place: number) => order(3).indexOf(place);
  const places = Array.from({ length: LARGE }, (_, place) => at(place)).toSorted((a, b) => a - b);
  expect((places.at(-1) as number) - (places[0] as number)).toBe(LARGE - 1);
  expect(Math.abs(at(LARGE + 10) - at(LARGE + 11))).toBe(1);
});

test('a source comes first as often as any other, however many samples it has', () => {
  const seeds = [...Array(2400).keys()];
  const first = seeds.filter((seed) => (order(seed)[0] as number) < LARGE).length;
  expect(first / seeds.length).toBeGreaterThan(0.06);
  expect(first / seeds.length).toBeLessThan(0.11);
});

test('samples without sources come in any order, as in every run before', () => {
  const alone = askingOrder({ tasks: Array(8).fill('law'), clusters: Array(8).fill(null) }, 7);
  expect([...alone]).toEqual([4, 5, 2, 7, 0, 3, 1, 6]);
});
