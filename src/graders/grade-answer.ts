import type { Question } from '../domain/sample.ts';
import type { Answer, Judgement } from '../domain/task.ts';
import type { Grader } from './define.ts';

/**
 * One grader's judgement of one answer, by the rules that hold for all of them: a refusal counts 0; an answer cut off by
 * its token limit keeps that state, and counts 0 with graders that extract; reasoning is dropped before a grader looks.
 */
export function gradeAnswer(
  grader: Grader,
  options: unknown,
  sample: Question,
  { answer, finish_reason }: Answer,
): Judgement {
  if (finish_reason === 'content-filter') return ending('refused', 'the model or its vendor declined');
  const cut = finish_reason === 'length';
  if (cut && grader.extracts) return ending('truncated', 'cut off by the token limit');

  const judgement = grader.grade({ sample, answer: finalText(answer), options });
  return cut ? { ...judgement, state: 'truncated' } : judgement;
}

const ending = (state: 'refused' | 'truncated', explanation: string): Judgement => ({
  state,
  value: 0,
  extracted: null,
  explanation,
  parts: {},
});

/** What is left of an answer without its reasoning blocks; an unclosed block leaves nothing of what follows it. */
export const finalText = (answer: string): string =>
  answer
    .replace(/<(think|thinking|reasoning)>.*?(<\/\1>|$)/gis, '')
    .replace(/^.*<\/(think|thinking|reasoning)>/is, '')
    .trim();
