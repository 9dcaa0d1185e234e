import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { rouge } from './rouge.ts';

const TYPES = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const;

interface Vector extends Readonly<Record<(typeof TYPES)[number], number>> {
  readonly reference: string;
  readonly answer: string;
}

/** F1 by type. */
const scores = (target: string | readonly string[], answer: string, types: readonly string[] = TYPES) => {
  const { value, parts } = rouge.grade({ sample: sample({ target }), answer, options: { types } });
  return { [types[0] as string]: value as number, ...parts };
};

describe('equals a second implementation in Python (rouge-vectors.py)', () => {
  const vectors: Vector[] = readFileSync(join(import.meta.dirname, 'rouge-vectors.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

  test.each(TYPES)('%s, to 1e-9', (type) => {
    expect(vectors.length).toBeGreaterThanOrEqual(200);
    const far = vectors.filter(
      ({ reference, answer, [type]: value }) =>
        !(Math.abs((scores(reference, answer)[type] as number) - value) <= 1e-9),
    );
    expect(far).toEqual([]);
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
    expect(scores(reference, answer, [type])[type]).toBeCloseTo(value, 12);
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
