import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { harmless } from './harmless.ts';

test('no text can move the cursor, change colours or begin a line', () =>
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(harmless(`\u001B[31m${text}`)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(harmless(text)).toHaveLength(text.length);
    }),
  ));

test('letters of any script stay', () => expect(harmless('naïve 東京 🙂')).toBe('naïve 東京 🙂'));
