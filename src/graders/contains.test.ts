import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { contains } from './contains.ts';

const grade = (answer: string, given: object = {}, target: string | readonly string[] = 'Oslo') =>
  contains.grade({ sample: sample({ target }), answer, options: contains.options.parse(given) });

describe('an answer is right that holds', () => {
  test.each([
    ['the target', 'It is Oslo.', {}, 1],
    ['it in another case', 'OSLO', {}, 1],
    ['it inside a word', 'Osloans', {}, 1],
    ['it in wide letters', 'Ｏｓｌｏ', {}, 1],
    ['something else', 'It is Rome.', {}, 0],
    ['nothing', '', {}, 0],
    ['it, case told apart', 'It is Oslo.', { case_sensitive: true }, 1],
    ['it in another case, told apart', 'OSLO', { case_sensitive: true }, 0],
    ['it as a word', 'Is it Oslo?', { whole_words: true }, 1],
    ['it as a word of a compound', 'the Oslo-based team', { whole_words: true }, 1],
    ['it inside a word, which does not count', 'Osloans', { whole_words: true }, 0],
    ['it inside a word and alone', 'Osloans live in Oslo', { whole_words: true }, 1],
    ['given words, not the target', 'Bergen', { words: ['Bergen'] }, 1],
    ['the target, not given words', 'Oslo', { words: ['Bergen'] }, 0],
    ['one of the given words', 'Bergen', { words: ['Oslo', 'Bergen'] }, 1],
    ['not all of the given words', 'Bergen', { words: ['Oslo', 'Bergen'], all: true }, 0],
    ['all of the given words', 'Bergen, Oslo', { words: ['Oslo', 'Bergen'], all: true }, 1],
  ])('%s', (_, answer, given, value) => expect(grade(answer, given)).toMatchObject({ state: 'scored', value }));
});

test.each([
  ['3', 'pi is 3.14'],
  ['14', 'pi is 3.14'],
  ['1', 'it costs 1,000'],
  ['2', 'in 2024'],
  ['no', 'I know'],
])('as whole words, %s is not in "%s"', (word, answer) => {
  expect(grade(answer, { whole_words: true }, word).value).toBe(0);
  expect(grade(answer, {}, word).value).toBe(1);
});

test('of several targets one is enough, unless all must be there', () => {
  expect(grade('Rome', {}, ['Oslo', 'Rome']).value).toBe(1);
  expect(grade('Rome', { all: true }, ['Oslo', 'Rome']).value).toBe(0);
  expect(grade('Rome, Oslo', { all: true }, ['Oslo', 'Rome']).value).toBe(1);
});

test('the explanation tells what is there, or missing', () => {
  expect(grade('Rome', {}, ['Oslo', 'Rome'])).toMatchObject({ extracted: 'Rome', explanation: 'holds "Rome"' });
  expect(grade('Rome', { all: true }, ['Oslo', 'Rome'])).toMatchObject({ explanation: 'lacks "Oslo"' });
  expect(grade('Bern')).toMatchObject({ extracted: null, explanation: 'lacks "Oslo"' });
});

test('what any answer would hold is refused before anything is asked', () => {
  const check = (target: string, given: object) => contains.check?.(sample({ target }), contains.options.parse(given));
  expect(check(' \u200B', {})).toBe('its target is empty: any answer would hold it');
  expect(check(' ', { words: ['x'] })).toBeUndefined();
  expect(check('x', {})).toBeUndefined();
  expect(contains.options.safeParse({ words: ['x', ' '] }).error?.issues).toMatchObject([
    { message: 'a word must show something' },
  ]);
  expect(contains.options.safeParse({ words: [] }).success).toBe(false);
});
