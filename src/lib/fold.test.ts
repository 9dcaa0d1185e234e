import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { fold, normalized } from './fold.ts';

test('white space is not what is folded, case is', () => {
  expect(fold(' Straße ')).toBe(fold('STRASSE'));
  expect(fold('ΟΔΌΣ')).toBe(fold('οδός'));
  expect(fold('ῒ'.toUpperCase())).toBe(fold('ῒ'));
  expect(fold('a b')).not.toBe(fold('ab'));
});

test('a text is normalized as ever, but for runs of more than 30 marks', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      fc.pre(!/\p{M}{31}/u.test(text));
      expect(normalized(text, 'NFC')).toBe(text.normalize('NFC'));
    }),
  );
});
