import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { f1 } from './f1.ts';

const grade = (answer: string, target: string | readonly string[]) =>
  f1.grade({ sample: sample({ target }), answer, options: {} });

describe('2o / (words of the answer + words of the target), o words shared', () => {
  test.each([
    ['the same', 'Oslo', 'Oslo', 1],
    ['case, articles and punctuation', 'The OSLO!', 'oslo', 1],
    ['another order', 'York New', 'New York', 1],
    ['nothing shared', 'Rome', 'Oslo', 0],
    ['a word more', 'Oslo Norway', 'Oslo', 2 / 3],
    ['a word less', 'Oslo', 'Oslo Norway', 2 / 3],
    ['a word said twice counts once', 'Oslo Oslo', 'Oslo', 2 / 3],
    ['a word wanted twice counts as often as said', 'cha', 'cha cha cha', 1 / 2],
    ['a word said and wanted twice counts twice', 'cha cha', 'cha cha cha', 4 / 5],
    ['one of two each', 'a red car', 'red house', 1 / 2],
    ['nothing said', '', 'Oslo', 0],
    ['only what is no word', 'the …!', 'Oslo', 0],
    ['nothing said, nothing wanted', '', 'the', 1],
    ['something said, nothing wanted', 'Oslo', 'the', 0],
    ['scripts without spaces: one word', '東京です', '東京', 0],
  ])('%s', (_, answer, target, value) => expect(grade(answer, target).value).toBeCloseTo(value, 15));
});

test('of several targets the best counts', () => {
  expect(grade('Oslo', ['Rome', 'Oslo Norway', 'Bern']).value).toBeCloseTo(2 / 3, 15);
  expect(grade('Oslo', ['Rome', 'Oslo Norway']).explanation).toBe('words shared: 1; in the answer 1, in the target 2');
});

test('it is the same from both sides', () => {
  const words = fc.array(fc.constantFrom('red', 'car', 'house', 'the')).map((all) => all.join(' '));
  fc.assert(
    fc.property(words, words, (one, other) => {
      expect(grade(one, other).value).toBe(grade(other, one).value);
    }),
  );
});

test('a target without words is refused before anything is asked: silence would be right', () => {
  expect(f1.check?.(sample({ target: ['Oslo', 'The.'] }), {})).toMatch(/^its target is empty/);
  expect(f1.check?.(sample({ target: 'Oslo' }), {})).toBeUndefined();
});
