import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lcsLength, lcsPlaces, referenceOf } from './lcs.ts';

/** By the whole table, as rouge_score walks back through it. */
function placesByTable(reference: readonly string[], answer: readonly string[]): number[] {
  const table = Array.from({ length: reference.length + 1 }, () => new Array<number>(answer.length + 1).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] as number;
  for (let i = 1; i <= reference.length; i++) {
    for (let j = 1; j <= answer.length; j++) {
      const same = reference[i - 1] === answer[j - 1];
      (table[i] as number[])[j] = same ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
    }
  }
  const places: number[] = [];
  let [i, j] = [reference.length, answer.length];
  while (i > 0 && j > 0) {
    if (reference[i - 1] === answer[j - 1]) {
      places.push(i - 1);
      i--;
      j--;
    } else if (at(i, j - 1) > at(i - 1, j)) j--;
    else i--;
  }
  return places.reverse();
}

test('equals the walk back through the whole table, on both sides of 32 places', () => {
  const texts = fc
    .integer({ min: 1, max: 6 })
    .chain((letters) => fc.array(fc.constantFrom(...'abcdef'.slice(0, letters)), { maxLength: 100, size: 'max' }));
  fc.assert(
    fc.property(texts, texts, (reference, answer) => {
      const expected = placesByTable(reference, answer);
      expect(lcsPlaces(referenceOf(reference), answer)).toEqual(expected);
      expect(lcsLength(referenceOf(reference), answer)).toBe(expected.length);
    }),
    { numRuns: 300 },
  );
});

test('equals it also where the answer is longer than what is held at once', () => {
  const texts = fc.tuple(
    fc.array(fc.constantFrom(...'abc'), { minLength: 1, maxLength: 20 }),
    fc.array(fc.constantFrom(...'abcd'), { minLength: 2000, maxLength: 2200, size: 'max' }),
  );
  fc.assert(
    fc.property(texts, ([reference, answer]) => {
      expect(lcsPlaces(referenceOf(reference), answer)).toEqual(placesByTable(reference, answer));
    }),
    { numRuns: 10 },
  );
});

test('the longest common subsequence of 1 2 3 4 5 and 2 5 3 4 has places 1, 2 and 3, as in rouge_score’s tests', () => {
  expect(lcsPlaces(referenceOf([...'12345']), [...'2534'])).toEqual([1, 2, 3]);
});

test('an empty side has nothing in common', () => {
  expect(lcsPlaces(referenceOf([]), ['a'])).toEqual([]);
  expect(lcsLength(referenceOf(['a']), [])).toBe(0);
});
