import { Interrupted } from '../domain/errors.ts';
import type { Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { Task } from '../domain/task.ts';
import { makePlan, type Plan } from '../engine/plan.ts';
import { type ModelProgress, newProgress } from '../engine/progress.ts';
import { type EngineModel, runPlan } from '../engine/run.ts';
import { type Clock, isoTime, systemClock } from '../lib/clock.ts';
import { unseededRandom } from '../lib/random.ts';
import { stageSamples } from '../results/folder.ts';
import { writeManifest } from '../results/manifest.ts';
import { loadSuite } from '../suites/load.ts';
import type { Overrides } from '../suites/resolve.ts';
import { openTasks } from '../suites/tasks.ts';
import { closeModels, openModels, type ReadyModel } from './models.ts';
import { type OpenRun, openRun } from './open-run.ts';
import { writeReports } from './report.ts';
import { scorecardOf } from './scorecard.ts';
import { takeUp } from './take-up.ts';

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
  const { input, stop, drop, clock } = asking;
  const plan = planOf(open, asking);
  const models = asking.models.map((model) => engineModel(model, plan));
  const tasks = new Map(asking.tasks.map((task) => [task.spec.name, task]));
  if (open.resumed) await takeUp(open, models, tasks);

  const trials = plan.trials * models.length;
  const progress = models.map((model) => model.progress);
  const { path: folder, resumed, journal } = open;
  input.onStart?.({ folder, resumed, recorded: journal.recorded, trials, models: progress });

  await runPlan({ plan, models, tasks, journal, stop, drop, clock, random: unseededRandom });
  await journal.flush();
  const status = journal.recorded === trials ? 'complete' : 'incomplete';
  const ended = await conclude(open, { ...open.manifest, status, finished_at: isoTime(clock.now()) });
  return { ...ended, ...troubles(progress) };
}

const planOf = (open: OpenRun, { tasks, counts }: Asking): Plan =>
  makePlan({
    counts,
    epochs: new Map(tasks.map(({ spec }) => [spec.name, spec.epochs])),
    readSample: (line) => open.samples.read(line),
    seed: open.manifest.suite.seed,
  });

const engineModel = ({ spec, facts, open, concurrency }: ReadyModel, plan: Plan): EngineModel => ({
  spec,
  identity: facts.identity,
  complete: open.complete,
  progress: newProgress(spec.id, plan.trials, concurrency),
});

/** The reports, and then the manifest: a run is complete only when its reports are there too. */
async function conclude({ path: folder }: OpenRun, manifest: Manifest) {
  const scorecard = await scorecardOf(folder, manifest);
  await writeReports({ folder, manifest, scorecard });
  await writeManifest(folder, manifest);
  return { folder, manifest, scorecard };
}

const troubles = (progress: readonly ModelProgress[]): Pick<RunResult, 'stopped' | 'lastFailures'> => ({
  stopped: progress.flatMap(({ model, stopped }) => (stopped === null ? [] : [{ model, reason: stopped }])),
  lastFailures: new Map(
    progress.flatMap(({ model, lastFailure }) => (lastFailure === null ? [] : [[model, lastFailure] as const])),
  ),
});

/** The same signal with the reason that the engine knows a user's wish by. */
function interrupting(signal: AbortSignal | undefined): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new Interrupted());
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
