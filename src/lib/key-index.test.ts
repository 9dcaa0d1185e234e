import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from './hash.ts';
import { KeyIndex } from './key-index.ts';

/** Few different words, so that keys meet in one place of the table. */
const word = fc.constantFrom('00000000', '00000001', 'ffffffff', '00000400');
const key = fc.tuple(word, word, word, word).map((words) => words.join(''));
const value = fc.oneof(fc.nat(3), fc.constant(2 ** 32 - 2));

test('it holds what a Map would hold, whatever is set in whatever order', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, value), { maxLength: 200 }),
      key,
      fc.nat(3000),
      (entries, stranger, expected) => {
        const map = new Map(entries);
        const index = new KeyIndex(expected);
        for (const [one, n] of entries) index.set(one, n);

        expect(index.size).toBe(map.size);
        for (const one of [...map.keys(), stranger]) {
          expect(index.get(one)).toBe(map.get(one));
          expect(index.has(one)).toBe(map.has(one));
        }
      },
    ),
  ));

test('it numbers keys as they come, and knows them again', () => {
  const index = new KeyIndex();
  const keys = Array.from({ length: 3000 }, (_, n) => digest(n % 2000));
  expect(keys.map((one) => index.numberOf(one))).toEqual(keys.map((_, n) => n % 2000));
  expect(index.size).toBe(2000);
});

test('it grows past its first thousand places and loses nothing', () => {
  const keys = Array.from({ length: 5000 }, (_, n) => digest(n));
  const index = new KeyIndex();
  for (const [n, one] of keys.entries()) index.set(one, n);
  expect(index.size).toBe(5000);
  expect(keys.every((one, n) => index.get(one) === n)).toBe(true);
  expect(index.has(digest('stranger'))).toBe(false);
});

test.each(['', 'abc', 'A'.repeat(32), `${'0'.repeat(31)}g`, '0'.repeat(33)])('"%s" is no key', (text) => {
  expect(() => new KeyIndex().set(text, 1)).toThrow(TypeError);
  expect(() => new KeyIndex().get(text)).toThrow(TypeError);
});
