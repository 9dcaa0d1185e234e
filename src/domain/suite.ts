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
  readonly seed: number;
}

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
export interface Roles {
  /** The id of the model that the others are set against. */
  readonly incumbent?: string | undefined;
  /** An odd number; none of them is evaluated. */
  readonly judge?: readonly ModelSpec[] | undefined;
}

/** The models that grade. */
export const judgesOf = ({ roles }: Pick<Suite, 'roles'>): readonly ModelSpec[] => roles?.judge ?? [];

/** Every model that a run asks: those evaluated, then those that grade. */
export const allModels = (suite: Pick<Suite, 'models' | 'roles'>): ModelSpec[] => [...suite.models, ...judgesOf(suite)];
