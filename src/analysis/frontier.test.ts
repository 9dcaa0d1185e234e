import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onFrontier } from './frontier.ts';

const offers = fc.array(fc.record({ quality: fc.integer({ min: 0, max: 5 }), cost: fc.integer({ min: 0, max: 5 }) }), {
  minLength: 1,
  maxLength: 12,
});

test('as good for less, or better for as much, dominates; equals do not', () => {
  expect(
    onFrontier([
      { quality: 0.9, cost: 10 },
      { quality: 0.9, cost: 12 },
      { quality: 0.8, cost: 10 },
      { quality: 0.5, cost: 1 },
      { quality: 0.5, cost: 1 },
      { quality: 0.4, cost: 2 },
    ]),
  ).toEqual([true, false, false, true, true, false]);
});

test('what is unknown is neither on it nor off it, and dominates nobody', () => {
  expect(
    onFrontier([
      { quality: 0.9, cost: null },
      { quality: null, cost: 0 },
      { quality: 0.1, cost: 5 },
    ]),
  ).toEqual([null, null, true]);
  expect(onFrontier([])).toEqual([]);
});

test('somebody is always on it; the best for the least is', () => {
  fc.assert(
    fc.property(offers, (all) => {
      const marks = onFrontier(all);
      const best = Math.max(...all.map(({ quality }) => quality));
      const least = Math.min(...all.filter(({ quality }) => quality === best).map(({ cost }) => cost));
      expect(marks[all.findIndex(({ quality, cost }) => quality === best && cost === least)]).toBe(true);
    }),
  );
});

test('whoever is not on it is beaten by one who is', () => {
  fc.assert(
    fc.property(offers, (all) => {
      const marks = onFrontier(all);
      const winners = all.filter((_, index) => marks[index]);
      for (const [index, { quality, cost }] of all.entries()) {
        const better = winners.some(
          (other) => other.quality >= quality && other.cost <= cost && (other.quality > quality || other.cost < cost),
        );
        expect(better).toBe(marks[index] === false);
      }
    }),
  );
});
