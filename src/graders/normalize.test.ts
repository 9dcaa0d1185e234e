import { describe, expect, test } from 'vitest';
import { markedValue, peel, plainText, visibleText } from './normalize.ts';

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
