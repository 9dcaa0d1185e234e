import { describe, expect, test } from 'vitest';
import type { FinishReason } from '../domain/outcome.ts';
import { sample } from '../testing/builders.ts';
import { choice } from './choice.ts';
import type { Grader } from './define.ts';
import { gradeAnswer } from './grade-answer.ts';
import { graders } from './index.ts';

const cities = sample({ choices: ['Paris', 'Rome', 'Oslo', 'Bern'], target: 'C' });

const grade = (answer: string, finish_reason: FinishReason = 'stop') =>
  gradeAnswer(choice, { multiple: false }, cities, { answer, finish_reason });

const check = (facts: Parameters<typeof sample>[0], multiple = false) =>
  choice.check?.(sample({ choices: ['Paris', 'Rome', 'Oslo', 'Bern'], ...facts }), { multiple });

test('the target’s letter is right, another is wrong, none is unparsed', () => {
  expect(grade('Answer: C')).toMatchObject({ state: 'scored', value: 1, extracted: 'C' });
  expect(grade('Answer: A')).toMatchObject({ state: 'scored', value: 0, extracted: 'A' });
  expect(grade('Answer: E')).toMatchObject({ state: 'unparsed', value: 0, extracted: null });
});

test('the explanation tells by which rule the letter was read', () => {
  expect(grade('Answer: C').explanation).toBe('strict: last answer line');
  expect(grade('C').explanation).toBe('loose: the whole text');
});

describe('where the prompt asks for the answer first, one that was cut off', () => {
  const cut = (answer: string) =>
    gradeAnswer(choice, { multiple: false, answer_first: true }, cities, { answer, finish_reason: 'length' });

  test.each([
    ['C\nOslo lies in the no', 'C'],
    ['Answer: C\n\nOslo is colder than Rome, and', 'C'],
    ['**Answer:**\n\nC\n\nOslo is', 'C'],
    ['<think>A? B?</think>C) Oslo\nsince', 'C'],
    ['Answer: C\nOthers may say:\nAnswer: A\nbut', 'C'],
  ])('%j is read, and stays truncated', (answer, extracted) => {
    expect(cut(answer)).toMatchObject({ state: 'truncated', value: 1, extracted });
  });

  test.each(['Answer: C', 'C', 'C\n', 'Let me think.\nC is cold.\nAnswer: C\nand', '', '<think>C\nC\nC'])(
    '%j may go on, or does not begin with it',
    (answer) => {
      expect(cut(answer)).toMatchObject({ state: 'truncated', value: 0, extracted: null });
    },
  );

  test('counts in a combination too', () => {
    const all = graders.find(({ name }) => name === 'all') as Grader;
    const options = all.options.parse({ of: [{ choice: { answer_first: true } }, 'contains'] });
    const answer = { answer: 'C\nOslo lies', finish_reason: 'length' } as const;
    expect(gradeAnswer(all, options, cities, answer)).toMatchObject({ state: 'truncated', value: 1 });
  });
});

describe('the end of the answer', () => {
  test.each([
    ['<think>Answer: A</think>\nAnswer: C', 'stop', 'scored', 'C'],
    ['<think>Was it … Answer: A', 'length', 'truncated', null],
    ['', 'length', 'truncated', null],
    ['', 'stop', 'unparsed', null],
    ['Answer: C', 'length', 'truncated', null],
    ['Answer: C', 'content-filter', 'refused', null],
    ['', 'content-filter', 'refused', null],
    ["I can't help with that.", 'stop', 'unparsed', null],
  ] as const)('%j, %s → %s', (answer, finish, state, extracted) => {
    expect(grade(answer, finish)).toMatchObject({ state, extracted, value: extracted ? 1 : 0 });
  });

  test('words of refusal are flagged', () =>
    expect(grade("I can't help with that.").explanation).toMatch(/^refusal\?/));
});

test('any of several targets is right', () => {
  const either = { ...cities, target: ['A', 'c'] };
  const values = ['A', 'C', 'B'].map(
    (answer) => gradeAnswer(choice, { multiple: false }, either, { answer, finish_reason: 'stop' }).value,
  );
  expect(values).toEqual([1, 1, 0]);
});

test('a set is right when it is the target’s, in any order', () => {
  const both = { ...cities, target: 'C, A' };
  const values = ['A and C', 'CA', 'A', 'A, B, C'].map(
    (answer) => gradeAnswer(choice, { multiple: true }, both, { answer, finish_reason: 'stop' }).value,
  );
  expect(values).toEqual([1, 1, 0, 0]);
});

describe('a sample that could never be judged is told before anything is asked', () => {
  test('without choices', () => expect(check({ choices: null })).toMatch(/^it has no choices/));
  test('with one', () => expect(check({ choices: ['x'], target: 'A' })).toMatch(/^it has no choices/));
  test('with more than letters', () =>
    expect(check({ choices: Array(27).fill('x'), target: 'A' })).toBe('it has 27 choices; letters name 26 at most'));
  test('with a target that is no letter of it', () =>
    expect(check({ target: 'E' })).toBe('target "E" is not a letter A–D'));
  test('with a target of no letters where several may be right', () =>
    expect(check({ target: 'none' }, true)).toBe('target "none" is not a list of letters A–D'));
  test('with a target of two letters where one is right', () =>
    expect(check({ target: 'AC' })).toMatch(/^target "AC"/));
  test('but a good one is not', () => {
    expect(check({ target: 'c' })).toBeUndefined();
    expect(check({ target: 'A, C' }, true)).toBeUndefined();
  });
});
