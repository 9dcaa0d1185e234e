import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { collect } from '../testing/collect.ts';
import { checkUtf8, decodeUtf8, NOT_UTF8 } from './utf8.ts';

const cut = (bytes: Uint8Array, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    Buffer.from(bytes.subarray(n * size, (n + 1) * size)),
  );
const check = (bytes: Uint8Array, size: number) => collect(checkUtf8(Readable.from(cut(bytes, size))));

test('any text comes back, without a byte order mark', () =>
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(decodeUtf8(Buffer.from(`\uFEFF${text}`))).toBe(text);
    }),
  ));

test('the bytes of any text pass unchanged, in chunks of any size', () =>
  fc.assert(
    fc.asyncProperty(anyText(), fc.integer({ min: 1, max: 5 }), async (text, size) => {
      expect(Buffer.concat(await check(Buffer.from(text), size)).toString()).toBe(text);
    }),
  ));

test.each([
  ['Latin-1', [0x63, 0x61, 0x66, 0xe9]],
  ['half a character at the end', [0xf0, 0x9f, 0x98]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
])('%s is refused', async (_, bytes) => {
  expect(() => decodeUtf8(Buffer.from(bytes))).toThrow(expect.objectContaining({ code: NOT_UTF8 }));
  for (const size of [1, 10]) await expect(check(Buffer.from(bytes), size)).rejects.toMatchObject({ code: NOT_UTF8 });
});
