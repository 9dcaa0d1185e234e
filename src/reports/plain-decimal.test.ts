import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainDecimal } from './plain-decimal.ts';

test.each([
  [0, '0'],
  [-0, '0'],
  [1234567, '1234567'],
  [0.1, '0.1'],
  [1e-7, '0.0000001'],
  [1.25e-9, '0.00000000125'],
  [-2.5e-10, '-0.00000000025'],
  [1e21, '1000000000000000000000'],
  [1.25e21, '1250000000000000000000'],
])('%d → %s', (value, text) => expect(plainDecimal(value)).toBe(text));

test('any number reads back as it was, from digits alone', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(plainDecimal(value)).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(plainDecimal(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});
