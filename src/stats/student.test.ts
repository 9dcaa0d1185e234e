import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zAt } from './normal.ts';
import { studentTwoSided, tAt } from './student.ts';

test.each([
  [0.975, 1, '12.706205'],
  [0.975, 10, '2.228139'],
  [0.95, 30, '1.697261'],
  [0.05, 30, '-1.697261'],
])('the %f quantile with %f degrees of freedom is that of the printed tables, %s', (p, df, t) => {
  expect(tAt(p, df).toFixed(6)).toBe(t);
});

test('with many degrees of freedom it is the normal distribution’s', () => {
  expect(tAt(0.975, 1e7)).toBeCloseTo(zAt(0.975), 5);
});

test('a quantile is reached with its own probability, by whole and broken degrees of freedom', () => {
  const tail = fc.double({ min: 0.0005, max: 0.4995, noNaN: true });
  fc.assert(
    fc.property(tail, fc.double({ min: 1, max: 1000, noNaN: true }), (p, df) => {
      expect(studentTwoSided(tAt(1 - p, df), df)).toBeCloseTo(2 * p, 9);
    }),
  );
});
