import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { fold, markedValue, normalized, peel, plainText, visibleText } from './normalize.ts';

describe('the visible text', () => {
  test.each([
    ['in NFKC', 'Ａｎｓｗｅｒ：Ⅳ', 'Answer:IV'],
    ['without what shows nothing', 'a\u200Bb\u00ADc\u2060d\uFEFFe\u200Ff\u202Eg\uFE0Fh', 'abcdefgh'],
    ['out of its TeX wrappers', '\\boxed{\\text{C} and \\mathrm {D}}', 'C and D'],
    ['with braces of its own', '\\text{a{b}}', 'a{b}'],
    ['with a wrapper that is not closed', '\\boxed{\\text{C}', '\\boxed{C'],
    ['with a brace too many', 'C}\\text{D}', 'C}D'],
    ['with other commands', '\\frac{1}{2}', '\\frac{1}{2}'],
  ])('%s', (_, text, visible) => expect(visibleText(text)).toBe(visible));
});

test('plain text has no Markdown, but its line ends', () => {
  expect(plainText('## **Title**\n> `a_b` $x$ \\(y\\)')).toBe(' Title\n ab x y');
});

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

test('peeling takes the signs and white space off the ends, none from within', () => {
  expect(peel(' (( a) ', { before: '(', after: ')' })).toBe('a');
  expect(peel('a)b', { before: '(', after: ')' })).toBe('a)b');
  expect(peel(')a(', { before: '(', after: ')' })).toBe(')a(');
  expect(peel('()', { before: '(', after: ')' })).toBe('');
});

test('the last marked line gives the value, or the next line that is not blank', () => {
  const value = (text: string) => markedValue(text, /^x:/);
  expect(value('x: 1\nx: 2\ny: 3')).toBe('2');
  expect(value('x:\r\n\r\n 1\r\n2')).toBe(' 1');
  expect(value('x:x: 1')).toBe('1');
  expect(value('x:')).toBe('');
  expect(value('y: x: 1')).toBeUndefined();
});
