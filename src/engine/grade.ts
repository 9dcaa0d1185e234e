import { scoreKey } from '../domain/keys.ts';
import type { Answered } from '../domain/outcome.ts';
import { metricsOf } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import type { Task, TaskGrader } from '../domain/task.ts';

interface Gradable {
  readonly answer: Answered;
  readonly sample: PlannedSample;
  /** The digest of the sample's target. */
  readonly target: string;
}

/** The scores of one answer by graders. */
export function gradeAll({ answer, sample, target }: Gradable, graders: readonly TaskGrader[]): Score[] {
  return graders.map(({ facts, grade }) => ({
    schema_version: 1,
    score_key: scoreKey(answer, target, facts.digest),
    key: answer.key,
    grader: facts.name,
    ...grade(sample, answer),
  }));
}

/** The grader that a task's metric belongs to: `rouge.rougeL` is a part of `rouge`. */
export function metricGrader({ spec, graders }: Task): { grader: string; binary: boolean } {
  const found = graders.find(({ facts }) => metricsOf(facts).includes(spec.metric));
  return { grader: found?.facts.name ?? '', binary: found?.facts.binary ?? false };
}
