import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastNumber, onlyNumber } from './read-number.ts';

const read = (answer: string) => lastNumber(answer, 'unit')?.value;

describe('reads', () => {
  test.each([
    ['a whole number', '42', 42],
    ['the last of several', 'I have 3 apples and 4 pears, 7 in all', 7],
    ['one at the end of a sentence', 'It is 42.', 42],
    ['a decimal', '3.14', 3.14],
    ['a decimal without a nought', '.5', 0.5],
    ['a minus', '-5', -5],
    ['a true minus sign', '−5', -5],
    ['an en dash for one', '–5', -5],
    ['a wide minus', '－５', -5],
    ['a plus', '+5', 5],
    ['thousands', '1,234.5', 1234.5],
    ['millions', '12,345,678', 12_345_678],
    ['thousands by thin spaces', '1\u202F234\u202F567', 1_234_567],
    ['thousands in TeX', '$1{,}234$ or $1\\,234$', 1234],
    ['an exponent', '1e-3', 0.001],
    ['an exponent with a true minus', '1e−3', 0.001],
    ['a power of ten', '3 × 10^5', 3e5],
    ['a power of ten in TeX', '$1.5 \\times 10^{-3}$', 0.0015],
    ['a power of ten by small digits', '6·10²³', 6e23],
    ['a bare power of ten', '10^6', 1e6],
    ['a fraction', '3/4', 0.75],
    ['a negative fraction', '-3/4', -0.75],
    ['a fraction in one sign', '¾', 0.75],
    ['a mixed fraction', '1 1/2', 1.5],
    ['a mixed fraction in one sign', '2½', 2.5],
    ['a fraction in TeX', '\\boxed{\\frac{3}{4}}', 0.75],
    ['a negative fraction in TeX', '$-\\dfrac{1}{2}$', -0.5],
    ['dollars', '$1,200', 1200],
    ['negative dollars', '-$5', -5],
    ['dollars below nought', '$-5', -5],
    ['Australian dollars', 'A$7', 7],
    ['euros after', '5€', 5],
    ['pounds', '£3.50.', 3.5],
    ['per cent', '12 %', 12],
    ['a unit', '5 kg', 5],
    ['a unit without space', '5kg', 5],
    ['a unit of units', '80km/h', 80],
    ['money by the hour', '$5.00/hour', 5],
    ['per cent of a year', '3%/year', 3],
    ['a number with its error', '5 ± 0.1', 5],
    ['a number with its error in TeX', '$5 \\pm 0.1$ m', 5],
    ['a unit squared', '20 m²', 20],
    ['a unit squared without space', '20m²', 20],
    ['degrees', '21°C', 21],
    ['a number of years', 'a 5-year plan', 5],
    ['an equation', 'x=5', 5],
    ['a range in brackets beside', '7 (of 3–9)', 7],
    ['Markdown', '**42**', 42],
    ['code', '`42`', 42],
    ['quotes', '“42”', 42],
    ['brackets', '(42)', 42],
    ['a box', '$\\boxed{42}$', 42],
    ['a list', '1, 2, 3', 3],
    ['Chinese without spaces', '一共是5個', 5],
    ['wide digits', '４２', 42],
    ['noughts before', '007', 7],
  ])('%s: %s', (_, answer, value) => expect(read(answer)).toBe(value));
});

describe('finds no number in', () => {
  test.each([
    ['nothing', ''],
    ['words', 'forty-two'],
    ['a list without spaces: it is not 12', '1,2'],
    ['thousands in groups of other sizes', '1,23,456'],
    ['a group too long', '1,2345'],
    ['a comma for a point', '1.234,56'],
    ['a date', '2024-05-01'],
    ['a date with points', '01.05.2024'],
    ['a date with strokes', '01/05/2024'],
    ['a date in words', 'May 5, 2024'],
    ['a date in other words', 'the 5th of May 2024'],
    ['a month of a year', 'January 2024'],
    ['a day of a month', '12 March'],
    ['a date in Chinese', '2024年5月1日'],
    ['a time', '10:45'],
    ['a version', '1.2.3'],
    ['a version with a v', 'v1.2'],
    ['a version by name', 'version 20'],
    ['an ordinal', 'the 3rd'],
    ['a range', '10–20'],
    ['a range with a hyphen', '10-20'],
    ['a name', 'GPT-4'],
    ['a formula', 'H2O'],
    ['a hash', '4f2c9a'],
    ['a hexadecimal', '0x1F'],
    ['a telephone', '555-1234'],
    ['an address', '192.168.0.1'],
    ['a sum', '3+4'],
    ['a product', '3*4'],
    ['a power of two', '2^10'],
    ['digits to another base', '10₂'],
    ['two numbers in one', '±5'],
    ['a division by nought', '1/0'],
    ['more than doubles hold', '1e999'],
    ['digits without end', '9'.repeat(1000)],
    ['infinity', 'Infinity'],
  ])('%s: %s', (_, answer) => expect(read(answer)).toBeUndefined());
});

test('what is no number is passed over', () => {
  expect(read('42 (as of 2024-05-01, by v1.2)')).toBe(42);
  expect(read('42, as of 5 May 2024')).toBe(42);
});

describe('the answer line alone decides', () => {
  test.each([
    ['Answer: 42\nChecked 3 times.', 42],
    ['**Answer:** 42\nChecked 3 times.', 42],
    ['Final answer: 42 apples.\n7', 42],
    ['Antwort: 42\n7', 42],
    ['答案：42\n7', 42],
    ['Answer:\n\n42\n7', 42],
    ['Answer: 3\nNo.\nAnswer: 42\n7', 42],
    ['Answer: 40 + 2 = 42\n7', 42],
    ['7\nAnswer: unknown', undefined],
  ])('%j → %s', (answer, value) => expect(read(answer)).toBe(value));
});

test('any double is read as it is printed', () => {
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(doubles, (x) => {
      expect(read(`${x}`)).toBe(Number(`${x}`));
    }),
  );
});

test('any number may have its thousands parted', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (n) => {
      expect(read(n.toLocaleString('en-US'))).toBe(n);
      expect(read(n.toLocaleString('en-US').replaceAll(',', '\u202F'))).toBe(n);
    }),
  );
});

test('a target is one number, its unit aside', () => {
  expect(onlyNumber('12 apples', 'unit')?.value).toBe(12);
  expect(onlyNumber('12 apples, 3 pears', 'unit')).toBeUndefined();
  expect(onlyNumber('apples 12', 'unit')).toBeUndefined();
});
