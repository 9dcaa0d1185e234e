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

/** A task as one model was asked it: the figures of Spent in columns, in the order of the samples. */
class SpentOnTask {
  readonly samples: number;
  /** True where a part of the cost is an estimate. */
  estimated = false;
  /** 0 where it was not asked. */
  readonly #trials: Uint32Array;
  readonly #figures: { readonly [figure in 'usd' | 'input' | 'output' | 'value']: Float64Array };
  readonly #clusters: readonly (string | null)[] | undefined;

  constructor(table: TrialTable, metric: string | undefined, clusters: readonly (string | null)[] | undefined) {
    this.samples = table.size / table.epochs;
    const column = () => new Float64Array(this.samples);
    this.#trials = new Uint32Array(this.samples);
    this.#figures = { usd: column(), input: column(), output: column(), value: column() };
    this.#clusters = clusters;
    for (let sample = 0; sample < this.samples; sample++) this.#read(table, sample, metric);
  }

  /** Calls without an answer have cost what they cost, and told no tokens. */
  #read(table: TrialTable, sample: number, metric: string | undefined): void {
    let [trials, usd, input, output, value, counted] = [0, 0, 0, 0, 0, 0];
    for (let trial = sample * table.epochs; trial < (sample + 1) * table.epochs; trial++) {
      if (!table.isAsked(trial)) continue;
      trials += 1;
      this.estimated ||= table.isCostEstimated(trial);
      usd += usdOf(table.femtoUsd(trial));
      input += table.isAnswered(trial) ? (table.inputTokens[trial] as number) : 0;
      output += table.isAnswered(trial) ? (table.outputTokens[trial] as number) : 0;
      const worth = metric === undefined ? Number.NaN : table.value(trial, metric);
      if (!Number.isNaN(worth)) [value, counted] = [value + worth, counted + 1];
    }
    this.#trials[sample] = trials;
    this.#figures.usd[sample] = usd / trials;
    this.#figures.input[sample] = input / trials;
    this.#figures.output[sample] = output / trials;
    this.#figures.value[sample] = value / counted;
  }

  /** Undefined where it was not asked. */
  at(sample: number): Spent | undefined {
    const trials = this.#trials[sample] as number;
    if (!trials) return undefined;
    const { usd, input, output, value } = this.#figures;
    return {
      trials,
      usd: usd[sample] as number,
      input: input[sample] as number,
      output: output[sample] as number,
      value: value[sample] as number,
      cluster: this.#clusters?.[sample],
    };
  }
}

export interface Standing {
  readonly model: string;
  readonly tasks: readonly SpentOnTask[];
  readonly estimated: boolean;
}

/** Reads a model's tables; `metrics` in the order of the tasks. */
export function standingOf({ model, tables, clusters }: ModelTables, metrics: readonly string[]): Standing {
  const tasks = tables.map((table, index) => new SpentOnTask(table, metrics[index], clusters?.[index]));
  return { model, tasks, estimated: tasks.some(({ estimated }) => estimated) };
}

/** All samples that the model was asked, one task after the other. */
export function* askedOf({ tasks }: Pick<Standing, 'tasks'>): Generator<Spent> {
  for (const task of tasks) {
    for (let sample = 0; sample < task.samples; sample++) {
      const spent = task.at(sample);
      if (spent) yield spent;
    }
  }
}

const usdOf = (femtoUsd: bigint | null): number => (femtoUsd === null ? Number.NaN : toUsd(femtoUsd));

/** A request's; NaN where it is unknown, or none was asked. */
export function meanUsd(standing: Standing): number {
  let [sum, n] = [0, 0];
  for (const { usd } of askedOf(standing)) [sum, n] = [sum + usd, n + 1];
  return sum / n;
}
