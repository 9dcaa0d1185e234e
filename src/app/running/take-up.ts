import type { Standings } from '../../analysis/scorecard.ts';
import { toPico } from '../../domain/money.ts';
import { isDropped, isFailed } from '../../domain/outcome.ts';
import { priceOfCalls } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { Budget } from '../../engine/budget.ts';
import { byMetric, gradeAll, metricGrader } from '../../engine/grade.ts';
import type { EngineModel } from '../../engine/model.ts';
import { tallyAnswer, tallyCost, tallyFailure } from '../../engine/progress.ts';
import { spentOn } from '../../pricing/cost.ts';
import { readGraded } from '../../results/graded.ts';
import type { SampleIndex } from '../../results/sample-index.ts';
import type { OpenRun } from './open-run.ts';

interface TakeUpInput {
  readonly models: readonly EngineModel[];
  readonly judges: readonly EngineModel[];
  readonly tasks: ReadonlyMap<string, Task>;
  readonly budget: Budget;
  readonly standings: Standings;
  readonly index: SampleIndex;
  readonly retryFailed: boolean;
}

/**
 * Reads what a run already holds: which trials are done, how they stand and what they have cost; scores that are missing are
 * given now, but for those of late graders.
 */
export async function takeUp(
  open: OpenRun,
  { models, judges, tasks, budget, standings, index, retryFailed }: TakeUpInput,
): Promise<void> {
  const byId = new Map([...models, ...judges].map((model) => [model.spec.id, model]));
  const priceOf = priceOfCalls(open.manifest);
  const failed = new Map<string, EngineModel>();
  for await (const { outcome, line, marks } of readGraded(open.path, open.manifest, index)) {
    const [model, task] = [byId.get(outcome.model), tasks.get(outcome.task)];
    if (!task || line === undefined) continue;

    const cost = spentOn(outcome, { model: model?.spec.model ?? '', price: priceOf(outcome) });
    budget.spent(outcome.model, toPico(cost.femtoUsd ?? 0n));
    if (!model) {
      // A judge that is asked no more: what it was paid is spent.
      standings.add({ outcome, line, marks });
      continue;
    }
    open.journal.remember(outcome);
    tallyCost(model.progress, cost);
    if (outcome.role !== 'answer') {
      if (!isFailed(outcome)) {
        model.progress.done += 1;
        model.forecast.note(outcome);
      }
      standings.add({ outcome, line, marks });
      continue;
    }
    if (isFailed(outcome)) {
      if (!isDropped(outcome)) failed.set(outcome.key, model);
      standings.add({ outcome, line, marks });
      continue;
    }
    failed.delete(outcome.key);
    model.forecast.note(outcome);

    const whole = task.graders.map((grader, place) => {
      if (marks[place]) return marks[place];
      const sample = open.samples.read(line);
      const [score] = gradeAll({ answer: outcome, sample, target: index.targetOf(line) }, [grader]);
      if (score) open.journal.appendScore(score);
      return score;
    });
    standings.add({ outcome, line, marks: whole });
    const { grader, binary } = metricGrader(task);
    const place = task.graders.findIndex(({ facts }) => facts.name === grader);
    const mark = whole[place] && byMetric(task, grader, whole[place]);
    tallyAnswer(model.progress, { outcome, mark, binary: binary && task.spec.epochs === 1 });
  }
  if (!retryFailed) for (const { progress } of failed.values()) tallyFailure(progress);
  for (const { progress } of byId.values()) progress.recorded = progress.done;
}
