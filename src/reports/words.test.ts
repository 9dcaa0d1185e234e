import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointsWithLimits } from './words.ts';

const text = (value: number) => pointsWithLimits({ value, low: null, high: null, n: 1 });

test.each([
  [-0.0875, '-8.8 [–]'],
  [0.0875, '+8.8 [–]'],
  [-0.0004, '0.0 [–]'],
  [0, '0.0 [–]'],
])('%f is %s', (value, words) => expect(text(value)).toBe(words));

test('a loss is as large as the gain that it would be the other way round', () =>
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1, noNaN: true }), (share) => {
      expect(text(-share).slice(1)).toBe(text(share).slice(1));
    }),
  ));
