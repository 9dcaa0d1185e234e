import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp.ts';
import { canonicalJson, digest, runningHash, sha256, sha256OfFile } from './hash.ts';

/** Of "abc", from FIPS 180-4. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('a text, a file and a text in pieces have the SHA-256 that the standard gives', async () => {
  await using folder = await tempFolder();
  expect(sha256('abc')).toBe(ABC);
  expect(await sha256OfFile(await folder.write('abc', 'abc'))).toBe(ABC);
  const sum = runningHash();
  for (const piece of ['a', '', 'bc']) sum.add(piece);
  expect(sum.end()).toBe(ABC);
});

test('a digest is 128 bits in hex', () => expect(digest({ a: 1 })).toMatch(/^[0-9a-f]{32}$/));

/** The same value with the keys of every object in the opposite order. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
};

test('the order of keys changes neither the canonical JSON nor the digest of any value', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
      expect(digest(turned(value))).toBe(digest(value));
    }),
  ));

test('canonical JSON holds the same value', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  ));

test('values that differ have digests that differ: lists keep their order, text is no number', () => {
  const values = [[1, 2], [2, 1], ['1', '2'], { a: 1 }, { a: '1' }, { a: null }, {}, [], null, '', { a: { b: 1 } }];
  expect(new Set(values.map(digest)).size).toBe(values.length);
});

test('a key __proto__ is a key like any other', () => {
  const value = JSON.parse('{"__proto__": {"x": 1}, "a": 2}');
  expect(canonicalJson(value)).toBe('{"__proto__":{"x":1},"a":2}');
  expect(digest(value)).not.toBe(digest({ a: 2 }));
});
