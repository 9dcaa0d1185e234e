import { expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { parseSuiteSource } from './source.ts';

const source = parseSuiteSource(
  `name: s
models:
  - baseline/first
  - { id: x, price: &p { usd_per_hour: 1 } }
  - id: y
    price: *p
seed: 7
`,
  'suites/s.yaml',
);

test('it holds the value', () => {
  expect(source.value).toEqual({
    name: 's',
    models: ['baseline/first', { id: 'x', price: { usd_per_hour: 1 } }, { id: 'y', price: { usd_per_hour: 1 } }],
    seed: 7,
  });
});

test('a value stands where it begins', () => {
  expect(source.at(['name'])).toBe('suites/s.yaml:1:7');
  expect(source.at(['models', 0])).toBe('suites/s.yaml:3:5');
  expect(source.at(['models', 1, 'price', 'usd_per_hour'])).toBe('suites/s.yaml:4:40');
});

test('what is not there, or is there by an alias, stands where the nearest above it does', () => {
  expect(source.at(['models', 0, 'price', 'input'])).toBe('suites/s.yaml:3:5');
  expect(source.at(['models', 1, 'limits'])).toBe('suites/s.yaml:4:5');
  expect(source.at(['models', 2, 'price', 'usd_per_hour'])).toBe('suites/s.yaml:6:12');
  expect(source.at(['nope'])).toBe('suites/s.yaml:1:1');
  expect(source.at([])).toBe('suites/s.yaml:1:1');
});

test('a key stands where it begins, and one that is not there where its mapping does', () => {
  expect(source.atKey(['seed'])).toBe('suites/s.yaml:7:1');
  expect(source.atKey(['models', 1, 'price'])).toBe('suites/s.yaml:4:14');
  expect(source.atKey(['models', 2, 'limits'])).toBe('suites/s.yaml:5:5');
  expect(parseSuiteSource('1: x', 'a').atKey(['1'])).toBe('a:1:1');
});

test('an empty text has a place too', () => {
  expect(parseSuiteSource('', 'a').at(['name'])).toBe('a:1:1');
});

test('text that is not YAML is an error with its place', async () => {
  expect(await problemOf(() => parseSuiteSource('name: [', 'a'))).toMatch(/^a:1:8: not YAML: /);
});
