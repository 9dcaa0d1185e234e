import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HexColumn } from './hex-column.ts';

const hex = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));

test('gives back what was put in, however far it grows', () =>
  fc.assert(
    fc.property(fc.array(hex, { minLength: 1, maxLength: 50 }), fc.nat(2500), (values, before) => {
      const column = new HexColumn();
      for (const [index, value] of values.entries()) column.set(before + index, value);
      expect(values.map((_, index) => column.at(before + index))).toEqual(values);
    }),
    { numRuns: 30 },
  ));
