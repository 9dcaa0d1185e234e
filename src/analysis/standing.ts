import { sum } from '../stats/sum.ts';
import type { TrialTable } from './trial-table.ts';

/** One model's tables, in the order of the tasks. */
export interface ModelTables {
  readonly model: string;
  readonly tables: readonly TrialTable[];
  /** By task the source that each sample shares with others; null where it is not told. */
  readonly clusters?: readonly (readonly (string | null)[])[];
}

/**
 * A task as one model was asked it, in columns by sample: means over the epochs that were asked, NaN where a part is unknown
 * or nothing was asked.
 */
export interface TaskStanding {
  readonly samples: number;
  /** Epochs that were asked. */
  readonly trials: Uint32Array;
  readonly usd: Float64Array;
  readonly input: Float64Array;
  readonly output: Float64Array;
  /** How good its answers are, over the epochs that count; NaN where none does. */
  readonly value: Float64Array;
  readonly clusters: readonly (string | null)[] | undefined;
}

export interface Standing {
  readonly model: string;
  readonly tasks: readonly TaskStanding[];
  readonly estimated: boolean;
}

/** Reads a model's tables; `metrics` in the order of the tasks. */
export const standingOf = ({ model, tables, clusters }: ModelTables, metrics: readonly string[]): Standing => ({
  model,
  tasks: tables.map((table, index) => taskStanding(table, metrics[index], clusters?.[index])),
  estimated: tables.some((table) => table.someTrial((trial) => table.isAsked(trial) && table.isCostEstimated(trial))),
});

/** Calls without an answer have cost what they cost, and told no tokens; where there was none at all for nothing, the cost is unknown. */
function taskStanding(table: TrialTable, metric: string | undefined, clusters: TaskStanding['clusters']): TaskStanding {
  const samples = table.size / table.epochs;
  const column = () => new Float64Array(samples);
  const columns = { usd: column(), input: column(), output: column(), value: column() };
  const trials = new Uint32Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let [asked, usd, input, output, value, counted] = [0, 0, 0, 0, 0, 0];
    for (let trial = sample * table.epochs; trial < (sample + 1) * table.epochs; trial++) {
      if (!table.isAsked(trial)) continue;
      asked += 1;
      usd += table.usd[trial] as number;
      input += table.isAnswered(trial) ? (table.inputTokens[trial] as number) : 0;
      output += table.isAnswered(trial) ? (table.outputTokens[trial] as number) : 0;
      const worth = metric === undefined ? Number.NaN : table.value(trial, metric);
      if (!Number.isNaN(worth)) [value, counted] = [value + worth, counted + 1];
    }
    trials[sample] = asked;
    columns.usd[sample] = usd / asked;
    columns.input[sample] = input / asked;
    columns.output[sample] = output / asked;
    columns.value[sample] = value / counted;
  }
  if (!table.tellsCost) columns.usd.fill(Number.NaN);
  return { samples, trials, ...columns, clusters };
}

/** What `figureOf` says of each sample that the model was asked, one task after the other. */
export function ofAsked({ tasks }: Standing, figureOf: (task: TaskStanding, sample: number) => number): Float64Array {
  const figures = new Float64Array(sum(tasks.map(({ samples }) => samples)));
  let n = 0;
  for (const task of tasks) {
    for (let sample = 0; sample < task.samples; sample++) {
      if (task.trials[sample]) figures[n++] = figureOf(task, sample);
    }
  }
  return figures.subarray(0, n);
}

/** A request's; NaN where it is unknown, or none was asked. */
export function meanUsd(standing: Standing): number {
  const usd = ofAsked(standing, (task, sample) => task.usd[sample] as number);
  return sum(usd) / usd.length;
}
