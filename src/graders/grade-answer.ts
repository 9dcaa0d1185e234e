import type { Question } from '../domain/sample.ts';
import type { Answer, Judgement, LateInput } from '../domain/task.ts';
import type { Grader, OpenGrader } from './define.ts';

/**
 * One grader's judgement of one answer, by the rules that hold for all of them: a refusal counts 0; an answer cut off by
 * its token limit keeps that state, and counts 0 with graders that extract; reasoning is dropped before a grader looks.
 */
export function gradeAnswer(grader: Grader, options: unknown, sample: Question, answer: Answer): Judgement {
  const cut = answer.finish_reason === 'length';
  return (
    foregone({ extracts: grader.extracts && !grader.readsCut?.(options) }, answer) ??
    asItEnded(answer, grader.grade({ sample, answer: finalText(answer.answer), options, cut }))
  );
}

/** The same by a grader that waits for something else. */
export async function gradeAnswerLater(
  grader: Pick<Grader, 'extracts'>,
  open: OpenGrader,
  { answer, beside, ...input }: LateInput,
): Promise<Judgement> {
  const known = foregone(grader, answer);
  if (known) return known;
  const judged = await open.grade({ ...input, answer: final(answer), ...(beside && { beside: final(beside) }) });
  return asItEnded(answer, judged);
}

const final = (answer: Answer): Answer => ({ ...answer, answer: finalText(answer.answer) });

/** What needs no look at the answer. */
function foregone({ extracts }: Pick<Grader, 'extracts'>, { finish_reason }: Answer): Judgement | undefined {
  if (finish_reason === 'content-filter') return ending('refused', 'the model or its vendor declined');
  if (finish_reason === 'length' && extracts) return ending('truncated', 'cut off by the token limit');
  return undefined;
}

const asItEnded = ({ finish_reason }: Answer, judgement: Judgement): Judgement =>
  finish_reason === 'length' && judgement.state !== 'unscored' ? { ...judgement, state: 'truncated' } : judgement;

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
