import { Interrupted } from '../domain/errors.ts';
import type { Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { Task } from '../domain/task.ts';
import { Budget } from '../engine/budget.ts';
import { Forecast } from '../engine/forecast.ts';
import type { EngineModel } from '../engine/model.ts';
import { makePlan, type Plan } from '../engine/plan.ts';
import { type ModelProgress, newProgress } from '../engine/progress.ts';
import { runPlan } from '../engine/run.ts';
import { type Clock, isoTime, systemClock } from '../lib/clock.ts';
import { unseededRandom } from '../lib/random.ts';
import { picoToReserve } from '../pricing/cost.ts';
import { findRun, type StagedSamples, stageSamples } from '../results/folder.ts';
import { writeManifest } from '../results/manifest.ts';
import { Reuse } from '../results/reuse.ts';
import { loadSuite } from '../suites/load.ts';
import type { Overrides } from '../suites/resolve.ts';
import { openTasks } from '../suites/tasks.ts';
import { closeModels, openModels, type ReadyModel } from './models.ts';
import { type OpenRun, openRun } from './open-run.ts';
import { writeReports } from './report.ts';
import { standingsOf } from './scorecard.ts';
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
  /** A run whose answers are taken where nothing that could change them differs: a folder, a run id, or `latest`. */
  readonly reuse?: string | undefined;
  readonly allowExec?: boolean;
  /** Keys are taken from here, and what programs may see. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when nothing new is to be started. */
  readonly stop?: AbortSignal;
  /** Aborts when what is in flight is to be dropped too. */
  readonly drop?: AbortSignal;
  readonly clock?: Clock;
  /** Told of every request and reply, secrets taken out, and of every change of a model's slots. */
  debug?(line: string): void;
  /** Told when asking begins; the counters go on changing. */
  onStart?(start: RunStart): void;
}

export interface RunStart {
  readonly folder: string;
  readonly resumed: boolean;
  /** Trials that had an outcome before. */
  readonly recorded: number;
  readonly trials: number;
  /** Trials that another run has an answer to are not asked; null where none are looked for. */
  readonly reuses: string | null;
  /** What may have been in flight when the last process was killed; null where none was. */
  readonly lost: Lost | null;
  readonly models: readonly ModelProgress[];
}

/** Calls that may have been made and paid for, and are made again; an upper bound. */
export interface Lost {
  readonly calls: number;
  /** null where a price is unknown. */
  readonly usd: number | null;
}

export interface RunResult {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly scorecard: Scorecard;
  /** Models that were asked no more before the end, with the reason. */
  readonly stopped: readonly { readonly model: string; readonly reason: string }[];
  /** Models that were asked no more because the next try did not fit the budget. */
  readonly overBudget: readonly string[];
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
  using reuse = await openReuse(input);
  const { env, allowExec = false, debug } = input;
  const models = await openModels(loaded, { env, allowExec, debug });
  try {
    const tasks = await openTasks(loaded);
    const staged = await stageSamples(results, plannedSamples(tasks, stop), clock);
    try {
      const flags = { fresh: input.fresh ?? false, retryFailed: input.retryFailed ?? false };
      await using open = await openRun({ suite: loaded.suite, tasks, models, staged, results, clock, ...flags });
      return await askAndReport(open, { input, stop, drop, clock, tasks, models, staged, reuse });
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
  readonly staged: StagedSamples;
  readonly reuse: Reuse | null;
}

async function askAndReport(open: OpenRun, asking: Asking): Promise<RunResult> {
  const { input, stop, drop, clock, staged, reuse } = asking;
  const { path: folder, resumed, journal, manifest } = open;
  const plan = planOf(open, asking);
  const models = asking.models.map((model) => engineModel(model, plan));
  const tasks = new Map(asking.tasks.map((task) => [task.spec.name, task]));
  const budget = new Budget(manifest.suite.budget);
  const standings = standingsOf(manifest, staged.index);
  if (resumed) {
    const { retryFailed = false } = input;
    await takeUp(open, { models, tasks, budget, standings, index: staged.index, retryFailed });
  }

  const trials = plan.trials * models.length;
  const progress = models.map((model) => model.progress);
  const { debug } = input;
  input.onStart?.({
    folder,
    resumed,
    recorded: journal.recorded,
    trials,
    reuses: reuse?.run_id ?? null,
    lost: open.wasKilled ? lostOf(models) : null,
    models: progress,
  });

  await runPlan({
    plan,
    models,
    tasks,
    journal,
    budget,
    stop,
    drop,
    clock,
    random: unseededRandom,
    onGraded: (graded) => standings.add(graded),
    ...(reuse && { reuse: (key) => reuse.find(key) }),
    ...(debug && { onLimit: (model, { from, to, reason }) => debug(`${model}: ${from} → ${to} slots: ${reason}`) }),
  });
  await journal.flush();
  const status = journal.recorded === trials ? 'complete' : 'incomplete';
  const ended = { ...manifest, status, finished_at: isoTime(clock.now()) } as const;
  const scorecard = standings.scorecard(status);
  await conclude(folder, ended, scorecard);
  return { folder, manifest: ended, scorecard, ...troubles(progress) };
}

/** The answers of the run that `--reuse` names. */
const openReuse = async ({ reuse, results }: RunInput): Promise<Reuse | null> =>
  reuse === undefined ? null : Reuse.open(await findRun(results, reuse));

const planOf = (open: OpenRun, { tasks, staged }: Asking): Plan =>
  makePlan({
    planned: staged.index,
    epochs: new Map(tasks.map(({ spec }) => [spec.name, spec.epochs])),
    readSample: (line) => open.samples.read(line),
    seed: open.manifest.suite.seed,
  });

const engineModel = ({ spec, facts, open, concurrency }: ReadyModel, plan: Plan): EngineModel => ({
  spec,
  identity: facts.identity,
  complete: open.complete,
  concurrency,
  account: open.account,
  progress: newProgress(spec.id, plan.trials, concurrency),
  forecast: new Forecast(),
});

/** As many calls as slots, or as trials that are left, each booked as a usual one. */
function lostOf(models: readonly EngineModel[]): Lost {
  const parts = models.map(({ spec, progress, concurrency, forecast }) => {
    const calls = Math.min(concurrency.most, progress.trials - progress.done);
    return { calls, pico: spec.price ? calls * picoToReserve(forecast.usual(), spec.timeout_s, spec.price) : null };
  });
  const unknown = parts.some(({ calls, pico }) => calls > 0 && pico === null);
  return {
    calls: parts.reduce((sum, { calls }) => sum + calls, 0),
    usd: unknown ? null : parts.reduce((sum, { pico }) => sum + (pico ?? 0), 0) / 1e12,
  };
}

/** The reports, and then the manifest: a run is complete only when its reports are there too. */
async function conclude(folder: string, manifest: Manifest, scorecard: Scorecard): Promise<void> {
  await writeReports({ folder, manifest, scorecard });
  await writeManifest(folder, manifest);
}

const troubles = (progress: readonly ModelProgress[]): Pick<RunResult, 'stopped' | 'overBudget' | 'lastFailures'> => ({
  overBudget: progress.filter(({ overBudget }) => overBudget !== null).map(({ model }) => model),
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
