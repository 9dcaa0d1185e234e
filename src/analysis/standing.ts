import { toUsd } from '../domain/money.ts';
import type { TrialTable } from './trial-table.ts';

/** One model's tables, in the order of the tasks. */
export interface ModelTables {
  readonly model: string;
  readonly tables: readonly TrialTable[];
  /** By task the source that each sample shares with others; null where it is not told. */
  readonly clusters?: readonly (readonly (string | null)[])[];
}

/** A sample as one model was asked it: means over the epochs that were asked, NaN where a part is unknown. */
export interface Spent {
  /** Epochs that were asked. */
  readonly trials: number;
  readonly usd: number;
  readonly input: number;
  readonly output: number;
  /** How good its answers are, over the epochs that count; NaN where none does. */
  readonly value: number;
  readonly cluster?: string | null | undefined;
}

export interface Standing {
  readonly model: string;
  /** By task and sample; undefined where it was not asked. */
  readonly tasks: readonly (readonly (Spent | undefined)[])[];
  readonly estimated: boolean;
}

/** Reads a model's tables; `metrics` in the order of the tasks. */
export const standingOf = ({ model, tables, clusters }: ModelTables, metrics: readonly string[]): Standing => ({
  model,
  tasks: tables.map((table, index) =>
    Array.from({ length: table.size / table.epochs }, (_, at) => {
      const spent = spentOn(table, at, metrics[index]);
      return spent && { ...spent, cluster: clusters?.[index]?.[at] };
    }),
  ),
  estimated: tables.some((table) => trialsOf(table, 0, table.size).some((trial) => table.isCostEstimated(trial))),
});

/** All samples that the model was asked, one task after the other. */
export const askedOf = ({ tasks }: Standing): Spent[] => tasks.flat().filter((one) => one !== undefined);

const trialsOf = (table: TrialTable, from: number, length: number): number[] =>
  Array.from({ length }, (_, index) => from + index).filter((trial) => table.isAsked(trial));

/** Calls without an answer have cost what they cost, and told no tokens. */
function spentOn(table: TrialTable, sample: number, metric: string | undefined): Spent | undefined {
  const trials = trialsOf(table, sample * table.epochs, table.epochs);
  if (trials.length === 0) return undefined;
  const mean = (figureOf: (trial: number) => number) =>
    trials.reduce((sum, trial) => sum + figureOf(trial), 0) / trials.length;
  const tokens = (column: Float64Array) => mean((trial) => (table.isAnswered(trial) ? (column[trial] as number) : 0));
  return {
    trials: trials.length,
    usd: mean((trial) => usdOf(table.femtoUsd(trial))),
    input: tokens(table.inputTokens),
    output: tokens(table.outputTokens),
    value: metric === undefined ? Number.NaN : meanValue(table, trials, metric),
  };
}

function meanValue(table: TrialTable, trials: readonly number[], metric: string): number {
  const values = trials.map((trial) => table.value(trial, metric)).filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const usdOf = (femtoUsd: bigint | null): number => (femtoUsd === null ? Number.NaN : toUsd(femtoUsd));

export function meanUsd(standing: Standing): number {
  const asked = askedOf(standing);
  return asked.reduce((sum, { usd }) => sum + usd, 0) / asked.length;
}
