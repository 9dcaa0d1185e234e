import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromUsd, toUsd } from './money.ts';

test.each([
  [0, 0n],
  [1, 10n ** 15n],
  [0.0123, 12_300_000_000_000n],
  [1e-15, 1n],
  [4e-16, 0n],
  [5e-16, 1n],
  [123_456.789, 123_456_789_000_000_000_000n],
])('%s USD are so many femtodollars', (usd, femto) => {
  expect(fromUsd(usd)).toBe(femto);
});

test('any amount of whole nanodollars comes back as it was', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000), (nano) => {
      const usd = Number(`${nano}e-9`);
      expect(toUsd(fromUsd(usd))).toBe(usd);
    }),
  );
});
