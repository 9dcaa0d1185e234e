import { UserError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import { count } from '../../lib/format.ts';
import type { LoadedSuite } from '../../suites/load.ts';
import type { ReadyModel } from '../models.ts';

/** The trials of a model of recorded answers, and how many of them have none. */
interface Gaps {
  readonly model: ReadyModel;
  trials: number;
  missing: number;
  /** Asked in other words then; the first of them by name. */
  reworded: number;
  first: string;
}

/**
 * Holds recorded answers against what is to be asked, before anything is. Throws a UserError where the run that they are of
 * asked the same samples in other words, or has no answer at all; returns what to know where it lacks some.
 */
export async function recordedGaps(
  models: readonly ReadyModel[],
  tasks: readonly Task[],
  { placeOfModel }: Pick<LoadedSuite, 'placeOfModel'>,
): Promise<string[]> {
  const all = models
    .filter(({ open }) => open.whyNot !== undefined)
    .map((model): Gaps => ({ model, trials: 0, missing: 0, reworded: 0, first: '' }));
  if (all.length === 0) return [];
  for (const task of tasks) await lookThrough(task, all);

  const problems = all.flatMap((gaps) => problemOf(gaps).map((text) => `${placeOfModel(gaps.model.spec.id)}: ${text}`));
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return all
    .filter(({ missing }) => missing > 0)
    .map(
      ({ model, missing, trials }) =>
        `${model.spec.id}: ${runOf(model)} has no answer to ${missing.toLocaleString('en-US')} of ${count(trials, 'question')}`,
    );
}

async function lookThrough({ spec, samples }: Task, all: readonly Gaps[]): Promise<void> {
  for await (const { task, sample, messages } of samples()) {
    for (const gaps of all) {
      for (let epoch = 1; epoch <= spec.epochs; epoch++) {
        const whyNot = gaps.model.open.whyNot?.({ task, sample, messages, epoch });
        gaps.trials += 1;
        if (whyNot === 'no answer') gaps.missing += 1;
        if (whyNot !== 'other words') continue;
        gaps.first ||= `${task} ${sample}`;
        gaps.reworded += 1;
      }
    }
  }
}

function problemOf({ model, trials, missing, reworded, first }: Gaps): string[] {
  if (reworded > 0) {
    const much = `${reworded.toLocaleString('en-US')} of ${count(trials, 'question')}`;
    return [`${runOf(model)} asked ${much} in other words (${first} is the first): ask the model itself again`];
  }
  if (missing < trials) return [];
  return [`${runOf(model)} has no answer to any of these questions; are its tasks and samples named the same?`];
}

const runOf = ({ spec }: ReadyModel): string => `run ${spec.recorded_from?.run_id ?? spec.run}`;
