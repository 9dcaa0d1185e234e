import { isFailed } from '../domain/outcome.ts';
import type { Task } from '../domain/task.ts';
import { tally } from '../engine/progress.ts';
import { type EngineModel, gradeAll, metricGrader } from '../engine/run.ts';
import { costOf } from '../pricing/cost.ts';
import { readGraded } from '../results/graded.ts';
import { SampleIndex } from '../results/sample-index.ts';
import type { OpenRun } from './open-run.ts';

/** Reads what a run already holds: which trials are done, and how they stand; scores that are missing are given now. */
export async function takeUp(
  open: OpenRun,
  models: readonly EngineModel[],
  tasks: ReadonlyMap<string, Task>,
): Promise<void> {
  const byId = new Map(models.map((model) => [model.spec.id, model]));
  const index = await SampleIndex.read(open.path);
  for await (const { outcome, line, marks } of readGraded(open.path, open.manifest, index)) {
    const [model, task] = [byId.get(outcome.model), tasks.get(outcome.task)];
    if (!model || !task || line === undefined) continue;

    const graders = task.graders.filter((_, place) => marks[place] === undefined);
    const missing = isFailed(outcome) ? [] : gradeAll(outcome, open.samples.read(line), { ...task, graders });
    for (const score of missing) open.journal.appendScore(score);

    const { grader, binary } = metricGrader(task);
    const place = task.graders.findIndex(({ facts }) => facts.name === grader);
    const mark = marks[place] ?? missing.find((score) => score.grader === grader);
    const isNew = !open.journal.isDone(outcome.key);
    open.journal.remember(outcome);
    if (isNew && open.journal.isDone(outcome.key)) {
      tally(model.progress, { outcome, mark, binary, cost: costOf(outcome, model.spec.price) });
    }
  }
}
