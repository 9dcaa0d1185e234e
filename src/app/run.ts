import type { Standings } from '../analysis/scorecard.ts';
import { billedAt, type Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { labelledTasks, type Suite } from '../domain/suite.ts';
import type { Task } from '../domain/task.ts';
import { Budget } from '../engine/budget.ts';
import type { EngineModel } from '../engine/model.ts';
import { makePlan, type Plan } from '../engine/plan.ts';
import type { ModelProgress } from '../engine/progress.ts';
import { runPlan } from '../engine/run.ts';
import { type Clock, dayOf, isoTime, systemClock } from '../lib/clock.ts';
import { unseededRandom } from '../lib/random.ts';
import { type StagedSamples, stageSamples } from '../results/folder.ts';
import { writeManifest } from '../results/manifest.ts';
import { Reuse } from '../results/reuse.ts';
import { type LoadedSuite, loadSuite } from '../suites/load.ts';
import type { Overrides } from '../suites/resolve.ts';
import { openTasks } from '../suites/tasks.ts';
import { openJudging } from './judging/judging.ts';
import { closeGraders, judgeCalls } from './judging/late-scores.ts';
import { closeModels, openModels, type ReadyModel } from './models.ts';
import { openPrices, type Prices, pricesOn, priceWarnings, requirePrices } from './prices.ts';
import { writeReports } from './report.ts';
import { engineModel, type Troubles, troubles } from './running/engine-models.ts';
import { interrupting } from './running/interrupting.ts';
import { type Lost, lostOf } from './running/lost.ts';
import { type OpenRun, openRun } from './running/open-run.ts';
import { recordedGaps } from './running/recorded-gaps.ts';
import { withRecordedRuns } from './running/recorded-runs.ts';
import { NO_RUN_YET, reusedRun } from './running/reused-run.ts';
import { takeUp } from './running/take-up.ts';
import { pricesOf, standingsOf } from './scorecard.ts';

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
  /** A price file of the user's own, before the suite's. */
  readonly priceFile?: string | undefined;
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
  /** What to know before it goes on: models without a price, recorded answers that are missing. */
  readonly warnings: readonly string[];
}

export interface RunResult extends Troubles {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly scorecard: Scorecard;
}

/**
 * Asks every model of a suite its questions, grades and prices the answers, and writes the run's reports. Throws
 * Interrupted where it was stopped before anything was asked.
 */
export async function run(input: RunInput): Promise<RunResult> {
  const { results, clock = systemClock } = input;
  const [stop, drop] = [interrupting(input.stop), interrupting(input.drop)];
  const loaded = await withRecordedRuns(await loadSuite(input.path, input.overrides), { results, clock });
  const prices = await openPrices({ ...loaded, priceFile: input.priceFile });
  await requirePricesToday(loaded, prices, clock);
  const { env, allowExec = false, debug } = input;
  const models = await openModels(loaded, { env, allowExec, debug });
  try {
    const tasks = await openTasks(loaded, { env, allowExec });
    const gaps = await recordedGaps(models, tasks, loaded);
    const staged = await stageSamples(results, {
      samples: plannedSamples(tasks, stop),
      labelled: labelledTasks(loaded.suite),
      clock,
    });
    try {
      const flags = { fresh: input.fresh ?? false, retryFailed: input.retryFailed ?? false };
      await using open = await openRun({
        suite: loaded.suite,
        tasks,
        models: models.slice(0, loaded.suite.models.length),
        prices,
        staged,
        results,
        clock,
        ...flags,
      });
      requirePrices(dayOf(open.manifest.started_at), loaded, billedAt(open.manifest), prices);
      using reuse = await openReuse(input, open.path);
      return await askAndReport(open, { input, stop, drop, clock, tasks, models, prices, staged, reuse, gaps });
    } finally {
      await staged.discard();
      await closeGraders(tasks);
    }
  } finally {
    await closeModels(models);
  }
}

async function requirePricesToday(loaded: LoadedSuite, prices: Prices, clock: Clock): Promise<void> {
  const day = dayOf(isoTime(clock.now()));
  requirePrices(day, loaded, await pricesOn(day, loaded.suite, prices), prices);
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
  readonly prices: Prices;
  readonly staged: StagedSamples;
  readonly reuse: Reuse | null;
  /** What recorded answers are missing. */
  readonly gaps: readonly string[];
}

async function askAndReport(open: OpenRun, asking: Asking): Promise<RunResult> {
  const { input, stop, drop, clock, reuse } = asking;
  const { debug } = input;
  const prepared = await prepare(open, asking);
  using judging = await openJudging(open, {
    ...prepared,
    index: asking.staged.index,
    retryUnscored: input.retryFailed ?? false,
  });
  const { standings } = prepared;
  const stopper = open.manifest.suite.stop_early ? standings.stopper() : undefined;
  input.onStart?.(startOf(open, prepared, asking));
  const { owesScores } = await runPlan({
    ...prepared,
    ...judging,
    journal: open.journal,
    stop,
    drop,
    clock,
    random: unseededRandom,
    onGraded(graded) {
      standings.add(graded);
      stopper?.note(graded.outcome.model, graded.outcome.task);
    },
    onMark(late) {
      judging.onMark?.(late);
      stopper?.note(late.answer.model, late.answer.task);
    },
    ...(stopper && {
      wanted: (model, task, key) => stopper.wants(model, task) || open.journal.isRetry(key),
      together: gateModels(open.manifest.suite),
      onGivenUp: (model) => stopper.giveUp(model),
    }),
    ...(reuse && { reuse: (key) => reuse.find(key) }),
    ...(debug && { onLimit: (model, { from, to, reason }) => debug(`${model}: ${from} → ${to} slots: ${reason}`) }),
  });
  await open.journal.flush();
  return await conclude(open, prepared, { clock, owesScores });
}

const gateModels = ({ gates = [] }: Suite): string[] =>
  gates.flatMap(({ candidate, baseline }) => [candidate, baseline]);

/** All that asking needs, with what the run already holds taken in. */
interface Prepared {
  readonly plan: Plan;
  readonly models: readonly EngineModel[];
  readonly judges: readonly EngineModel[];
  readonly tasks: ReadonlyMap<string, Task>;
  readonly budget: Budget;
  readonly standings: Standings;
}

async function prepare(open: OpenRun, asking: Asking): Promise<Prepared> {
  const { input, staged } = asking;
  const plan = planOf(open, asking);
  const prices = pricesOf(open.manifest);
  const most = open.manifest.models.length;
  const verdicts = judgeCalls(asking.tasks, most, staged.counts);
  const opened = asking.models.map((model, place) =>
    engineModel(model, prices.get(model.spec.id), place < most ? plan.trials : verdicts),
  );
  const prepared: Prepared = {
    plan,
    models: opened.slice(0, most),
    judges: opened.slice(most),
    tasks: new Map(asking.tasks.map((task) => [task.spec.name, task])),
    budget: new Budget(open.manifest.suite.budget),
    standings: standingsOf(open.manifest, staged.index),
  };
  const { retryFailed = false } = input;
  if (open.resumed) await takeUp(open, { ...prepared, index: staged.index, retryFailed });
  return prepared;
}

const startOf = (
  open: OpenRun,
  { plan, models, judges }: Prepared,
  { input, reuse, prices, clock, gaps }: Asking,
): RunStart => ({
  folder: open.path,
  resumed: open.resumed,
  recorded: open.journal.recorded,
  trials: plan.trials * models.length,
  reuses: reuse?.run_id ?? null,
  lost: open.wasKilled ? lostOf([...models, ...judges], plan, isoTime(clock.now())) : null,
  warnings: [
    ...(input.reuse !== undefined && !reuse ? [NO_RUN_YET] : []),
    ...gaps,
    ...priceWarnings(dayOf(open.manifest.started_at), open.manifest.suite, open.manifest.prices ?? [], prices),
  ],
  models: [...models, ...judges].map(({ progress }) => progress),
});

/** The reports, and then the manifest: a run is complete only when its reports are there too. */
async function conclude(
  open: OpenRun,
  { plan, models, judges, standings }: Prepared,
  { clock, owesScores }: { readonly clock: Clock; readonly owesScores: boolean },
): Promise<RunResult> {
  const { path: folder, journal } = open;
  const isWhole = !owesScores && (standings.isDecided || journal.leftOf(plan.trials * models.length) === 0);
  const status = isWhole ? 'complete' : 'incomplete';
  const manifest: Manifest = { ...open.manifest, status, finished_at: isoTime(clock.now()) };
  const scorecard = standings.scorecard(status);
  await writeReports({ folder, manifest, scorecard });
  await writeManifest(folder, manifest);
  return { folder, manifest, scorecard, ...troubles([...models, ...judges].map(({ progress }) => progress)) };
}

/** The answers of the run that `--reuse` names; the latest is another than the one that is to be written. */
async function openReuse({ reuse, results }: RunInput, own: string): Promise<Reuse | null> {
  const folder = reuse === undefined ? null : await reusedRun(results, reuse, own);
  return folder === null ? null : Reuse.open(folder);
}

const planOf = (open: OpenRun, { tasks, staged }: Asking): Plan =>
  makePlan({
    planned: staged.index,
    epochs: new Map(tasks.map(({ spec }) => [spec.name, spec.epochs])),
    readSample: (line) => open.samples.read(line),
    seed: open.manifest.suite.seed,
    // A ruling reads a sample when all its answers are there.
    repeatsAtOnce: open.manifest.suite.stop_early ?? false,
  });
