import { scoreKey } from '../domain/keys.ts';
import type { Answered } from '../domain/outcome.ts';
import { metricsOf } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import { isLate, type Judgement, type Task, type TaskGrader } from '../domain/task.ts';

export interface Gradable {
  readonly answer: Answered;
  readonly sample: PlannedSample;
  /** The digest of the sample's target. */
  readonly target: string;
}

/** The scores of one answer, in the order of the graders; undefined for those that come later. */
export const gradeAll = (input: Gradable, graders: readonly TaskGrader[]): (Score | undefined)[] =>
  graders.map((grader) =>
    isLate(grader) ? undefined : asScore(grader.grade(input.sample, input.answer), input, grader),
  );

/** A grader's judgement of an answer as a line of `scores.jsonl`. */
export const asScore = (
  judgement: Judgement,
  { answer, target }: Pick<Gradable, 'answer' | 'target'>,
  { facts }: TaskGrader,
): Score => ({
  schema_version: 1,
  score_key: scoreKey(answer, target, facts.digest),
  key: answer.key,
  grader: facts.name,
  ...judgement,
});

/** The grader that a task's metric belongs to: `rouge.rougeL` is a part of `rouge`. */
export function metricGrader({ spec, graders }: Task): { grader: string; binary: boolean } {
  const found = graders.find(({ facts }) => metricsOf(facts).includes(spec.metric));
  return { grader: found?.facts.name ?? '', binary: found?.facts.binary ?? false };
}
