import { dirname } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { Manifest } from '../../domain/run.ts';
import { judgesOf, type Suite, type TaskSpec } from '../../domain/suite.ts';
import type { Task, TaskGrader } from '../../domain/task.ts';
import { type Clock, dayOf, isoTime, systemClock } from '../../lib/clock.ts';
import { newSalt } from '../../lib/random.ts';
import { hint } from '../../lib/suggest.ts';
import { readSamples } from '../../results/read.ts';
import { judgeProblemsWith } from '../../suites/judges.ts';
import { loadSuite } from '../../suites/load.ts';
import { openGrader } from '../../suites/open-grader.ts';
import { formerPrices } from '../former-prices.ts';
import { openPrices, pricesOn, requirePrices, sourcesOf } from '../prices.ts';
import { toolVersion } from '../version.ts';

/**
 * The run's suite with all of another that asks nothing: graders, metrics, judges, gates, what errors cost, coverage, economics,
 * and its budget where it has one. Throws a UserError for a suite that lacks a task of the run, or names models that the run
 * has not.
 */
export async function regradedSuite(
  recorded: Suite,
  path: string | undefined,
): Promise<{ suite: Suite; directory: string }> {
  if (path === undefined) return { suite: recorded, directory: '.' };
  const { suite } = await loadSuite(path);
  const names = suite.tasks.map(({ name }) => name);
  const tasks = recorded.tasks.map((task) => {
    const now = suite.tasks.find(({ name }) => name === task.name);
    if (!now) throw new UserError(`${path} has no task "${task.name}" of this run${hint(task.name, names)}`);
    const { grade, metric, min_coverage, error_cost_usd } = now;
    return { ...task, grade, metric, min_coverage, error_cost_usd };
  });
  const judge = judgesOf(suite);
  const problems = [
    ...judgeProblemsWith({ judges: judge, models: recorded.models, tasks }),
    ...strangers(suite, recorded),
  ];
  if (problems.length > 0) {
    throw new UserError(problems.map((problem) => `${path}, with the models of this run: ${problem}`).join('\n'));
  }
  const { incumbent } = suite.roles ?? {};
  // Of a run that stopped early the gates decided what was asked, and stay; a discount is part of the prices that it was billed at.
  const { gates } = recorded.stop_early ? recorded : suite;
  const discount = recorded.economics?.discount;
  return {
    suite: {
      ...{ ...recorded, tasks, gates },
      economics: (suite.economics || discount) && { ...suite.economics, discount },
      roles: { ...(incumbent !== undefined && { incumbent }), ...(judge.length > 0 && { judge }) },
      ...(suite.budget && { budget: suite.budget }),
    },
    directory: dirname(path),
  };
}

/** Models and tasks that a suite's gates and roles name, and the run has not. */
function strangers({ gates = [], roles }: Suite, { models, tasks, stop_early }: Suite): string[] {
  const ids = models.map(({ id }) => id);
  const names = tasks.map(({ name }) => name);
  const ruling = stop_early ? [] : gates;
  const named = [...ruling.flatMap(({ candidate, baseline }) => [candidate, baseline]), roles?.incumbent];
  const missing = [...new Set(named)].filter((id) => id !== undefined && !ids.includes(id));
  const undone = [...new Set(ruling.flatMap((gate) => gate.tasks))].filter((name) => !names.includes(name));
  return [
    ...missing.map((id) => `gates and roles name "${id}", and it has ${ids.join(', ')}`),
    ...undone.map((name) => `gates name the task "${name}", which it has not`),
  ];
}

type World = Parameters<typeof openGrader>[1];
type Graders = readonly ReturnType<typeof openGrader>[];

/** The graders of each task. A run does not keep where its suite was, which is what the paths of programs start from. */
export function openAll({ tasks }: Suite, world: World, path: string | undefined): Graders[] {
  try {
    return tasks.map((task) => openGraders(task, world));
  } catch (error) {
    if (!(error instanceof UserError) || path !== undefined || !world.allowExec) throw error;
    throw new UserError(`${error.message}; where the suite is in another folder, name it: --suite FILE`);
  }
}

const openGraders = ({ grade }: TaskSpec, world: World): Graders => grade.map((spec) => openGrader(spec, world));

/** Throws a UserError for a sample that a grader cannot judge any answer to. */
export async function checkSamples(folder: string, { tasks }: Suite, graders: readonly Graders[]): Promise<void> {
  const byTask = new Map(tasks.map(({ name }, place) => [name, graders[place] ?? []]));
  for await (const sample of readSamples(folder)) {
    const problem = (byTask.get(sample.task) ?? []).map((grader) => grader.problem(sample)).find(Boolean);
    if (problem) throw new UserError(`task ${sample.task}, sample "${sample.sample}": ${problem}`);
  }
}

export function asTask(spec: TaskSpec, { tasks }: Manifest, graders: Graders): Task {
  const facts = tasks.find(({ name }) => name === spec.name);
  if (!facts) throw new UserError(`this run has no task "${spec.name}"`);
  const ready: TaskGrader[] = graders.map((grader) => grader.ready);
  return {
    spec,
    graders: ready,
    facts: { ...facts, graders: ready.map((grader) => grader.facts) },
    async *samples() {},
  };
}

interface Regrading {
  readonly suite: Suite;
  readonly tasks: readonly Task[];
  /** Prices of the user's own for the judges. */
  readonly priceFile?: string | undefined;
  readonly clock?: Clock | undefined;
}

/** The manifest as it is written before the first new score. Judges are billed at today's prices. */
export async function regraded(
  before: Manifest,
  { suite, tasks, priceFile, clock = systemClock }: Regrading,
): Promise<Manifest> {
  const now = isoTime(clock.now());
  const judges = { ...suite, models: [] };
  const book = await openPrices({ suite: judges, priceFile });
  const own = (before.prices ?? []).filter(({ model }) => suite.models.some(({ id }) => id === model));
  const ofJudges = await pricesOn(dayOf(now), judges, book);
  requirePrices(dayOf(now), { suite: judges, placeOfModel: (id) => `judge ${id}` }, ofJudges, book);
  const prices = [...own, ...ofJudges, ...formerPrices(before, suite, ofJudges, now)];
  const { salt, ...kept } = before;
  return {
    ...kept,
    suite,
    ...(judgesOf(suite).length > 0 && { salt: salt ?? newSalt() }),
    tool_version: toolVersion(),
    prices,
    price_sources: { ...before.price_sources, ...sourcesOf(prices, book) },
    tasks: tasks.map(({ facts, spec }) => ({
      ...facts,
      samples: before.tasks.find(({ name }) => name === spec.name)?.samples ?? 0,
    })),
  };
}
