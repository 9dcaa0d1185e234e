import type { CostChange, RunChange } from '../domain/comparison.ts';
import { settingsOf } from '../domain/model.ts';
import { billedAt, type Manifest, metricsOf } from '../domain/run.ts';
import type { Suite } from '../domain/suite.ts';
import { bothOf, pairsOf, type Side } from './pairs.ts';

/** Two runs of one suite, the earlier one as it is called. */
export interface TwoRuns {
  readonly baseline: Manifest;
  readonly candidate: Manifest;
}

/** What must be the same of a task for its figures to be comparable, and is not; told by the task's metric. */
export function protocolChanges({ baseline, candidate }: TwoRuns, task: string, metric: string): RunChange[] {
  const [before, after] = [protocolOf(baseline, task, metric), protocolOf(candidate, task, metric)];
  return changesOf(task, before, after, true);
}

/** What else differs of a model: a figure may have changed for it. */
export function modelChanges(runs: TwoRuns, model: string): RunChange[] {
  return changesOf(model, modelOf(runs.baseline, model), modelOf(runs.candidate, model), false);
}

type Facts = Readonly<Record<string, unknown>>;

function changesOf(of: string, before: Facts, after: Facts, protocol: boolean): RunChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((what) => {
    const [one, other] = [told(before[what]), told(after[what])];
    return one === other ? [] : [{ of, what, baseline: one, candidate: other, protocol }];
  });
}

const told = (fact: unknown): string =>
  fact === undefined || fact === null ? 'none' : typeof fact === 'string' ? fact : JSON.stringify(fact);

/** Hashes are shown by their first digits. */
const short = (hash: string | undefined): string | undefined => hash?.slice(0, 12);

function protocolOf({ tasks, suite }: Manifest, name: string, metric: string): Facts {
  const facts = tasks.find((task) => task.name === name);
  const spec = suite.tasks.find((task) => task.name === name);
  const grader = facts?.graders.find((one) => metricsOf(one).includes(metric));
  return {
    dataset: short(facts?.dataset_sha256),
    split: spec?.split,
    prompt: short(facts?.prompt_sha256),
    protocol: facts?.protocol,
    ...(spec?.shots && { shots_from: spec.shots_from }),
    grader: grader && `${grader.grader}@${grader.version} ${short(grader.digest)}`,
    epochs: spec?.epochs,
  };
}

function modelOf(manifest: Manifest, id: string): Facts {
  const spec = manifest.suite.models.find((model) => model.id === id);
  const billed = billedAt(manifest).find(({ model }) => model === id);
  return {
    ...(spec && { model: spec.model, base_url: spec.base_url, command: spec.command, file: spec.file }),
    ...(spec && settingsOf(spec)),
    price: billed?.price ?? undefined,
  };
}

/** The id of a sample, and a digest of all that makes it the same question. */
export interface Question {
  readonly id: string;
  readonly digest: string;
}

/** Where each sample of the candidate's run stands in the baseline's; undefined where that asked something else, or nothing. */
export function sameQuestions(
  candidate: readonly Question[],
  baseline: readonly Question[],
): (place: number) => number | undefined {
  const places = new Map(baseline.map(({ id }, place) => [id, place]));
  return (place) => {
    const own = candidate[place];
    const other = own && places.get(own.id);
    return other !== undefined && baseline[other]?.digest === own?.digest ? other : undefined;
  };
}

interface CostInput {
  readonly model: string;
  readonly task: string;
  readonly candidate: Side;
  readonly baseline: Side;
  /** The baseline's answers at the prices of the candidate's run. */
  readonly repriced: Side;
  placeIn(place: number): number | undefined;
}

/** Cost after − before = what prices changed + what tokens changed: the old tokens at the new prices stand between. */
export function costChangeOf({ model, task, candidate, baseline, repriced, placeIn }: CostInput): CostChange {
  const pairs = pairsOf(candidate, baseline, placeIn);
  const between = pairsOf(candidate, repriced, placeIn).map((pair) => bothOf(pair, 'usd').incumbent);
  const [before, after, at] = [
    perThousand(pairs.map((pair) => bothOf(pair, 'usd').incumbent)),
    perThousand(pairs.map((pair) => bothOf(pair, 'usd').candidate)),
    perThousand(between),
  ];
  return {
    ...{ model, task, n: pairs.length, baseline: before, candidate: after },
    by_price: less(at, before),
    by_tokens: less(after, at),
  };
}

const less = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one - other;

function perThousand(usd: readonly (number | null)[]): number | null {
  if (usd.length === 0 || !usd.every((one) => one !== null)) return null;
  return (1000 * usd.reduce((sum, one) => sum + one, 0)) / usd.length;
}

/** Tasks that both suites name. */
export const sharedTasks = ({ baseline, candidate }: TwoRuns): string[] =>
  shared(baseline, candidate, ({ tasks }) => tasks.map(({ name }) => name));

/** Models that both suites name. */
export const sharedModels = ({ baseline, candidate }: TwoRuns): string[] =>
  shared(baseline, candidate, ({ models }) => models.map(({ id }) => id));

const shared = (one: Manifest, other: Manifest, namesOf: (suite: Suite) => string[]): string[] =>
  namesOf(other.suite).filter((name) => namesOf(one.suite).includes(name));
