import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberColumn } from './number-column.ts';

test('gives back what was last set at each place, and NaN where nothing was', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5000), fc.double())),
      fc.nat(100),
      fc.nat(5000),
      (entries, expected, other) => {
        const column = new NumberColumn(expected);
        for (const [index, value] of entries) column.set(index, value);
        const map = new Map(entries);
        for (const index of [...map.keys(), other]) expect(column.at(index)).toBe(map.get(index) ?? Number.NaN);
      },
    ),
  ));
