import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../domain/errors.ts';
import { anyText } from '../testing/arbitrary.ts';
import { checkShown, chosenColumns, sortedRows } from './columns.ts';

const all = ['model', 'quality', 'n', 'provider'].map((key) => ({ key, leaves: 1 }));
const [model, quality, n] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]];
const usual = [model, quality, n];
const keys = (columns: readonly { readonly key: string }[]) => columns.map(({ key }) => key);

describe('columns', () => {
  test('are the usual ones where nobody asks for others', () => {
    expect(chosenColumns(all, usual, {})).toBe(usual);
  });

  test('are those that were asked for, in that order, each once; and none of them leaves', () => {
    const chosen = chosenColumns(all, usual, { columns: ['provider', 'model', 'provider'] });
    expect(keys(chosen)).toEqual(['provider', 'model']);
    expect(chosen.some((column) => 'leaves' in column)).toBe(false);
  });

  test('one that is not there is an error with the nearest', () => {
    const known = keys(all);
    expect(() => checkShown({ columns: ['model', 'qualty'] }, known, 'the report terminal')).toThrow(
      new UserError('the report terminal has no column "qualty"; did you mean "quality"?'),
    );
    expect(() => checkShown({ sort: { key: 'x', descending: true } }, known, 'it')).toThrow(
      'it has no column "x"; there is: model, quality, n, provider',
    );
    expect(() => checkShown({ columns: ['model'], sort: { key: 'n', descending: false } }, known, 'it')).not.toThrow();
  });

  test('what has none takes neither flag', () => {
    expect(() => checkShown({ columns: ['model'] }, undefined, 'json')).toThrow('json has no columns to choose');
    expect(() => checkShown({ sort: { key: 'n', descending: false } }, undefined, 'json')).toThrow('no rows to sort');
    expect(() => checkShown({}, undefined, 'json')).not.toThrow();
  });
});

describe('rows', () => {
  const sorted = <T>(rows: readonly T[], descending = false) =>
    sortedRows(rows, (row) => row as never, { key: '', descending });

  test('are sorted by size, words by letters, and what is unknown stands last either way', () => {
    expect(sorted([10, null, 9, undefined, 100])).toEqual([9, 10, 100, null, undefined]);
    expect(sorted([10, null, 9], true)).toEqual([10, 9, null]);
    expect(sorted(['b', 'a', 'C'])).toEqual(['C', 'a', 'b']);
    expect(sorted([true, false])).toEqual([false, true]);
  });

  test('that are equal keep their order, and none is lost', () => {
    const row = fc.record({ value: fc.option(fc.oneof(fc.integer(), anyText())), place: fc.integer() });
    fc.assert(
      fc.property(fc.array(row), fc.boolean(), (rows, descending) => {
        const done = sortedRows(rows, ({ value }) => value, { key: '', descending });
        expect(new Set(done)).toEqual(new Set(rows));
        const same = sortedRows(rows, () => 1, { key: '', descending });
        expect(same).toEqual(rows);
      }),
    );
  });
});
