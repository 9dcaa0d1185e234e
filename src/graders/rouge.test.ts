import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { rouge } from './rouge.ts';

const TYPES = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const;

type Shares = readonly [precision: number, recall: number, f1: number];

interface Vector extends Readonly<Record<(typeof TYPES)[number], Shares>> {
  readonly references: readonly string[];
  readonly answer: string;
  readonly stem: boolean;
}

/** F1 by type, and further metrics. */
const scores = (
  target: string | readonly string[],
  answer: string,
  options: { types?: readonly string[]; stem?: boolean; parts?: readonly string[] } = {},
) => {
  const { types = TYPES } = options;
  const { value, parts } = rouge.grade({ sample: sample({ target }), answer, options: { ...options, types } });
  return { [types[0] as string]: value as number, ...parts };
};

describe('equals a second implementation in Python (rouge-vectors.py), bit for bit', () => {
  const vectors: Vector[] = readFileSync(join(import.meta.dirname, 'rouge-vectors.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));

  test.each(TYPES)('%s', (type) => {
    const far = vectors.filter(({ references, answer, stem, [type]: [precision, recall, f1] }) => {
      const found = scores(references, answer, { types: [type], stem, parts: ['precision', 'recall'] });
      return found[type] !== f1 || found[`${type}.precision`] !== precision || found[`${type}.recall`] !== recall;
    });
    expect(far).toEqual([]);
  });

  test('over enough texts with stems and without, and with several references', () => {
    expect(vectors.filter(({ stem }) => stem).length).toBeGreaterThanOrEqual(100);
    expect(vectors.filter(({ stem }) => !stem).length).toBeGreaterThanOrEqual(200);
    expect(vectors.filter(({ references }) => references.length > 1).length).toBeGreaterThanOrEqual(100);
  });
});

describe('equals the values of rouge_score’s own tests', () => {
  test.each([
    ['testing one two', 'testing', 'rouge1', 0.5],
    ['testing one two', 'testing one', 'rouge2', 2 / 3],
    ['testing one two', 'testing one', 'rougeL', 0.8],
    ['testing one two', 'testing two', 'rougeL', 0.8],
    ['w1 w2 w3 w4 w5', 'w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5', 'rougeLsum', 8 / 15],
    ['testing one two', '/', 'rouge1', 0],
    ['testing one two', '', 'rougeLsum', 0],
  ])('%j | %j: %s = %f', (reference, answer, type, value) => {
    expect(scores(reference, answer, { types: [type] })[type]).toBeCloseTo(value, 12);
  });
});

test('only a–z and digits make words, in any case', () => {
  expect(scores('The café, 2024!', 'THE CAF 2024')).toMatchObject({ rouge1: 1, rougeL: 1 });
});

test('one word has no pairs: rouge2 is 0', () => expect(scores('yes', 'yes').rouge2).toBe(0));

test('of several references the best counts, for each type by itself', () => {
  expect(scores(['a b c', 'c b a'], 'a b c')).toEqual({ rouge1: 1, rouge2: 1, rougeL: 1, rougeLsum: 1 });
  expect(scores(['x', 'a b'], 'a b').rouge1).toBe(1);
});

test('the first type is the value, further ones are parts', () => {
  const options = { types: ['rougeL', 'rouge1'] };
  const judgement = rouge.grade({ sample: sample({ target: 'a b' }), answer: 'b a', options });
  expect(judgement).toEqual({
    state: 'scored',
    value: 0.5,
    extracted: null,
    explanation: 'rougeL 0.5000, rouge1 1.0000',
    parts: { rouge1: 1 },
  });
  expect(rouge.parts?.(options)).toEqual(['rouge1']);
});

test('precision and recall are further metrics where they are asked for', () => {
  const options = { types: ['rouge1', 'rougeL'], parts: ['recall', 'precision'] };
  expect(scores('a b', 'a', options)).toEqual({
    rouge1: 2 / 3,
    rougeL: 2 / 3,
    'rouge1.recall': 0.5,
    'rouge1.precision': 1,
    'rougeL.recall': 0.5,
    'rougeL.precision': 1,
  });
  expect(rouge.parts?.(options)).toEqual([
    'rougeL',
    'rouge1.recall',
    'rouge1.precision',
    'rougeL.recall',
    'rougeL.precision',
  ]);
});

test('precision and recall are those of the reference with the best F1, the first of equals', () => {
  const parts = ['precision', 'recall'];
  expect(scores(['a x y z', 'a'], 'a b', { types: ['rouge1'], parts })).toEqual({
    rouge1: 2 / 3,
    'rouge1.precision': 0.5,
    'rouge1.recall': 1,
  });
  // Both have 2/3: one of one word is all of the first, two of four of the second.
  expect(scores(['a', 'a b x y'], 'a b', { types: ['rouge1'], parts })['rouge1.recall']).toBe(1);
  expect(scores(['a b x y', 'a'], 'a b', { types: ['rouge1'], parts })['rouge1.recall']).toBe(0.5);
});

test('with stems, words of four letters and more are compared by their stems', () => {
  expect(
    scores('the contracts were signed', 'They contracted, were signing!', { stem: true, types: ['rouge1'] }).rouge1,
  ).toBe(0.75);
  expect(scores('the contracts were signed', 'They contracted, were signing!', { types: ['rouge1'] }).rouge1).toBe(
    0.25,
  );
  expect(scores('cats', 'cat', { stem: true }).rouge1).toBe(1);
  expect(scores('ties', 'tie', { stem: true }).rouge1).toBe(1);
  expect(scores('was', 'wa', { stem: true }).rouge1).toBe(0);
});

test('options that are not named are not filled in: they would change the digest of recorded scores', () => {
  expect(rouge.options.parse({})).toEqual({ types: ['rouge1', 'rouge2', 'rougeL'] });
});

test('a target without any word is told before anything is asked', () => {
  const check = (target: string | readonly string[]) => rouge.check?.(sample({ target }), { types: ['rouge1'] });
  expect(check('東京')).toMatch(/^its target holds no letters/);
  expect(check(['Tokyo', '東京'])).toMatch(/^its target holds no letters/);
  expect(check('Tokyo 東京')).toBeUndefined();
});

test('a type is named once', () => {
  expect(rouge.options.safeParse({ types: ['rouge1', 'rouge1'] }).error?.issues[0]?.message).toBe(
    'a type is named twice',
  );
});
