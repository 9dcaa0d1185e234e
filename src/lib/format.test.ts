import { expect, test } from 'vitest';
import { count, duration, percent, percentInterval, roughly, significant, usd } from './format.ts';

test.each([
  [0, '0.0 %'],
  [0.7236, '72.4 %'],
  [1, '100.0 %'],
  [0.2875, '28.8 %'],
  [0.1625, '16.3 %'],
])('a share of %f is %s', (share, text) => expect(percent(share)).toBe(text));

test.each([
  [0, '$0'],
  [0.00123, '$0.00123'],
  [0.000000012345, '$0.0000000123'],
  [0.9999, '$1.00'],
  [12.34, '$12.3'],
  [1234.5, '$1,230'],
  [-0.5, '-$0.500'],
])('%f dollars are %s', (amount, text) => expect(usd(amount)).toBe(text));

test.each([
  [0, '0'],
  [0.000012345, '0.0000123'],
  [12, '12'],
  [123456, '123,000'],
])('%f with three digits is %s', (value, text) => expect(significant(value)).toBe(text));

test.each([
  [0, 'sample', '0 samples'],
  [1, 'sample', '1 sample'],
  [14_042, 'sample', '14,042 samples'],
  [2, 'class', '2 classes'],
])('%i of a %s are %s', (n, noun, text) => expect(count(n, noun)).toBe(text));

test.each([
  [0, '0 s'],
  [44_600, '45 s'],
  [59_600, '1 min 0 s'],
  [185_000, '3 min 5 s'],
  [3_599_900, '1 h 0 min'],
  [7_800_000, '2 h 10 min'],
])('%i ms take %s', (ms, text) => expect(duration(ms)).toBe(text));

test('an interval is both limits, or says that they are unknown', () => {
  expect(percentInterval(0.2875, 1)).toBe('[28.8–100.0]');
  expect(percentInterval(null, null)).toBe('[–]');
});

test.each([
  [7, '7'],
  [87, '87'],
  [100, '100'],
  [101, '110'],
  [1234, '1,300'],
  [1_165_988, '1,200,000'],
])('roughly %i samples are %s', (n, text) => expect(roughly(n)).toBe(text));
