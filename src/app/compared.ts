import { withDetails } from '../analysis/compare.ts';
import { type CompareTask, type Couple, comparisonsOf, tasksOf } from '../analysis/comparisons.ts';
import type { Standings } from '../analysis/scorecard.ts';
import type { ComparisonReport, DetailedComparison } from '../domain/comparison.ts';
import { UserError } from '../domain/errors.ts';
import { type Manifest, metricsOf } from '../domain/run.ts';
import { count } from '../lib/format.ts';
import { hint } from '../lib/suggest.ts';
import { findRun } from '../results/folder.ts';
import { readManifest } from '../results/manifest.ts';
import { readRegressions } from '../results/regressions.ts';
import { readStandings } from './scorecard.ts';

export interface CompareRequest {
  /** One run, or an earlier and a later one: folders, run ids, or `latest`. */
  readonly runs: readonly string[];
  readonly results: string;
  /** The model that the others are set against; default: the suite's incumbent, else all pairs. */
  readonly baseline?: string | undefined;
  /** Only these. */
  readonly models?: readonly string[] | undefined;
  readonly tasks?: readonly string[] | undefined;
  /** Another than each task's own. */
  readonly metric?: string | undefined;
  /** How many lost samples of each pair to show with what was said. */
  readonly regressions?: number | undefined;
  /** Compares two runs even where their figures are not comparable, and says so. */
  readonly allowProtocolChange?: boolean | undefined;
}

/** A run that is read. */
export interface ComparedRun {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly standings: Standings;
}

/** Draws of the difference's bootstrap: with fewer, its limits would move between seeds. */
const DRAWS = 10_000;

/** Reads a run: a folder, an id, or `latest`. */
export async function openComparedRun(results: string, run: string): Promise<ComparedRun> {
  const folder = await findRun(results, run);
  const manifest = await readManifest(folder);
  return { folder, manifest, standings: await readStandings(folder, manifest) };
}

/** Every figure of every couple on every task. */
export const compareCouples = (
  couples: readonly Couple[],
  tasks: readonly CompareTask[],
  { suite }: Manifest,
): DetailedComparison[] => comparisonsOf({ couples, tasks, seed: suite.seed, drawsFor: () => DRAWS }, withDetails);

/** The tasks that are asked for, each with its metric. */
export function chosenTasks(manifest: Manifest, { tasks, metric }: CompareRequest): CompareTask[] {
  const all = tasksOf(manifest);
  const names = picked(
    all.map(({ facts }) => facts.name),
    tasks,
    'task',
    manifest,
  );
  const chosen = all.filter(({ facts }) => names.includes(facts.name));
  if (metric === undefined) return chosen;
  const having = chosen.filter(({ facts }) => facts.graders.flatMap(metricsOf).includes(metric));
  if (having.length > 0) return having.map((task) => ({ ...task, metric }));
  const known = new Set(chosen.flatMap(({ facts }) => facts.graders.flatMap(metricsOf)));
  throw new UserError(`no metric "${metric}" in ${manifest.run_id}${hint(metric, known)}`);
}

/** Those of the names that are wanted, in their order. Throws a UserError for one that is not there. */
export function picked(
  all: readonly string[],
  wanted: readonly string[] | undefined,
  what: string,
  { run_id }: Manifest,
): readonly string[] {
  const missing = wanted?.find((name) => !all.includes(name));
  if (missing !== undefined) throw new UserError(`no ${what} "${missing}" in ${run_id}${hint(missing, all)}`);
  return wanted === undefined ? all : all.filter((name) => wanted.includes(name));
}

/** What to know of a run that is not complete. */
export const unfinished = ({ status, run_id }: Manifest): string[] =>
  status === 'complete'
    ? []
    : [`Partial: ${run_id} has not asked everything; samples that both were asked are compared.`];

/** What to know of tasks whose metric a judge gives: a comparison takes its word, also where people were asked. */
export const judgedNotes = ({ suite }: Manifest, tasks: readonly CompareTask[]): string[] =>
  tasks.flatMap(({ facts, metric }) => {
    const graders = suite.tasks.find(({ name }) => name === facts.name)?.grade ?? [];
    const judged = graders.find(({ name, judges }) => judges && (metric === name || metric.startsWith(`${name}.`)));
    if (!judged) return [];
    const { labels } = judged;
    const people = labels
      ? `differences, p and break-even do not heed the ${count(labels.answers.length, 'human label')}; a gate’s max_drop does`
      : 'no human labels tell how far to trust it';
    return [`${metric} on ${facts.name}: by the judge’s scores alone; ${people}.`];
  });

/** What was said to the first samples that each candidate lost. */
export async function regressionsOf(
  comparisons: readonly DetailedComparison[],
  { candidate, baseline }: { readonly candidate: ComparedRun; readonly baseline: ComparedRun },
  { regressions = 0 }: CompareRequest,
): Promise<ComparisonReport['regressions']> {
  if (regressions === 0) return [];
  const read = [];
  for (const { task, metric, lost, ...one } of comparisons) {
    if (lost.length === 0) continue;
    const side = ({ folder, manifest }: ComparedRun, model: string) => ({ folder, manifest, model, task, metric });
    const sides = [side(candidate, one.candidate), side(baseline, one.baseline)] as const;
    read.push(...(await readRegressions(...sides, lost.slice(0, regressions))));
  }
  return read;
}
