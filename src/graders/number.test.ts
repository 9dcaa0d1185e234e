import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { gradeAnswer } from './grade-answer.ts';
import { number } from './number.ts';

const grade = (answer: string, target: string | readonly string[], options: object = {}) =>
  gradeAnswer(number, number.options.parse(options), sample({ target }), { answer, finish_reason: 'stop' });

test('any whole number is right against itself, whatever is said before it but a marker line', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), (n, words) => {
      expect(grade(`${words} ${n}`, String(n)).value).toBe(1);
    }),
  );
});

describe('a number is right', () => {
  test.each([
    ['12', '12', {}, 1],
    ['12.0', '12', {}, 1],
    ['3/4', '0.75', {}, 1],
    ['1,200', '$1200', {}, 1],
    ['13', '12', {}, 0],
    ['12.3', '12.2', { tolerance: 0.1 }, 1],
    ['12.31', '12.2', { tolerance: 0.1 }, 0],
    ['99', '100', { tolerance: '1%' }, 1],
    ['98.9', '100', { tolerance: '1%' }, 0],
    ['-99', '-100', { tolerance: '1 %' }, 1],
    ['0.1', '0', { tolerance: '50%' }, 0],
    ['12%', '12', {}, 1],
    ['12%', '0.12', {}, 0],
    ['12%', '0.12', { percent: 'fraction' }, 1],
    ['12.3 percent', '0.123', { percent: 'fraction' }, 1],
    ['12.3 per cent', '12.3 %', { percent: 'fraction' }, 1],
    ['12', '12%', { percent: 'fraction' }, 0],
    ['9007199254740993', '9007199254740993', {}, 1],
    ['9007199254740992', '9007199254740993', {}, 0],
  ])('%s for %s by %j: %i', (answer, target, options, value) =>
    expect(grade(answer, target, options)).toMatchObject({ state: 'scored', value }),
  );

  test('against any of several targets', () => {
    expect(grade('7', ['5', '7'])).toMatchObject({ value: 1, explanation: 'the same number' });
    expect(grade('8', ['5', '7'])).toMatchObject({ value: 0, explanation: 'off by 1' });
  });
});

test('what was read is told in plain signs, and how far off it is', () => {
  expect(grade('About −$1,234.50.', '-1234')).toMatchObject({ extracted: '-1234.50', explanation: 'off by 0.5' });
  expect(grade('0.3', '0.1')).toMatchObject({ extracted: '0.3', explanation: 'off by 0.2' });
  expect(grade('12 %', '12').extracted).toBe('12%');
});

test('an answer without a number is unparsed, a cut one truncated', () => {
  expect(grade('I do not know', '1')).toMatchObject({ state: 'unparsed', value: 0, extracted: null });
  const cut = gradeAnswer(number, number.options.parse({}), sample({ target: '4' }), {
    answer: 'It is 4',
    finish_reason: 'length',
  });
  expect(cut).toMatchObject({ state: 'truncated', value: 0 });
});

test('a target that is no number is told before anything is asked', () => {
  const check = (target: string) => number.check?.(sample({ target }), number.options.parse({}));
  for (const good of ['12', '-1,234.5', '$5', '3/4', '12 %', '5 kg', '1e-3']) expect(check(good)).toBeUndefined();
  for (const bad of ['', 'twelve', '1,2', '2024-05-01', 'v1.2', '3 or 4'])
    expect(check(bad)).toBe(`target ${JSON.stringify(bad)} is not a number`);
});

test('a tolerance is a number, or a share with its sign', () => {
  for (const good of [0, 0.5, '1%', '0.5 %']) expect(number.options.safeParse({ tolerance: good }).success).toBe(true);
  for (const bad of [-1, '1', '-1%', 'x%']) expect(number.options.safeParse({ tolerance: bad }).success).toBe(false);
});
