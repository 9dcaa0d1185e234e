import type { Mark } from '../domain/graded.ts';
import { scoreKey } from '../domain/keys.ts';
import type { Answered } from '../domain/outcome.ts';
import { isBinary, metricsOf } from '../domain/run.ts';
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
  return { grader: found?.facts.name ?? '', binary: found !== undefined && isBinary(found.facts, spec.metric) };
}

/** What a mark of the metric's grader says by the metric itself, which may be one of its parts; 0 where nothing was read. */
export function byMetric(
  { spec }: Task,
  grader: string,
  { state, value, parts }: Mark,
): { readonly value: number | null } {
  if (spec.metric === grader) return { value };
  const part = parts[spec.metric.slice(grader.length + 1)];
  return { value: part ?? (state === 'scored' || value === null ? null : 0) };
}
