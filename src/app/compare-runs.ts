import type { CompareTask, Couple } from '../analysis/comparisons.ts';
import type { Side } from '../analysis/pairs.ts';
import {
  costChangeOf,
  modelChanges,
  protocolChanges,
  type Question,
  sameQuestions,
  sharedModels,
  sharedTasks,
} from '../analysis/two-runs.ts';
import type { ComparisonReport, CostChange, RunChange } from '../domain/comparison.ts';
import { UserError } from '../domain/errors.ts';
import { billedAt, metricsOf } from '../domain/run.ts';
import { readQuestions } from '../results/questions.ts';
import {
  type ComparedRun,
  type CompareRequest,
  chosenTasks,
  compareCouples,
  judgedNotes,
  picked,
  regressionsOf,
  unfinished,
} from './compared.ts';
import { readStandings } from './scorecard.ts';

/** Two runs of one suite, the earlier one the baseline. */
interface Runs {
  readonly baseline: ComparedRun;
  readonly candidate: ComparedRun;
}

/** Each model that both runs have with itself, on the samples that both asked; and what else changed. */
export async function compareRuns(runs: Runs, request: CompareRequest): Promise<ComparisonReport> {
  const { baseline, candidate } = runs;
  if (request.baseline !== undefined)
    throw new UserError('--baseline is a model of one run; of two runs, the first is what the second is compared with');
  if (baseline.manifest.run_id === candidate.manifest.run_id)
    throw new UserError(
      `both runs are ${baseline.manifest.run_id}; name another, or this one alone to compare its models`,
    );
  const manifests = { baseline: baseline.manifest, candidate: candidate.manifest };
  const tasks = commonTasks(runs, request);
  const models = commonModels(runs, request);
  const changes = tasks.flatMap(({ facts, metric }) => protocolChanges(manifests, facts.name, metric));
  if (changes.length > 0 && !request.allowProtocolChange) throw new NotComparable(changes, runs);

  const matched = await matchQuestions(runs);
  const couples = models.map(
    (model): Couple => ({
      candidate: candidate.standings.contender(model),
      baseline: baseline.standings.contender(model),
      placeIn: (task) => matched.get(task) ?? NOWHERE,
    }),
  );
  const comparisons = compareCouples(couples, tasks, candidate.manifest);
  return {
    ...{ schema_version: 1, suite: candidate.manifest.suite.name },
    ...{ run_id: candidate.manifest.run_id, baseline_run_id: baseline.manifest.run_id, comparisons },
    changes: [
      ...changes,
      ...models.flatMap((model) => [...snapshotChanges(model, couples, tasks), ...modelChanges(manifests, model)]),
    ],
    costs: await costChanges(runs, couples, tasks),
    regressions: await regressionsOf(comparisons, runs, request),
    notes: [
      ...(changes.length > 0
        ? ['The two runs asked or graded in different ways: a difference may be due to that alone.']
        : []),
      ...unfinished(baseline.manifest),
      ...unfinished(candidate.manifest),
      ...judgedNotes(candidate.manifest, tasks),
      ...leftOut(runs),
    ],
  };
}

const NOWHERE = () => undefined;

/** Tasks of the later run that the earlier one has too, with a metric that it has too. */
function commonTasks({ baseline, candidate }: Runs, request: CompareRequest): CompareTask[] {
  const shared = sharedTasks({ baseline: baseline.manifest, candidate: candidate.manifest });
  const tasks = chosenTasks(candidate.manifest, request).filter(({ facts, metric }) => {
    const before = baseline.manifest.tasks.find(({ name }) => name === facts.name);
    return shared.includes(facts.name) && before?.graders.flatMap(metricsOf).includes(metric);
  });
  if (tasks.length > 0) return tasks;
  throw new UserError(
    `${baseline.manifest.run_id} and ${candidate.manifest.run_id} share no task with a common metric`,
  );
}

function commonModels({ baseline, candidate }: Runs, { models }: CompareRequest): readonly string[] {
  const shared = sharedModels({ baseline: baseline.manifest, candidate: candidate.manifest });
  if (shared.length === 0) {
    const ids = candidate.manifest.suite.models.map(({ id }) => id).join(', ');
    throw new UserError(`no model is in both runs by the same id; ${candidate.manifest.run_id} has ${ids}`);
  }
  return picked(shared, models, 'model', candidate.manifest);
}

/** Two runs that asked or graded in different ways, and how. */
export class NotComparable extends UserError {
  readonly changes: readonly RunChange[];

  constructor(changes: readonly RunChange[], { baseline, candidate }: Runs) {
    super(
      [
        `${baseline.manifest.run_id} and ${candidate.manifest.run_id} are not comparable:`,
        ...changes.map(({ of, what, ...values }) => `  ${of}: ${what} was ${values.baseline}, is ${values.candidate}`),
        'compare them all the same with --allow-protocol-change',
      ].join('\n'),
    );
    this.changes = changes;
  }
}

async function matchQuestions({ baseline, candidate }: Runs) {
  const [before, after] = [await readQuestions(baseline.folder), await readQuestions(candidate.folder)];
  return new Map(
    [...after].map(([task, questions]: [string, readonly Question[]]) => [
      task,
      sameQuestions(questions, before.get(task) ?? []),
    ]),
  );
}

/** The vendor's own word for what answered. */
function snapshotChanges(model: string, couples: readonly Couple[], tasks: readonly CompareTask[]): RunChange[] {
  const couple = couples.find(({ candidate }) => candidate.model === model);
  return tasks.flatMap(({ facts, metric }) => {
    const [before, after] = [couple?.baseline, couple?.candidate].map(
      (one) => one?.side(facts.name, metric)?.snapshot ?? 'unknown',
    );
    if (before === after) return [];
    const what = `snapshot on ${facts.name}`;
    return [{ of: model, what, baseline: before as string, candidate: after as string, protocol: false }];
  });
}

/** The earlier run is read again at the later one's prices. */
async function costChanges({ baseline, candidate }: Runs, couples: readonly Couple[], tasks: readonly CompareTask[]) {
  const repriced = await readStandings(baseline.folder, {
    ...baseline.manifest,
    prices: billedAt(candidate.manifest),
  });
  return couples.flatMap(({ placeIn, ...couple }) =>
    tasks.flatMap(({ facts: { name: task }, metric }): CostChange[] => {
      const { model } = couple.candidate;
      const sides = [couple.candidate, couple.baseline, repriced.contender(model)].map((one) => one.side(task, metric));
      if (!isWhole(sides)) return [];
      const [after, before, between] = sides as [Side, Side, Side];
      return [
        costChangeOf({
          model,
          task,
          candidate: after,
          baseline: before,
          repriced: between,
          placeIn: placeIn?.(task) ?? NOWHERE,
        }),
      ];
    }),
  );
}

const isWhole = (sides: readonly (Side | undefined)[]): sides is readonly Side[] => sides.every(Boolean);

/** What only one of the runs has. */
function leftOut({ baseline, candidate }: Runs): string[] {
  const only = (one: ComparedRun, other: ComparedRun) => {
    const others = new Set(other.manifest.suite.models.map(({ id }) => id));
    const tasks = new Set(other.manifest.tasks.map(({ name }) => name));
    const names = [
      ...one.manifest.suite.models.flatMap(({ id }) => (others.has(id) ? [] : [id])),
      ...one.manifest.tasks.flatMap(({ name }) => (tasks.has(name) ? [] : [name])),
    ];
    return names.length === 0 ? [] : [`Only in ${one.manifest.run_id}: ${names.join(', ')}.`];
  };
  return [...only(baseline, candidate), ...only(candidate, baseline)];
}
