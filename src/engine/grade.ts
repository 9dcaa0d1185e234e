import { scoreKey, targetDigest } from '../domain/keys.ts';
import type { Answered } from '../domain/outcome.ts';
import { metricsOf } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import type { Task } from '../domain/task.ts';

/** The scores of one answer by all of a task's graders. */
export function gradeAll(answer: Answered, sample: PlannedSample, { graders }: Pick<Task, 'graders'>): Score[] {
  const target = targetDigest(sample);
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
