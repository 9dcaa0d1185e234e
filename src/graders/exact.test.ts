import { expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { exact } from './exact.ts';

const grade = (answer: string, target: string | readonly string[]) =>
  exact.grade({ sample: sample({ target }), answer, options: {} });

test.each([
  ['the same text', 'Oslo', 'Oslo', 1],
  ['white space around', ' Oslo\n', '\tOslo', 1],
  ['white space inside', 'New  York', 'New York', 0],
  ['another case', 'oslo', 'Oslo', 0],
  ['a full stop more', 'Oslo.', 'Oslo', 0],
  ['one accent, composed or not', 'cafe\u0301', 'caf\u00e9', 1],
  ['a look-alike', '\uff21', 'A', 0],
  ['nothing for something', '', 'Oslo', 0],
  ['nothing for nothing', '', ' ', 1],
])('%s', (_, answer, target, value) => {
  expect(grade(answer, target)).toMatchObject({ state: 'scored', value, extracted: answer });
});

test('any of several targets is right', () => {
  expect(grade('Oslo', ['Bern', 'Oslo']).value).toBe(1);
  expect(grade('Rome', ['Bern', 'Oslo']).value).toBe(0);
});

test('a sample whose target is empty is refused before anything is asked: silence would be right', () => {
  expect(exact.check?.(sample({ target: ' ' }), {})).toBe('its target is empty: silence would be right');
  expect(exact.check?.(sample({ target: ['a', 'b'] }), {})).toBeUndefined();
});
