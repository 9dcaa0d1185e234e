import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.ts';
import { type Algorithm, algorithms, answerOf } from './algorithms.ts';
import type { Question } from './read-prompt.ts';

const { first, random, similar } = algorithms as Record<'first' | 'random' | 'similar', Algorithm>;

const answer = (algorithm: Algorithm, question: Question, seed = 1) =>
  answerOf(algorithm, question, seededRandom(seed));

const choice = (question: string, choices: string[], answerLine = false): Question => ({
  kind: 'choice',
  question,
  choices,
  answerLine,
});
const label = (text: string, shots: [string, string][]): Question => ({
  kind: 'label',
  text,
  labels: ['bill', 'down', 'spam'],
  shots: shots.map(([shot, of]) => ({ text: shot, label: of })),
});
const summary = (text: string): Question => ({ kind: 'summary', text });

test('a letter alone, or on an answer line where the prompt wants one', () => {
  expect(answer(first, choice('?', ['x', 'y']))).toBe('A');
  expect(answer(first, choice('?', ['x', 'y'], true))).toBe('Answer: A');
});

describe('first', () => {
  test('takes the shots’ most frequent label, the earlier of equals', () => {
    expect(
      answer(
        first,
        label('?', [
          ['a', 'spam'],
          ['b', 'down'],
          ['c', 'spam'],
        ]),
      ),
    ).toBe('spam');
    expect(
      answer(
        first,
        label('?', [
          ['a', 'spam'],
          ['b', 'down'],
        ]),
      ),
    ).toBe('down');
    expect(answer(first, label('?', []))).toBe('bill');
  });

  test('takes the first two sentences', () => {
    expect(answer(first, summary('One is. Two is. Three is.'))).toBe('One is. Two is.');
    expect(answer(first, summary('Only one.'))).toBe('Only one.');
    expect(answer(first, summary(''))).toBe('');
  });
});

describe('similar', () => {
  test('takes the option that shares most words with the question, each counted once', () => {
    const asked = choice('Which river flows through Paris?', ['The Thames river', 'Paris river', 'Paris Paris Paris']);
    expect(answer(similar, asked)).toBe('B');
    expect(answer(similar, choice('Why?', ['x', 'y']))).toBe('A');
  });

  test('takes the label of the nearest shot', () => {
    const shots: [string, string][] = [
      ['The site is down since noon', 'down'],
      ['My invoice is wrong', 'bill'],
    ];
    expect(answer(similar, label('A wrong invoice again', shots))).toBe('bill');
    expect(answer(similar, label('Everything down', shots))).toBe('down');
    expect(answer(similar, label('Everything down', []))).toBe('bill');
  });

  test('takes the two sentences that share most with the others, in the order of the text', () => {
    const text = 'Birds sing. The court heard the appeal. It rained. The appeal court agreed with the lower court.';
    expect(answer(similar, summary(text))).toBe(
      'The court heard the appeal. The appeal court agreed with the lower court.',
    );
  });
});

describe('random', () => {
  const drawn = (question: Question) => Array.from({ length: 200 }, (_, seed) => answer(random, question, seed));

  test('draws every option, label and sentence, and repeats itself by its seed', () => {
    expect([...new Set(drawn(choice('?', ['x', 'y', 'z'])))].sort()).toEqual(['A', 'B', 'C']);
    expect([...new Set(drawn(label('?', [])))].sort()).toEqual(['bill', 'down', 'spam']);
    expect([...new Set(drawn(summary('One is. Two is. Three is.')))].sort()).toEqual([
      'One is. Three is.',
      'One is. Two is.',
      'Two is. Three is.',
    ]);
    expect(drawn(choice('?', ['x', 'y', 'z']))).toEqual(drawn(choice('?', ['x', 'y', 'z'])));
  });
});
