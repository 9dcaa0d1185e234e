import { expect, test } from 'vitest';
import { about, pathOf } from './about.ts';

test('an error says which key it is about', () => {
  expect(pathOf(new Error('no column "x"', about('fields', 'choices', 2)))).toEqual(['fields', 'choices', 2]);
});

test('an error that does not say is about no key, whatever its cause', () => {
  expect(pathOf(new Error('x'))).toBeUndefined();
  expect(pathOf(new Error('x', { cause: { path: ['a'] } }))).toBeUndefined();
  expect(pathOf('x')).toBeUndefined();
});
