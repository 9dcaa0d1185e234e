import type { ModelSpec } from './model.ts';
import type { Message } from './sample.ts';

/** One grader as a task uses it. */
export interface GraderSpec {
  /** The name it goes by in this task; unique there. */
  readonly name: string;
  /** Which grader. */
  readonly grader: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** The models that it asks, with a digest of all that could change their verdicts; absent where it asks none. */
  readonly judges?: readonly JudgeName[] | undefined;
  /** What people said of the answers that it judges; changes no score. */
  readonly labels?: HumanLabels | undefined;
}

/** What people said of answers, copied from their file. */
export interface HumanLabels {
  /** What they chose from, as far as it has names, the worst first. */
  readonly levels: readonly { readonly name: string; readonly value: number }[];
  readonly answers: readonly HumanLabel[];
}

export interface HumanLabel {
  /** Which answer: `labelId`. */
  readonly id: string;
  /** 0…1 */
  readonly value: number;
  /** What somebody else said of the same answer. */
  readonly value_2?: number;
}

/** The fixed set of labels that a grader knows; undefined for graders of another kind. */
export const labelsOf = ({ grader, options }: Pick<GraderSpec, 'grader' | 'options'>): readonly string[] | undefined =>
  grader === 'label' ? (options['labels'] as readonly string[]) : undefined;

/** The tasks whose answers are labels. */
export const labelledTasks = ({ tasks }: Pick<Suite, 'tasks'>): ReadonlySet<string> =>
  new Set(tasks.filter(({ grade }) => grade.some(labelsOf)).map(({ name }) => name));

export interface JudgeName {
  readonly id: string;
  readonly identity: string;
}

/** One part of a suite, every default filled in. */
export interface TaskSpec {
  readonly name: string;
  readonly dataset: string;
  readonly split: string;
  readonly subjects?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  readonly fields?: Fields | undefined;
  readonly group?: string | undefined;
  readonly cluster?: string | undefined;
  readonly system?: string | undefined;
  readonly prompt?: string | undefined;
  readonly messages?: readonly Message[] | undefined;
  readonly shots: number;
  readonly shots_from: string;
  readonly grade: readonly GraderSpec[];
  readonly metric: string;
  readonly epochs: number;
  readonly min_coverage: number;
  /** What one wrong answer costs. */
  readonly error_cost_usd?: number | undefined;
}

/** Which columns of a dataset hold what. */
export interface Fields {
  readonly id?: string | undefined;
  readonly input?: string | undefined;
  readonly target?: string | undefined;
  readonly choices?: string | readonly string[] | undefined;
}

/** One YAML file, checked, with every default filled in. */
export interface Suite {
  readonly name: string;
  readonly description?: string | undefined;
  readonly models: readonly ModelSpec[];
  readonly roles?: Roles | undefined;
  readonly tasks: readonly TaskSpec[];
  readonly budget?: BudgetSpec | undefined;
  /** A price file of the team's own. */
  readonly prices?: string | undefined;
  readonly economics?: EconomicsSpec | undefined;
  readonly gates?: readonly GateSpec[] | undefined;
  /** Asks no more once every gate is decided. */
  readonly stop_early?: boolean | undefined;
  readonly seed: number;
}

/** May the candidate replace the baseline? Ruled on each task by itself; all criteria that are there must hold on all. */
export interface GateSpec {
  readonly candidate: string;
  readonly baseline: string;
  readonly tasks: readonly string[];
  /** By task, the loss of quality that is acceptable: in points of the scale, or as a share of the baseline's quality. */
  readonly max_drop?: Readonly<Record<string, MaxDrop>> | undefined;
  /** One-sided: 1 − α. */
  readonly confidence: number;
  /** The share of the baseline's cost that must be saved. */
  readonly min_saving?: number | undefined;
  /** Of the candidate's own quality. */
  readonly min_quality?: number | undefined;
  /** Share of the candidate's answers. */
  readonly max_unparsed?: number | undefined;
  readonly max_latency_p95_ms?: number | undefined;
  readonly max_usd_per_1k_tasks?: number | undefined;
  /** What a gate that cannot be decided counts as. */
  readonly inconclusive?: 'pass' | 'fail' | undefined;
}

export type MaxDrop = { readonly absolute: number } | { readonly relative: number };

/** What the team knows of its own money. */
export interface EconomicsSpec {
  /** What contracts take off, 0…1, by provider. */
  readonly discount?: Readonly<Record<string, number | undefined>> | undefined;
  /** How often the work is asked for. */
  readonly requests_per_month?: number | undefined;
  /** What it takes to change the model, once. */
  readonly migration_usd?: number | undefined;
}

/** What a run may spend, in USD, judges included. */
export interface BudgetSpec {
  readonly max_usd?: number | undefined;
  readonly per_model_usd?: number | undefined;
}

/** What single models are there for. */
interface Roles {
  /** The id of the model that the others are set against. */
  readonly incumbent?: string | undefined;
  /** An odd number; none of them is evaluated. */
  readonly judge?: readonly ModelSpec[] | undefined;
}

/** The models that grade. */
export const judgesOf = ({ roles }: Pick<Suite, 'roles'>): readonly ModelSpec[] => roles?.judge ?? [];

/** Every model that a run asks: those evaluated, then those that grade. */
export const allModels = (suite: Pick<Suite, 'models' | 'roles'>): ModelSpec[] => [...suite.models, ...judgesOf(suite)];
