import { Interrupted } from '../domain/errors.ts';
import { isFailed } from '../domain/outcome.ts';
import type { Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { Task } from '../domain/task.ts';
import { makePlan } from '../engine/plan.ts';
import { type ModelProgress, newProgress, tally } from '../engine/progress.ts';
import { type EngineModel, gradeAll, metricGrader, runPlan } from '../engine/run.ts';
import { type Clock, isoTime, systemClock } from '../lib/clock.ts';
import { unseededRandom } from '../lib/random.ts';
import { costOf } from '../pricing/cost.ts';
import { stageSamples } from '../results/folder.ts';
import { readGraded } from '../results/graded.ts';
import { writeManifest } from '../results/manifest.ts';
import { SampleIndex } from '../results/sample-index.ts';
import { loadSuite } from '../suites/load.ts';
import type { Overrides } from '../suites/resolve.ts';
import { openTasks } from '../suites/tasks.ts';
import { closeModels, openModels, type ReadyModel } from './models.ts';
import { type OpenRun, openRun } from './open-run.ts';
import { writeReports } from './report.ts';
import { scorecardOf } from './scorecard.ts';

export interface RunInput {
  /** The suite's file. */
  readonly path: string;
  readonly overrides?: Overrides;
  /** The folder that runs are kept in. */
  readonly results: string;
  /** Starts another run even where one could go on. */
  readonly fresh?: boolean;
  /** Asks the trials again that ended without an answer. */
  readonly retryFailed?: boolean;
  readonly allowExec?: boolean;
  /** Keys are taken from here, and what programs may see. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when nothing new is to be started. */
  readonly stop?: AbortSignal;
  /** Aborts when what is in flight is to be dropped too. */
  readonly drop?: AbortSignal;
  readonly clock?: Clock;
  /** Told when asking begins; the counters go on changing. */
  onStart?(start: RunStart): void;
}

export interface RunStart {
  readonly folder: string;
  readonly resumed: boolean;
  /** Trials that had an outcome before. */
  readonly recorded: number;
  readonly trials: number;
  readonly models: readonly ModelProgress[];
}

export interface RunResult {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly scorecard: Scorecard;
  /** Models that were asked no more before the end, with the reason. */
  readonly stopped: readonly { readonly model: string; readonly reason: string }[];
  /** How the last call of each model that failed at all failed. */
  readonly lastFailures: ReadonlyMap<string, string>;
}

/**
 * Asks every model of a suite its questions, grades and prices the answers, and writes the run's reports. Throws
 * Interrupted where it was stopped before anything was asked.
 */
export async function run(input: RunInput): Promise<RunResult> {
  const { results, clock = systemClock } = input;
  const [stop, drop] = [interrupting(input.stop), interrupting(input.drop)];
  const loaded = await loadSuite(input.path, input.overrides);
  const models = await openModels(loaded, { env: input.env, allowExec: input.allowExec ?? false });
  try {
    const tasks = await openTasks(loaded);
    const staged = await stageSamples(results, plannedSamples(tasks, stop), clock);
    try {
      const flags = { fresh: input.fresh ?? false, retryFailed: input.retryFailed ?? false };
      await using open = await openRun({ suite: loaded.suite, tasks, models, staged, results, clock, ...flags });
      return await askAndReport(open, { input, stop, drop, clock, tasks, models, counts: staged.counts });
    } finally {
      await staged.discard();
    }
  } finally {
    await closeModels(models);
  }
}

async function* plannedSamples(tasks: readonly Task[], stop: AbortSignal) {
  for (const task of tasks) {
    for await (const sample of task.samples()) {
      stop.throwIfAborted();
      yield sample;
    }
  }
}

interface Asking {
  readonly input: RunInput;
  readonly stop: AbortSignal;
  readonly drop: AbortSignal;
  readonly clock: Clock;
  readonly tasks: readonly Task[];
  readonly models: readonly ReadyModel[];
  readonly counts: ReadonlyMap<string, number>;
}

async function askAndReport(open: OpenRun, asking: Asking): Promise<RunResult> {
  const { input, stop, drop, clock, tasks, models, counts } = asking;
  const tasksByName = new Map(tasks.map((task) => [task.spec.name, task]));
  const plan = makePlan({
    counts,
    epochs: new Map(tasks.map(({ spec }) => [spec.name, spec.epochs])),
    readSample: (line) => open.samples.read(line),
    seed: open.manifest.suite.seed,
  });
  const engineModels = models.map(
    ({ spec, facts, open: { complete }, concurrency }): EngineModel => ({
      spec,
      identity: facts.identity,
      complete,
      progress: newProgress(spec.id, plan.trials, concurrency),
    }),
  );
  if (open.resumed) await takeUp(open, engineModels, tasksByName);
  const trials = plan.trials * models.length;
  const progress = engineModels.map((model) => model.progress);
  input.onStart?.({
    folder: open.path,
    resumed: open.resumed,
    recorded: open.journal.recorded,
    trials,
    models: progress,
  });

  await runPlan({
    plan,
    models: engineModels,
    tasks: tasksByName,
    journal: open.journal,
    stop,
    drop,
    clock,
    random: unseededRandom,
  });
  await open.journal.flush();

  const status = open.journal.recorded === trials ? 'complete' : 'incomplete';
  const manifest: Manifest = { ...open.manifest, status, finished_at: isoTime(clock.now()) };
  const scorecard = await scorecardOf(open.path, manifest);
  await writeReports({ folder: open.path, manifest, scorecard });
  // The manifest last: a run is complete only when its reports are there too.
  await writeManifest(open.path, manifest);
  const stopped = progress.flatMap(({ model, stopped: reason }) => (reason === null ? [] : [{ model, reason }]));
  const lastFailures = new Map(
    progress.flatMap(({ model, lastFailure }) => (lastFailure === null ? [] : [[model, lastFailure] as const])),
  );
  return { folder: open.path, manifest, scorecard, stopped, lastFailures };
}

/** Reads what a run already holds: which trials are done, and how they stand; scores that are missing are given now. */
async function takeUp(open: OpenRun, models: readonly EngineModel[], tasks: ReadonlyMap<string, Task>): Promise<void> {
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

/** The same signal with the reason that the engine knows a user's wish by. */
function interrupting(signal: AbortSignal | undefined): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new Interrupted());
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
