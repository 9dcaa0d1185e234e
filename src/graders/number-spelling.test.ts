import { describe, expect, test } from 'vitest';
import { spelt } from './number-spelling.ts';

describe('one spelling for', () => {
  test.each([
    ['thin spaces', '1\u2009234 and 12\u202F345\u202F678', '1,234 and 12,345,678'],
    ['TeX’s thousands', '1{,}234 1\\,234 1\\!234', '1,234 1,234 1,234'],
    ['minus signs', '−5 –5 －5 -5', '-5 -5 -5 -5'],
    [
      'minus signs after an equals sign',
      'x = - 5, x =− 5, x ≈ - $5, 7 - 5, : - 5',
      'x = -5, x =-5, x ≈ -$5, 7 - 5, : - 5',
    ],
    ['TeX in a line of its own', '$$5$$, $$ x = \\boxed{5} $$', ' 5 ,   x = 5  '],
    ['fractions', '½, ⅔, 1⁄2, \\frac{1}{2}, -\\tfrac{3}{4}', ' 1/2,  2/3, 1/2, 1/2,  -3/4'],
    ['mixed fractions', '1 1/2, 2½, 3\\frac{1}{3}', '3/2, 5/2, 10/3'],
    ['powers of ten', '3 × 10^5, 3·10⁻⁵, 3 \\times 10^{-5}, 10⁶', '3e5, 3e-5, 3e-5, 1e6'],
    ['per cent', '5%, 5 %, 5\\%, 5 percent, 5 per cent', '5%, 5%, 5%, 5%, 5%'],
    ['small digits below', '10₂, x₁', '10_2, x_1'],
    ['wide signs', '１２％', '12%'],
  ])('%s', (_, text, plain) => expect(spelt(text)).toBe(plain));
});

describe('left out are', () => {
  test.each([
    ['on May 5, 2024 at'],
    ['on 5 May 2024 at'],
    ['on 5th of May, 2024 at'],
    ['on May 5 at'],
    ['on 5 Sept. at'],
    ['on Dec. 2024 at'],
    ['on 2024年5月1日 at'],
    ['on 2024년 5월 1일 at'],
    ['on 5月1日 at'],
    ['on version 1.2 at'],
  ])('%s', (text) => expect(spelt(text)).toBe('on   at'));
});

test('how far off a number may be is not that number', () => {
  expect(spelt('5 ± 0.1 m, 7\\pm1')).toBe('5 m, 7');
});

describe('as it is stays', () => {
  test.each([
    ['a whole number before an improper fraction', '1 3/2'],
    ['a long number before a fraction', '2020 3/4'],
    ['a fraction after a fraction', '1/2 3/4'],
    ['a name before a fraction', 'A1 1/2'],
    ['a month of no day', 'I may have 5'],
    ['years that pass', '5年'],
    ['TeX that is no fraction of numbers', '\\frac{x}{2}'],
  ])('%s', (_, text) => expect(spelt(text)).toBe(text));
});
