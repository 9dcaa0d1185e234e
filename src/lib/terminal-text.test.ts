import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { forTerminal } from './terminal-text.ts';

test('no text can move the cursor, change colours or begin a line', () =>
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(forTerminal(`\u001B[31m${text}`)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(forTerminal(text)).toHaveLength(text.length);
    }),
  ));

test('letters of any script stay', () => expect(forTerminal('naïve 東京 🙂')).toBe('naïve 東京 🙂'));
