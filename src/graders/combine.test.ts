import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sample } from '../testing/builders.ts';
import { combinations } from './combine.ts';
import { defineGrader, type Grader, scored, unparsed } from './define.ts';
import { exact } from './exact.ts';
import { gradeAnswer } from './grade-answer.ts';
import { label } from './label.ts';
import { rouge } from './rouge.ts';

/** Gives the value that its options name. */
const says = defineGrader({
  name: 'says',
  summary: '',
  version: 3,
  options: z.strictObject({ value: z.number().nullable() }),
  binary: false,
  extracts: false,
  grade: ({ options: { value } }) =>
    value === null ? { ...unparsed('it gave nothing'), state: 'unscored', value } : scored(value, 'as it was told'),
});

const combined = combinations([exact, label, rouge, says], ['judge']);

const named = (name: string) => combined.find((one) => one.name === name) as Grader;

const grade = (name: string, of: readonly unknown[], answer = 'it', finish_reason: 'stop' | 'length' = 'stop') => {
  const options = named(name).options.parse({ of });
  return gradeAnswer(named(name), options, sample({ target: 'it' }), { answer, finish_reason });
};

const LABEL = { label: { labels: ['it', 'that'] } };

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 });
const saying = (all: readonly (number | null)[]) => all.map((value) => ({ says: { value } }));

test('all is the least value, any the greatest', () => {
  fc.assert(
    fc.property(values, (all) => {
      expect(grade('all', saying(all)).value).toBe(Math.min(...all));
      expect(grade('any', saying(all)).value).toBe(Math.max(...all));
    }),
  );
});

test('weighted is the mean by the weights, whatever they add up to', () => {
  const of = [
    { says: { value: 1 }, weight: 3 },
    { says: { value: 0.5 }, weight: 1 },
  ];
  expect(grade('weighted', of).value).toBe(0.875);
  fc.assert(
    fc.property(values, fc.double({ min: 0.001, max: 1000, noNaN: true }), (all, weight) => {
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
      const { value } = grade(
        'weighted',
        saying(all).map((one) => ({ ...one, weight })),
      );
      expect(value).toBeCloseTo(mean, 9);
      expect(value as number).toBeLessThanOrEqual(1);
    }),
  );
});

test('a combination can hold others: right where both are, or where a third is', () => {
  const of = [{ all: { of: ['exact', LABEL] } }, { says: { value: 0.25 } }];
  expect(grade('any', of, 'it').value).toBe(1);
  expect(grade('any', of, '"it"').value).toBe(0.25);
});

test('what each grader said is told', () => {
  expect(grade('all', ['exact', LABEL], '"it"').explanation).toBe('exact 0 (another text), label 1 (the same label)');
});

describe('of the states', () => {
  test('a part that read nothing counts 0; the whole is unparsed where all are', () => {
    expect(grade('any', ['exact', LABEL], 'neither')).toMatchObject({ state: 'scored', value: 0 });
    expect(grade('any', [LABEL, { says: { value: 0.5 } }], 'neither')).toMatchObject({ state: 'scored', value: 0.5 });
    expect(grade('any', [LABEL, LABEL], 'neither')).toMatchObject({ state: 'unparsed', value: 0 });
  });

  test('a part that is unscored leaves the whole unscored', () => {
    for (const name of ['all', 'any']) {
      expect(grade(name, saying([1, null]))).toMatchObject({ state: 'unscored', value: null });
    }
  });

  test('of an answer that was cut off, what extracts counts 0 and what does not its value', () => {
    expect(grade('any', ['exact', { rouge: { types: ['rouge1'] } }], 'it is', 'length')).toMatchObject({
      state: 'truncated',
      value: 2 / 3,
    });
    expect(grade('all', ['exact', 'rouge'], 'it', 'length')).toMatchObject({ state: 'truncated', value: 0 });
    expect(grade('any', [{ all: { of: ['exact'] } }], 'it', 'length')).toMatchObject({ state: 'truncated', value: 0 });
  });
});

test('it is binary where all its parts are, but for a mean', () => {
  const isBinary = (name: string, of: readonly unknown[]) => named(name).isBinary?.(named(name).options.parse({ of }));
  expect(isBinary('all', ['exact', LABEL])).toBe(true);
  expect(isBinary('any', ['exact', { all: { of: ['exact'] } }])).toBe(true);
  expect(isBinary('any', ['exact', { all: { of: ['rouge'] } }])).toBe(false);
  expect(isBinary('weighted', [{ exact: {}, weight: 1 }])).toBe(false);
});

test('what is hashed says the version of every part, and all its options however they are written', () => {
  const hashed = (of: readonly unknown[]) => named('all').hashed?.(named('all').options.parse({ of }));
  expect(hashed(['rouge'])).toEqual([['rouge', rouge.version, { types: ['rouge1', 'rouge2', 'rougeL'] }, 1]]);
  expect(hashed([{ rouge: {} }])).toEqual(hashed(['rouge']));
  expect(hashed([{ any: { of: saying([1]) } }])).toEqual([['any', 1, [['says', 3, { value: 1 }, 1]], 1]]);
});

test('a sample that a part cannot judge is told', () => {
  const options = named('all').options.parse({ of: ['exact', LABEL] });
  expect(named('all').check?.(sample({ target: 'x' }), options)).toMatch(/^target "x" is not one of the labels/);
  expect(named('all').check?.(sample({ target: 'it' }), options)).toBeUndefined();
});

describe('it is refused', () => {
  test.each([
    ['without any grader', 'all', [], 'Too small'],
    ['with a grader that does not exist', 'all', ['exactt'], 'Invalid option'],
    ['with a grader whose options are missing', 'all', ['label'], 'label needs labels: { label: { labels: … } }'],
    ['with wrong options', 'all', [{ rouge: { types: [] } }], 'Too small'],
    ['with two graders in one', 'all', [{ exact: {}, rouge: {} }], 'name one grader here'],
    ['with an option too many', 'any', [{ exact: { name: 'x' } }], 'Unrecognized key: \\"name\\"'],
    ['without a weight', 'weighted', [{ exact: {} }], 'expected number'],
    ['with a weight whose sum is no number', 'weighted', [{ exact: {}, weight: 1e308 }], 'Too big'],
    ['with a weight of nothing', 'weighted', [{ exact: {}, weight: 0 }], 'Too small'],
    ['with a weight where none counts', 'all', [{ exact: {}, weight: 1 }], 'Unrecognized key: \\"weight\\"'],
    [
      'with a grader that waits',
      'all',
      ['judge'],
      'judge waits for something else than the answer: it cannot be combined',
    ],
    ['with one and options', 'all', [{ judge: { rubric: 'x' } }], 'judge waits for something else'],
    ['with one and a weight', 'weighted', [{ judge: {}, weight: 1 }], 'judge waits for something else'],
  ])('%s', (_, name, of, message) => {
    const { success, error } = named(name).options.safeParse({ of });
    expect(success).toBe(false);
    expect(JSON.stringify(error?.issues)).toContain(message);
  });
});
