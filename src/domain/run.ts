import type { Outcome } from './outcome.ts';
import type { ModelPrice, Price } from './price.ts';
import type { Suite } from './suite.ts';

/** running: a process is at it, or was cut short; incomplete: stopped with trials unasked; complete. */
export type RunStatus = 'running' | 'incomplete' | 'complete';

/** What makes a run repeatable; `manifest.json`. */
export interface Manifest {
  readonly schema_version: 1;
  /** The folder's name. */
  readonly run_id: string;
  /** 8 hex digits: runs with the same id asked the same questions of the same models. */
  readonly id: string;
  readonly status: RunStatus;
  readonly started_at: string;
  /** When it last came to an end; null while it has not. */
  readonly finished_at: string | null;
  readonly tool_version: string;
  readonly node_version: string;
  readonly suite: Suite;
  readonly models: readonly ModelFacts[];
  /** Makes what marks off data in the judges' prompts of this run; absent where nobody is asked to judge. */
  readonly salt?: string;
  /** What each model, judges included, is billed at, and then what former judges were; absent in older runs, whose prices stand in the suite. */
  readonly prices?: readonly ModelPrice[];
  /** In memory only: the day of these prices, where they are not the run's own. */
  readonly repriced_on?: string;
  /** The sources that the prices name. */
  readonly price_sources?: Readonly<Record<string, string>>;
  readonly tasks: readonly TaskFacts[];
  /** SHA-256 of `samples.jsonl`. */
  readonly samples_sha256: string;
}

export interface ModelFacts {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  /** Digest of all that could change the model's answers. */
  readonly identity: string;
  /** Absent where the catalogue does not know the model, or how large it is. */
  readonly params?: Params;
}

/** How many parameters a model has, in billions. */
export interface Params {
  readonly params_total_b: number;
  /** Those that one token passes; null where nobody says. */
  readonly params_active_b: number | null;
  readonly params_estimated: boolean;
}

/** A task as it was asked, with the facts that a figure needs beside it to be comparable. */
export interface TaskFacts {
  readonly name: string;
  readonly samples: number;
  readonly dataset_sha256: string;
  readonly prompt_sha256: string;
  /** In words: `5-shot, generated`. */
  readonly protocol: string;
  readonly graders: readonly GraderFacts[];
}

export interface GraderFacts {
  readonly name: string;
  readonly grader: string;
  readonly version: number;
  readonly digest: string;
  /** True when every value is 0 or 1. */
  readonly binary: boolean;
  /** Names of further values, each a metric `<name>.<part>`. */
  readonly parts: readonly string[];
  /** Those of them that are right or wrong, 1 or 0; absent where none is, and in older runs. */
  readonly binary_parts?: readonly string[];
}

/** How many trials a run plans: a model's answer to a sample, each time that it is asked. */
export const trialsOf = ({ tasks, suite }: Pick<Manifest, 'tasks' | 'suite'>): number =>
  suite.models.length *
  tasks.reduce(
    (sum, { name, samples }) => sum + samples * (suite.tasks.find((task) => task.name === name)?.epochs ?? 1),
    0,
  );

/** The metrics that a grader gives: its value under its own name, its parts as `<name>.<part>`. */
export const metricsOf = ({ name, parts }: Pick<GraderFacts, 'name' | 'parts'>): string[] => [
  name,
  ...parts.map((part) => `${name}.${part}`),
];

/** What a label grader's answers together tell, as metrics `<name>.<figure>`: of all labels, and of each. */
export const LABEL_FIGURES = {
  whole: ['macro_f1', 'micro_f1', 'weighted_f1', 'mcc', 'kappa'],
  each: ['precision', 'recall', 'f1'],
} as const;

/** True where every value of a grader's metric is 1 or 0, right or wrong. */
export const isBinary = ({ name, binary, binary_parts = [] }: GraderFacts, metric: string): boolean =>
  metric === name ? binary : binary_parts.some((part) => metric === `${name}.${part}`);

/** What each model of a run is billed at; in older runs, what the suite says. */
export const billedAt = ({ suite, prices }: Pick<Manifest, 'suite' | 'prices'>): readonly ModelPrice[] =>
  prices ??
  suite.models.map(({ id, price = null }) => ({ model: id, price, origin: price && ('suite' as const), row: null }));

/** What a call is billed at: that of a former judge, or of one that cost something else then, at what held when it began. */
export function priceOfCalls(
  manifest: Pick<Manifest, 'suite' | 'prices'>,
): (call: Pick<Outcome, 'model' | 'started_at'>) => Price | undefined {
  const prices = billedAt(manifest);
  const now = new Map(prices.flatMap(({ model, price, until }) => (until === undefined ? [[model, price]] : [])));
  const former = prices
    .flatMap(({ model, price, until }) => (until === undefined ? [] : [{ model, price, until }]))
    .sort((a, b) => (a.until < b.until ? -1 : 1));
  const names = new Set(former.map(({ model }) => model));
  return ({ model, started_at }) => {
    if (!names.has(model)) return now.get(model) ?? undefined;
    const own = former.filter((one) => one.model === model);
    const then = own.find(({ until }) => started_at < until) ?? (now.has(model) ? undefined : own.at(-1));
    return (then ? then.price : now.get(model)) ?? undefined;
  };
}
