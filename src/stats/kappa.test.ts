import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { printed } from '../testing/paired.ts';
import { kappa } from './kappa.ts';
import { moments } from './moments.ts';

const A = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 3, 2, 4, 1, 5, 2, 3, 4, 5, 1];
const B = [1, 2, 2, 2, 3, 4, 4, 5, 5, 5, 3, 1, 3, 1, 4, 2, 2, 4, 5, 2];

describe('two raters of 20 answers, grades 1 to 5', () => {
  test.each([
    ['plain', '0.500000'],
    ['linear', '0.746835'],
    ['quadratic', '0.897436'],
  ] as const)('%s: %s', (weights, value) => {
    expect(printed(kappa(A, B, weights).value)).toBe(value);
  });
});

test.each(['plain', 'linear', 'quadratic'] as const)('the %s error is what resampling the answers shows', (weights) => {
  const random = seededRandom('kappa');
  const many = Array.from({ length: 2400 }, (_, index) => index % A.length);
  const { low, high } = kappa(
    many.map((one) => A[one] as number),
    many.map((one) => B[one] as number),
    weights,
  );
  const drawn = Array.from({ length: 300 }, () => {
    const places = many.map(() => Math.floor(random() * A.length));
    return kappa(
      places.map((one) => A[one] as number),
      places.map((one) => B[one] as number),
      weights,
    ).value as number;
  });
  const spread = Math.sqrt(moments(drawn).variance as number);
  expect(((high as number) - (low as number)) / (2 * 1.96 * spread)).toBeCloseTo(1, 0.9);
});

test('raters who never differ have no interval, who know one grade only no κ, and without answers there is nothing', () => {
  expect(kappa([1, 0], [1, 0], 'plain')).toEqual({ value: 1, low: null, high: null, n: 2 });
  expect(kappa([1, 1], [1, 1], 'plain')).toEqual({ value: null, low: null, high: null, n: 2 });
  expect(kappa([], [], 'linear')).toEqual({ value: null, low: null, high: null, n: 0 });
});

test('it is the same with the raters swapped, lies within −1…1, and of two grades all weights agree', () => {
  const grades = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1 });
  fc.assert(
    fc.property(grades, (pairs) => {
      const [one, other] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
      const { value, low, high } = kappa(one, other, 'linear');
      expect(kappa(other, one, 'linear').value ?? 9).toBeCloseTo(value ?? 9, 12);
      for (const figure of [value ?? 0, low ?? 0, high ?? 0]) expect(Math.abs(figure)).toBeLessThanOrEqual(1 + 1e-12);
      const [coarse, rough] = [one.map((grade) => grade % 2), other.map((grade) => grade % 2)];
      const plain = kappa(coarse, rough, 'plain').value;
      for (const weights of ['linear', 'quadratic'] as const)
        expect(kappa(coarse, rough, weights).value ?? 9).toBeCloseTo(plain ?? 9, 12);
    }),
  );
});
