import { expect, test } from 'vitest';
import { quasiExact, quasiExactWords } from './quasi-exact.ts';

test.each([
  ['case', 'OSLO', 'oslo'],
  ['ASCII punctuation', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~x', 'x'],
  ['articles', 'The cat, a dog and an owl', 'cat dog and owl'],
  ['white space', ' New \t York\n', 'new york'],
  ['punctuation before articles', 'U.S.A. vs. A.', 'usa vs'],
  ['articles after case', 'THE end', 'end'],
  ['articles that punctuation hid', '(a) "the" [an]', ''],
])('%s is no difference', (_, text, form) => expect(quasiExact(text)).toBe(form));

test.each([
  ['an article inside a word', 'theatre', 'theatre'],
  ['an article beside an accent', 'éa aé', 'éa aé'],
  ['one joined to a word by punctuation', 'a-b', 'ab'],
  ['punctuation beyond ASCII', '«Oslo»', '«oslo»'],
  ['other articles', 'das Ende', 'das ende'],
])('%s stays', (_, text, form) => expect(quasiExact(text)).toBe(form));

test('an accent is the same composed or not', () => expect(quasiExact('cafe\u0301')).toBe(quasiExact('caf\u00e9')));

test('words are what spaces part; of nothing there are none', () => {
  expect(quasiExactWords('The  cat sat.')).toEqual(['cat', 'sat']);
  expect(quasiExactWords('東京 大阪')).toEqual(['東京', '大阪']);
  expect(quasiExactWords(' the ')).toEqual([]);
});
