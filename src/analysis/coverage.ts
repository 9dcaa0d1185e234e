import type { Readings } from '../domain/classified.ts';
import type { Row } from '../domain/row.ts';
import type { Manifest, TaskFacts } from '../domain/run.ts';
import type { Coverage, StoppedEarly } from '../domain/scorecard.ts';
import { sum } from '../stats/sum.ts';
import { specOf, type Tables, tableOf } from './tables.ts';

/** How choices were read, by each grader of a task that reads some. */
export const readingsOf = (task: TaskFacts, tables: Tables, { models }: Manifest): Readings[] =>
  task.graders.flatMap(({ name, grader }, place) =>
    grader === 'choice'
      ? models.map(({ id }) => ({
          ...{ task: task.name, grader: name, model: id },
          ...tableOf(tables, id, task.name).readings(place),
        }))
      : [],
  );

/** How many of a model's trials on a task were asked and answered. */
export function coverageOf(model: string, task: TaskFacts, manifest: Manifest, tables: Tables): Coverage {
  const table = tableOf(tables, model, task.name);
  const { asked, answered } = table;
  return {
    model,
    task: task.name,
    planned: table.size,
    asked,
    answered,
    coverage: asked === 0 ? null : answered / asked,
    min_coverage: specOf(manifest, task.name).min_coverage,
    failures: table.failures,
    warnings: table.warnings,
  };
}

/** What a run that stopped early did not ask, and what that would have cost; undefined where nothing was left out. */
export function stoppedEarly(coverage: readonly Coverage[], rows: readonly Row[]): StoppedEarly | undefined {
  const left = coverage.flatMap(({ model, task, planned, asked }) => {
    if (planned === asked) return [];
    const row = rows.find((one) => one.model === model && one.task === task && one.level === 'all');
    return { trials: planned - asked, usd: ((row?.usd_per_1k_tasks ?? Number.NaN) * (planned - asked)) / 1000 };
  });
  if (left.length === 0) return undefined;
  const usd = sum(left.map((one) => one.usd));
  return { trials: sum(left.map(({ trials }) => trials)), usd: Number.isNaN(usd) ? null : usd };
}
