import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../domain/graded.ts';
import { MarkColumn } from './mark-column.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const mark: fc.Arbitrary<Mark> = fc.record({
  state: fc.constantFrom('scored', 'unparsed', 'truncated', 'refused', 'unscored'),
  value: fc.option(share, { nil: null }),
  parts: fc.dictionary(fc.constantFrom('rougeL', 'consistent', 'first position', '0'), share, {
    noNullPrototype: true,
  }),
  extracted: fc.constantFrom('billing', 'outage', '', null),
  explanation: fc.constantFrom('', 'strict', 'loose'),
});

test('gives back each mark as it was last set', () =>
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 40 }), (marks) => {
      const column = new MarkColumn();
      for (const [index, one] of marks.toReversed().entries()) column.set(index, one);
      for (const [index, one] of marks.entries()) column.set(index, one);
      expect(marks.map((_, index) => column.at(index))).toEqual(marks);
      expect(column.at(marks.length)).toBeUndefined();
    }),
  ));
