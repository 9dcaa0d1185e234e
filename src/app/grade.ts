import { type Manifest, trialsOf } from '../domain/run.ts';
import { labelledTasks } from '../domain/suite.ts';
import type { Task } from '../domain/task.ts';
import { Budget } from '../engine/budget.ts';
import { Forecast } from '../engine/forecast.ts';
import type { EngineModel } from '../engine/model.ts';
import { makePlan } from '../engine/plan.ts';
import { newProgress } from '../engine/progress.ts';
import { runPlan } from '../engine/run.ts';
import { systemClock } from '../lib/clock.ts';
import { unseededRandom } from '../lib/random.ts';
import { findRun } from '../results/folder.ts';
import { mustBeWhole, readManifest, writeManifest } from '../results/manifest.ts';
import { SampleIndex } from '../results/sample-index.ts';
import { openJudging } from './judging/judging.ts';
import { closeGraders } from './judging/late-scores.ts';
import { countOwedCalls, type OwedCalls } from './judging/owed-calls.ts';
import { asTask, checkSamples, openAll, regraded, regradedSuite } from './judging/regrade.ts';
import { closeModels, openModels, type ReadyModel } from './models.ts';
import { writeReports } from './report.ts';
import type { RunInput, RunResult } from './run.ts';
import { engineModel, troubles } from './running/engine-models.ts';
import { interrupting } from './running/interrupting.ts';
import { holdRun, type OpenRun } from './running/open-run.ts';
import { takeUp } from './running/take-up.ts';
import { pricesOf, standingsOf } from './scorecard.ts';

export interface GradeInput
  extends Pick<RunInput, 'results' | 'allowExec' | 'env' | 'stop' | 'drop' | 'debug' | 'clock' | 'priceFile'> {
  /** A folder, a run id, or `latest`. */
  readonly run: string;
  /** A suite whose graders and judges to take in place of the run's own. */
  readonly suite?: string | undefined;
  /** Told before any judge is asked. */
  onStart?(start: GradeStart): void;
}

interface GradeStart extends OwedCalls {
  readonly folder: string;
}

export interface GradeResult extends RunResult {
  /** True where judges could not give all scores: the same command goes on. */
  readonly owesScores: boolean;
}

/**
 * Scores a run's recorded answers by the graders of its suite, or of another; asks judges only. What was scored the same way
 * stays. Throws a UserError for a suite that lacks a task of the run, or whose graders cannot judge its samples.
 */
export async function grade(input: GradeInput): Promise<GradeResult> {
  const folder = await findRun(input.results, input.run);
  const before = await readManifest(folder);
  mustBeWhole(folder, before);
  const { suite, directory } = await regradedSuite(before.suite, input.suite);
  const { env, allowExec = false, debug } = input;
  const graders = openAll(suite, { env, allowExec, directory }, input.suite);
  await checkSamples(folder, suite, graders);
  const judges = await openModels(
    { suite: { ...suite, models: [] }, directory, placeOfModel: (id) => `judge ${id}` },
    { env, allowExec, debug },
  );
  const tasks = suite.tasks.map((spec, place): Task => asTask(spec, before, graders[place] ?? []));
  try {
    const { index, offsets } = await SampleIndex.readWithOffsets(folder, labelledTasks(suite));
    index.mustHold(folder, before.tasks);
    await using open = await holdRun({ path: folder, retryFailed: false, offsets, before }, async () =>
      regraded(await readManifest(folder), { suite, tasks, priceFile: input.priceFile, clock: input.clock }),
    );
    return await gradeRun(open, { input, tasks, judges, index });
  } finally {
    await closeGraders(tasks);
    await closeModels(judges);
  }
}

interface GradingInput {
  readonly input: GradeInput;
  readonly tasks: readonly Task[];
  readonly judges: readonly ReadyModel[];
  readonly index: SampleIndex;
}

async function gradeRun(
  open: OpenRun,
  { input, tasks: list, judges: ready, index }: GradingInput,
): Promise<GradeResult> {
  const { manifest, path, samples } = open;
  const { clock = systemClock } = input;
  const tasks = new Map(list.map((task) => [task.spec.name, task]));
  const standings = standingsOf(manifest, index);
  const budget = new Budget(manifest.suite.budget);
  const prices = pricesOf(manifest);
  const judges = ready.map((judge) => engineModel(judge, prices.get(judge.spec.id), 0));
  await takeUp(open, { ...{ models: silent(manifest), judges, tasks, budget, standings, index }, retryFailed: false });
  using judging = await openJudging(open, { judges, tasks, standings, index, retryUnscored: true });
  const plan = makePlan({ planned: index, epochs: new Map(), readSample: (line) => samples.read(line), seed: 0 });
  input.onStart?.({ folder: path, ...(await countOwedCalls({ ...judging, plan, tasks })) });
  const { owesScores } = await runPlan({
    ...{ plan, models: [], tasks, budget, clock, journal: open.journal, random: unseededRandom },
    ...judging,
    stop: interrupting(input.stop),
    drop: interrupting(input.drop),
  });
  await open.journal.flush();
  // A run that stopped early by what it asked then is whole, also where another metric would not have stopped it.
  const wasWhole = manifest.status === 'complete';
  const isWhole = !owesScores && (wasWhole || standings.isDecided || open.journal.leftOf(trialsOf(manifest)) === 0);
  return { owesScores, ...(await conclude(open, { standings, judges, isWhole })) };
}

interface Concluding {
  readonly standings: ReturnType<typeof standingsOf>;
  readonly isWhole: boolean;
  readonly judges: readonly EngineModel[];
}

async function conclude({ path, manifest }: OpenRun, { standings, isWhole, judges }: Concluding): Promise<RunResult> {
  const status: Manifest['status'] = isWhole ? 'complete' : 'incomplete';
  const now = { ...manifest, status };
  const scorecard = standings.scorecard(status);
  await writeReports({ folder: path, manifest: now, scorecard });
  await writeManifest(path, now);
  return { folder: path, manifest: now, scorecard, ...troubles(judges.map(({ progress }) => progress)) };
}

/** The run's models, which nobody asks any more. */
const silent = (manifest: Manifest): EngineModel[] => {
  const prices = pricesOf(manifest);
  return manifest.suite.models.map((spec) => ({
    spec,
    price: prices.get(spec.id),
    identity: '',
    complete: () => Promise.reject(new Error('a recorded model was asked')),
    concurrency: NONE,
    progress: newProgress(spec.id, 0, NONE),
    forecast: new Forecast(),
  }));
};

const NONE = { start: 0, least: 0, most: 0 };
