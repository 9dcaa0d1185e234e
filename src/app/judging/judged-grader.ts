import { UserError } from '../../domain/errors.ts';
import type { Manifest } from '../../domain/run.ts';
import type { GraderSpec, TaskSpec } from '../../domain/suite.ts';
import { hint } from '../../lib/suggest.ts';
import { levelsOf } from '../../suites/labels.ts';

/** Which of a run's judged graders is meant, where there are several. */
export interface JudgedChoice {
  readonly task?: string | undefined;
  readonly grader?: string | undefined;
}

/** A grader that judges answers, in its task. */
export interface JudgedIn {
  readonly task: TaskSpec;
  readonly spec: GraderSpec;
  /** Its place among the task's graders. */
  readonly place: number;
}

/** The one that is meant. Throws a UserError where a run has no judge, or where it has several and nothing says which. */
export function findJudged({ suite, run_id }: Manifest, { task, grader }: JudgedChoice): JudgedIn {
  const all = suite.tasks.flatMap((one) =>
    one.grade.flatMap((spec, place) => (spec.judges && levelsOf(spec).length > 0 ? [{ task: one, spec, place }] : [])),
  );
  if (all.length === 0) throw new UserError(`nothing in ${run_id} is graded by a judge`);
  const inTask = all.filter((one) => task === undefined || one.task.name === task);
  const found = inTask.filter(({ spec }) => grader === undefined || spec.name === grader);
  const [first] = found;
  const tasks = new Set(all.map((one) => one.task.name));
  const names = new Set(inTask.map(({ spec }) => spec.name));
  if (inTask.length === 0) throw new UserError(`--task: no judge grades a task "${task}"${hint(task ?? '', tasks)}`);
  if (!first) throw new UserError(`--grader: no judge is called "${grader}"${hint(grader ?? '', names)}`);
  if (found.length === 1) return first;
  const choices = found.map((one) => `--task ${one.task.name} --grader ${one.spec.name}`);
  throw new UserError(`${run_id} has several judges; say which:\n${choices.join('\n')}`);
}
