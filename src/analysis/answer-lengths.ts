import type { Estimate } from '../domain/estimate.ts';
import { isFailed, type Outcome } from '../domain/outcome.ts';
import type { Manifest } from '../domain/run.ts';
import type { GraderSpec } from '../domain/suite.ts';
import { type LengthPair, winRateAtEqualLength } from '../stats/equal-length.ts';
import type { TrialTable } from './trial-table.ts';

/** The model that a grader compares with; undefined where it judges each answer by itself. */
export const baselineOf = ({ options }: Pick<GraderSpec, 'options'>): string | undefined =>
  options['pairwise'] === true ? String(options['baseline']) : undefined;

/** How long answers are, in tasks where a judge compares them: 8 bytes a trial; NaN is unknown. */
export class AnswerLengths {
  /** By task and model. */
  readonly #columns: ReadonlyMap<string, ReadonlyMap<string, Float64Array>>;
  readonly #epochs: ReadonlyMap<string, number>;

  constructor({ suite, tasks, models }: Manifest) {
    const compared = suite.tasks.filter(({ grade }) => grade.some((spec) => baselineOf(spec) !== undefined));
    this.#epochs = new Map(compared.map(({ name, epochs }) => [name, epochs]));
    this.#columns = new Map(
      compared.map(({ name, epochs }) => {
        const size = (tasks.find((task) => task.name === name)?.samples ?? 0) * epochs;
        return [name, new Map(models.map(({ id }) => [id, new Float64Array(size).fill(Number.NaN)]))];
      }),
    );
  }

  add(outcome: Outcome, place: number): void {
    const column = this.#columns.get(outcome.task)?.get(outcome.model);
    if (!column || isFailed(outcome)) return;
    column[place * (this.#epochs.get(outcome.task) ?? 1) + outcome.epoch - 1] = outcome.answer.length;
  }

  /** By how much a model's answer is longer than another's to the same trial, in characters; NaN where one is unknown. */
  longer(task: string, trial: number, [model, other]: readonly [string, string]): number {
    const columns = this.#columns.get(task);
    return (columns?.get(model)?.[trial] ?? Number.NaN) - (columns?.get(other)?.[trial] ?? Number.NaN);
  }
}

interface EqualLengthInput {
  readonly task: string;
  /** The grader's name, which is its metric. */
  readonly grader: string;
  readonly baseline: string;
  readonly tables: ReadonlyMap<string, TrialTable>;
  readonly lengths: AnswerLengths;
}

/** Each model's win rate against the baseline as it would be at equal length. One sample asked several times is one comparison. */
export const atEqualLength = ({ tables, ...input }: EqualLengthInput): { model: string; win_rate: Estimate }[] =>
  [...tables]
    .filter(([model]) => model !== input.baseline)
    .map(([model, table]) => ({ model, win_rate: winRateAtEqualLength(pairsOf(model, table, input)) }));

function pairsOf(
  model: string,
  table: TrialTable,
  { task, grader, baseline, lengths }: Omit<EqualLengthInput, 'tables'>,
): LengthPair[] {
  return Array.from({ length: table.size / table.epochs }, (_, place) => place).flatMap((place) => {
    const trials = Array.from({ length: table.epochs }, (_, epoch) => place * table.epochs + epoch);
    const pairs = trials
      .map((trial) => ({ won: table.value(trial, grader), longer: lengths.longer(task, trial, [model, baseline]) }))
      .filter(({ won, longer }) => !Number.isNaN(won) && !Number.isNaN(longer));
    const mean = (of: (pair: LengthPair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
    return pairs.length === 0 ? [] : [{ won: mean(({ won }) => won), longer: mean(({ longer }) => longer) }];
  });
}
