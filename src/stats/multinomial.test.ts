import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { binomialBelow } from './binomial.ts';
import { multinomial } from './multinomial.ts';

test('every draw has as many things as there are, none of a kind that is not there', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { maxLength: 12 }), fc.nat(), (counts, seed) => {
      const draw = multinomial(counts);
      const random = seededRandom(seed);
      for (let time = 0; time < 3; time++) {
        const drawn = draw(random);
        expect(drawn.reduce((sum, one) => sum + one, 0)).toBe(counts.reduce((sum, one) => sum + one, 0));
        expect(drawn.filter((one, kind) => one < 0 || (one > 0 && counts[kind] === 0))).toEqual([]);
      }
    }),
  );
});

test.each([
  [7, 3],
  [1, 99],
  [600, 13_400],
])('of %i things of a kind and %i others, the kind comes up as the binomial distribution says', (some, others) => {
  const draws = 20_000;
  const n = some + others;
  const draw = multinomial([some, others]);
  const random = seededRandom('kinds', some);
  const drawn = Array.from({ length: draws }, () => draw(random)[0] as number);
  const middle = Math.round(some);
  const spread = Math.sqrt((some * others) / n);
  for (const x of [middle - 2 * spread, middle - spread, middle, middle + spread].map(Math.floor)) {
    const share = drawn.filter((one) => one <= x).length / draws;
    expect(Math.abs(share - binomialBelow(x, n, some / n))).toBeLessThan(0.015);
  }
});

test('two kinds come up against each other, as counts of one total do', () => {
  const draw = multinomial([30, 20, 50]);
  const random = seededRandom('pair');
  const drawn = Array.from({ length: 20_000 }, () => draw(random));
  const products = drawn.map(([a = 0, b = 0]) => (a - 30) * (b - 20));
  const covariance = products.reduce((sum, one) => sum + one, 0) / drawn.length;
  // −n·p·q = −100 · .3 · .2
  expect(Math.abs(covariance + 6)).toBeLessThan(0.6);
});

test('the same seed draws the same', () => {
  const draw = multinomial([5, 4, 3]);
  expect(draw(seededRandom('a'))).toEqual(draw(seededRandom('a')));
});
