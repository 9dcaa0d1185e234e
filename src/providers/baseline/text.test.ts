import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../testing/arbitrary.ts';
import { cosine, greatest, sentences, textRank, tfIdf, words } from './text.ts';

test('words are folded and hold no signs', () => {
  expect(words('The Q4-report: über 3.5 %!')).toEqual(['the', 'q4', 'report', 'über', '3', '5']);
  expect(words('…')).toEqual([]);
});

test('sentences are what a reader takes for them', () => {
  expect(sentences(' One is here. Is two?  Three!\n\nFour')).toEqual(['One is here.', 'Is two?', 'Three!', 'Four']);
  expect(sentences('  ')).toEqual([]);
});

test('no sentence loses a word, whatever the text', () =>
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(sentences(text).flatMap(words)).toEqual(words(text));
    }),
  ));

test('the greatest come first, the earlier of equals', () => {
  expect(greatest([1, 3, 2, 3], 3)).toEqual([1, 3, 2]);
  expect(greatest([], 2)).toEqual([]);
});

describe('TF-IDF', () => {
  test('weighs a word by its count and how few texts have it: count · (ln((1 + N) / (1 + texts)) + 1)', () => {
    const [first, second] = tfIdf(['cat cat dog', 'dog']);
    expect(first?.get('cat')).toBeCloseTo(2 * (Math.log(3 / 2) + 1), 12);
    expect(first?.get('dog')).toBeCloseTo(1, 12);
    expect([...(second ?? [])]).toEqual([['dog', 1]]);
  });

  test('texts are alike by the cosine of their weights', () => {
    const [a = new Map(), b = new Map(), c = new Map()] = tfIdf(['cat dog', 'cat', 'bird']);
    // Both words of the first: ln(4/3) + 1 for cat, ln(4/2) + 1 for dog.
    const [cat, dog] = [Math.log(4 / 3) + 1, Math.log(2) + 1];
    expect(cosine(a, b)).toBeCloseTo(cat / Math.hypot(cat, dog), 12);
    expect(cosine(a, a)).toBeCloseTo(1, 12);
    expect(cosine(a, c)).toBe(0);
    expect(cosine(a, new Map())).toBe(0);
  });

  test('a text may have as many words as it likes', () => {
    const long = new Map(Array.from({ length: 300_000 }, (_, n) => [`w${n}`, 1]));
    expect(cosine(long, long)).toBeCloseTo(1, 9);
  });
});

describe('TextRank', () => {
  test('ranks as computed by hand: a sentence that shares words with both others leads', () => {
    // Edges: (0,1) "a" and (1,2) "b", each 1 ÷ (2 · ln 2) at two words a sentence; no edge (0,2).
    // In balance r0 = r2 = 0.15 + 0.85 · r1/2 and r1 = 0.15 + 0.85 · (r0 + r2), so r1 = 0.405 ÷ 0.2775.
    const middle = 0.405 / 0.2775;
    const [first = 0, second = 0, third = 0] = textRank(['a x', 'a b', 'b y']);
    expect(second).toBeCloseTo(middle, 2);
    expect(first).toBeCloseTo(0.15 + 0.425 * middle, 2);
    expect(third).toBe(first);
  });

  test('gives a sentence that shares nothing the least there is', () => {
    expect(textRank(['a b', 'c d'])).toEqual([expect.closeTo(0.15), expect.closeTo(0.15)]);
  });

  test('stands sentences without words, of one word, and none at all', () => {
    expect(textRank([])).toEqual([]);
    expect(textRank(['…', 'one', 'one']).every(Number.isFinite)).toBe(true);
  });
});
