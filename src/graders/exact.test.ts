import { describe, expect, test } from 'vitest';
import { graderDigest } from '../domain/keys.ts';
import { sample } from '../testing/builders.ts';
import { exact } from './exact.ts';

const grade = (answer: string, target: string | readonly string[], given: object = {}) =>
  exact.grade({ sample: sample({ target }), answer, options: exact.options.parse(given) });

describe('the answer is right that is the target', () => {
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
    expect(grade(answer, target, { mode: 'exact' })).toEqual(grade(answer, target));
  });
});

describe('mode quasi: but for case, punctuation, articles and spacing', () => {
  test.each([
    ['all of them', 'The  CAT, sat.', 'cat sat', 1],
    ['a word more', 'cat sat down', 'cat sat', 0],
    ['nothing left for something', 'The.', 'cat', 0],
    ['nothing left for nothing left', 'The.', 'a', 1],
    ['an article inside a word', 'theatre', 'atre', 0],
  ])('%s', (_, answer, target, value) => expect(grade(answer, target, { mode: 'quasi' }).value).toBe(value));
});

describe('mode prefix: the answer starts with the target, which ends there as a word or number', () => {
  test.each([
    ['the target alone', 'Oslo', 'Oslo', 1],
    ['more after it', 'Oslo, of course', 'Oslo', 1],
    ['a longer word', 'Osloans', 'Oslo', 0],
    ['a longer number', '3.14', '3', 0],
    ['thousands', '1,000', '1', 0],
    ['a number that ends a sentence', '3. Why? Because', '3', 1],
    ['an accent on its last letter', 'cafe\u0301', 'cafe', 0],
    ['the target later', 'It is Oslo', 'Oslo', 0],
    ['a start of the target', 'Os', 'Oslo', 0],
    ['a target that ends in a sign', 'C++11', 'C++', 1],
    ['a script without spaces', '東京です', '東京', 1],
    ['another case', 'oslo', 'Oslo', 0],
  ])('%s', (_, answer, target, value) => expect(grade(answer, target, { mode: 'prefix' }).value).toBe(value));
});

test('any of several targets is right', () => {
  expect(grade('Oslo', ['Bern', 'Oslo']).value).toBe(1);
  expect(grade('Rome', ['Bern', 'Oslo']).value).toBe(0);
});

test('a sample whose target is empty is refused before anything is asked: silence would be right', () => {
  expect(exact.check?.(sample({ target: ' ' }), {})).toBe('its target is empty: silence would be right');
  expect(exact.check?.(sample({ target: ['a', 'b'] }), {})).toBeUndefined();
  expect(exact.check?.(sample({ target: ['a', 'b'] }), { mode: 'quasi' })).toBe(
    'its target is empty without articles and punctuation: silence would be right',
  );
});

test('without a mode its digest is what it was before there were modes: scores on disk stay valid', () => {
  expect(exact.options.parse({})).toEqual({});
  expect(graderDigest(exact.name, exact.version, exact.options.parse({}))).toBe(graderDigest('exact', 1, {}));
});
