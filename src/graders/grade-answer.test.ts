import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { exact } from './exact.ts';
import { finalText, gradeAnswer } from './grade-answer.ts';
import { rouge } from './rouge.ts';

describe('the final text is what is left without reasoning', () => {
  test.each([
    ['a closed block', '<think>A?\nB?</think>\nC', 'C'],
    ['several blocks', '<think>A</think> C <think>B</think>', 'C'],
    ['a block in the middle', 'The answer <reasoning>…</reasoning>is C', 'The answer is C'],
    ['a block in capitals', '<THINK>A</Think>C', 'C'],
    ['an empty block', '<think></think>C', 'C'],
    ['a block in a block', '<think>A <think>B</think> still A</think>C', 'C'],
    ['another tag in a block', '<thinking>A <think>B</think></thinking>C', 'C'],
    ['an unclosed block', '<think>A, so far', ''],
    ['an unclosed block after the answer', 'C <think>or A', 'C'],
    ['a block that another tag does not close', '<thinking>A</think>C', ''],
    ['a closing tag whose opening stood in the prompt', 'A?\nB?</think>\n\nC', 'C'],
    ['two stray closing tags', 'A</think>B</think>C', 'C'],
    ['no block', ' \n C \t', 'C'],
    ['a word that only looks like a tag', '<thinker>A</thinker>', '<thinker>A</thinker>'],
    ['nothing', '', ''],
  ])('%s', (_, answer, final) => expect(finalText(answer)).toBe(final));
});

describe('whatever the grader', () => {
  const it = sample({ target: 'it' });
  const by = (finish_reason: 'stop' | 'length' | 'content-filter' | 'other', answer = 'it is') => ({
    exact: gradeAnswer(exact, {}, it, { answer, finish_reason }),
    rouge: gradeAnswer(rouge, { types: ['rouge1', 'rougeL'] }, it, { answer, finish_reason }),
  });

  test('a refusal is refused and worth 0, text or not', () => {
    const refused = { state: 'refused', value: 0, extracted: null, parts: {} };
    expect(by('content-filter', 'it')).toMatchObject({ exact: refused, rouge: refused });
    expect(by('content-filter', '')).toMatchObject({ exact: refused, rouge: refused });
  });

  test('an answer that was cut off is truncated: worth 0 to a grader that extracts, its value to another', () => {
    expect(by('length', 'it')).toMatchObject({
      exact: { state: 'truncated', value: 0, extracted: null },
      rouge: { state: 'truncated', value: 1, parts: { rougeL: 1 } },
    });
  });

  test('any other end is no matter', () => {
    expect(by('other')).toEqual(by('stop'));
    expect(by('stop').rouge.value).toBeCloseTo(2 / 3, 12);
  });

  test('reasoning is not graded', () => {
    expect(by('stop', '<think>it is not</think>it')).toEqual(by('stop', 'it'));
  });
});
