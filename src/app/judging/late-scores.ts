import { trialKey } from '../../domain/keys.ts';
import { isFailed, type Outcome } from '../../domain/outcome.ts';
import type { Manifest } from '../../domain/run.ts';
import { isLate, type Task } from '../../domain/task.ts';
import { LateGrading, type Ungraded } from '../../engine/late-grading.ts';
import { readGraded } from '../../results/graded.ts';
import { OutcomeIndex } from '../../results/outcome-index.ts';
import type { SampleIndex } from '../../results/sample-index.ts';

interface LateScoresInput {
  /** The run's folder. */
  readonly path: string;
  readonly manifest: Manifest;
  readonly index: SampleIndex;
  readonly tasks: ReadonlyMap<string, Task>;
  /** True to give those again that no judge could give. */
  readonly retryUnscored: boolean;
}

/** Recorded answers that late graders judge by themselves and owe a score, in the order of the file. */
export const unjudged = (input: LateScoresInput): AsyncGenerator<Ungraded> => owed(input, { compare: false });

/** Recorded answers that late graders compare with a baseline's and owe a score. */
export async function* unpaired(input: LateScoresInput): AsyncGenerator<Ungraded> {
  const baselines = baselinesOf(input.tasks);
  using answers = await OutcomeIndex.open(input.path, (outcome) =>
    outcome.role === 'answer' && !isFailed(outcome) && baselines.has(outcome.model) ? outcome.key : undefined,
  );
  for await (const ungraded of owed(input, { compare: true })) {
    const { task, sample, epoch } = ungraded.answer;
    yield { ...ungraded, beside: (model) => answered(answers.find(trialKey(model, task, sample, epoch))) };
  }
}

/** True where a task has a late grader of the kind. */
export const hasLate = (tasks: Iterable<Task>, kind: { readonly compare: boolean }): boolean =>
  [...tasks].some((task) => LateGrading.places(task, kind).length > 0);

/** How often a run asks each of its judges at least: once an answer, twice where it is compared with another. */
export function judgeCalls(tasks: readonly Task[], models: number, samples: ReadonlyMap<string, number>): number {
  const calls = tasks.flatMap(({ spec, graders }) =>
    graders.filter(isLate).map(({ facts, baseline }) => {
      if (!spec.grade.some(({ name, judges }) => name === facts.name && judges)) return 0;
      return (samples.get(spec.name) ?? 0) * spec.epochs * (baseline === undefined ? models : 2 * (models - 1));
    }),
  );
  return calls.reduce((sum, one) => sum + one, 0);
}

/** What the judges of a run have said, by the keys of their calls. */
export const openVerdicts = (path: string): Promise<OutcomeIndex> =>
  OutcomeIndex.open(path, (outcome) => (outcome.role === 'answer' || isFailed(outcome) ? undefined : outcome.key));

async function* owed(
  { path, manifest, index, tasks, retryUnscored }: LateScoresInput,
  kind: { readonly compare: boolean },
): AsyncGenerator<Ungraded> {
  const places = new Map([...tasks].map(([name, task]) => [name, LateGrading.places(task, kind)]));
  for await (const { outcome, line, marks } of readGraded(path, manifest, index)) {
    if (outcome.role !== 'answer' || isFailed(outcome) || line === undefined) continue;
    const missing = (places.get(outcome.task) ?? []).filter(
      (place) => !marks[place] || (retryUnscored && marks[place].state === 'unscored'),
    );
    if (missing.length > 0) yield { answer: outcome, line, places: missing, marks };
  }
}

const baselinesOf = (tasks: ReadonlyMap<string, Task>): ReadonlySet<string> =>
  new Set(
    [...tasks.values()].flatMap(({ graders }) =>
      graders.filter(isLate).flatMap(({ baseline }) => (baseline === undefined ? [] : [baseline])),
    ),
  );

const answered = (outcome: Outcome | undefined) => (outcome && !isFailed(outcome) ? outcome : undefined);

/** Ends the programs that graders keep running. */
export async function closeGraders(tasks: readonly Task[]): Promise<void> {
  await Promise.all(tasks.flatMap(({ graders }) => graders.filter(isLate).map((grader) => grader.close?.())));
}
