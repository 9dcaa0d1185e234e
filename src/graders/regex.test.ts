import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { regex } from './regex.ts';

const options = (given: object) => regex.options.parse(given);
const grade = (answer: string, given: object, target: string | readonly string[] = 'Oslo') =>
  regex.grade({ sample: sample({ target }), answer, options: options(given) });
const problems = (given: object) =>
  regex.options.safeParse(given).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('without a group, an answer is right where the pattern matches', () => {
  test.each([
    ['anywhere', 'It is 2024-05-01.', { pattern: '\\d{4}-\\d\\d-\\d\\d' }, 1, '2024-05-01'],
    ['nowhere', 'It is May.', { pattern: '\\d' }, 0, null],
    ['in another case, which counts', 'oslo', { pattern: 'Oslo' }, 0, null],
    ['in any case', 'oslo', { pattern: 'Oslo', flags: 'i' }, 1, 'oslo'],
    ['at a line', 'no\nOslo', { pattern: '^Oslo$', flags: 'm' }, 1, 'Oslo'],
    ['over lines', 'a\nb', { pattern: 'a.b', flags: 's' }, 1, 'a\nb'],
    ['letters of any script', 'Ωmega', { pattern: '^\\p{Lu}' }, 1, 'Ω'],
    ['a code point as one', '🙂', { pattern: '^.$' }, 1, '🙂'],
    ['nothing', '', { pattern: '^$' }, 1, ''],
  ])('%s', (_, answer, given, value, extracted) =>
    expect(grade(answer, given)).toMatchObject({ state: 'scored', value, extracted }),
  );

  test('asked twice, it says the same', () => {
    const again = options({ pattern: 'Oslo' });
    const ask = () => regex.grade({ sample: sample({}), answer: 'Oslo', options: again }).value;
    expect([ask(), ask()]).toEqual([1, 1]);
  });
});

describe('with a group, what it holds must be the target', () => {
  const city = { pattern: 'City: *(?<name>[^.\\n]*)', group: 'name' };

  test.each([
    ['the target', 'City: Oslo.', city, 'scored', 1, 'Oslo'],
    ['white space around it', 'City: Oslo \t\n', city, 'scored', 1, 'Oslo \t'],
    ['another text', 'City: Rome.', city, 'scored', 0, 'Rome'],
    ['by number', 'City: Oslo.', { ...city, group: 1 }, 'scored', 1, 'Oslo'],
    ['the whole match', 'In Oslo.', { pattern: 'O\\w+', group: 0 }, 'scored', 1, 'Oslo'],
    ['the first of several matches', 'City: Rome. City: Oslo.', city, 'scored', 0, 'Rome'],
    [
      'the last by a greedy start',
      'City: Rome.\nCity: Oslo.',
      { pattern: '[^]*City: (\\w+)', group: 1 },
      'scored',
      1,
      'Oslo',
    ],
    ['no match', 'Oslo', city, 'unparsed', 0, null],
    ['a group that took no part', 'x', { pattern: '(Oslo)|x', group: 1 }, 'unparsed', 0, null],
  ])('%s', (_, answer, given, state, value, extracted) =>
    expect(grade(answer, given)).toMatchObject({ state, value, extracted }),
  );

  test('or one of several targets, composed or not', () => {
    expect(grade('City: cafe\u0301', city, ['x', 'caf\u00e9']).value).toBe(1);
  });

  test('so a target must show something', () => {
    expect(regex.check?.(sample({ target: ' ' }), options(city))).toMatch(/^its target is empty/);
    expect(regex.check?.(sample({ target: ' ' }), options({ pattern: 'x' }))).toBeUndefined();
  });
});

describe('a pattern that would take for ever leaves the answer unscored, in time', () => {
  test.each([
    ['nested repeats', '^(a+)+$', `${'a'.repeat(50)}b`],
    ['two ways to the same', '^(a|a)*$', `${'a'.repeat(80)}!`],
    ['repeats in a look ahead', '(?=(a+)+b)', 'a'.repeat(80)],
    ['a group said again', '^(a*)*\\1c', 'a'.repeat(1000)],
    ['a square of a long text', '.*foo', 'y'.repeat(1_000_000)],
  ])('%s', (_, pattern, answer) => {
    const start = performance.now();
    expect(grade(answer, { pattern })).toEqual({
      state: 'unscored',
      value: null,
      extracted: null,
      explanation: 'the pattern took more than 200 ms on this answer',
      parts: {},
    });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('and the next answer is judged as ever', () => {
    expect(grade('aaa', { pattern: '^(a+)+$' }).value).toBe(1);
  });
});

test('a match that takes more memory than there is leaves the answer unscored', () => {
  expect(grade('ab'.repeat(5_000_000), { pattern: '(?:a|b)*c' })).toMatchObject({ state: 'unscored', value: null });
});

describe('options that cannot work are told', () => {
  test.each([
    ['no pattern', {}, /^pattern: /],
    ['an empty one', { pattern: '' }, /^pattern: /],
    ['one that is none', { pattern: '(a' }, /^pattern: not a regular expression: Unterminated group$/],
    ['an escape of no meaning', { pattern: '\\-' }, /^pattern: not a regular expression: Invalid escape$/],
    ['a group by number that is not there', { pattern: '(a)', group: 2 }, /^group: the pattern has no such group$/],
    ['a group by name that is not there', { pattern: '(?<x>a)', group: 'y' }, /^group: the pattern has no such group$/],
    ['a group by a name all objects have', { pattern: '(?<x>a)', group: 'constructor' }, /^group: /],
    ['an unknown flag', { pattern: 'a', flags: 'g' }, /^flags: flags are i, m and s, each once$/],
    ['a flag twice', { pattern: 'a', flags: 'imi' }, /^flags: /],
  ])('%s', (_, given, message) => {
    expect(problems(given)).toHaveLength(1);
    expect(problems(given)?.[0]).toMatch(message);
  });

  test('others are not', () => {
    for (const group of [0, 1, 2, 'x']) expect(problems({ pattern: '(a)|(?<x>b)', group })).toBeUndefined();
    expect(problems({ pattern: 'a', flags: 'smi' })).toBeUndefined();
  });
});
