import { EProcess } from '../stats/e-process.ts';
import type { Limits } from '../stats/limits.ts';
import { differencesOf, type Margin, scaleOf } from '../stats/margin.ts';
import { sampleValue } from './figures.ts';
import type { TrialTable } from './trial-table.ts';

interface SequentialInput {
  readonly candidate: TrialTable;
  readonly incumbent: TrialTable;
  readonly metric: string;
  /** The place of the metric's grader among the task's. */
  readonly grader: number;
  /** The task's samples by their places, in the order drawn before anything was asked; those of one source together. */
  readonly units: readonly (readonly number[])[];
  readonly margin: Margin;
  /** One-sided. */
  readonly alpha: number;
}

/** What a sequential ruling says so far, and where it follows from. */
export interface SequentialFigures extends Limits {
  readonly ruling: 'pass' | 'fail' | null;
  /** Samples, or sources, that were read; the first so many of the order. */
  readonly n: number;
  /** Those of them of which a side has no score: they count against either ruling. */
  readonly missing: number;
  /** Mean of candidate − incumbent over those that are known; null where none is. */
  readonly d: number | null;
}

/**
 * Rules on a candidate while its samples come in. They are read in the order that was drawn before anything was asked, never
 * in that of arrival, which depends on how hard they are: what comes early waits for what stands before it.
 */
export class SequentialRuling {
  readonly #input: SequentialInput;
  readonly #evidence: EProcess;
  #read = 0;
  #missing = 0;
  #sum = 0;

  constructor(input: SequentialInput) {
    this.#input = input;
    this.#evidence = new EProcess({ scale: scaleOf(input.margin), alpha: input.alpha });
  }

  /** Reads all that is complete by now, in order. */
  advance(): void {
    const { units } = this.#input;
    for (let unit = units[this.#read]; unit && this.#isComplete(unit); unit = units[this.#read]) {
      const difference = this.#differenceOf(unit);
      this.#evidence.add(difference);
      this.#read += 1;
      if (difference === null) this.#missing += 1;
      else this.#sum += difference;
    }
  }

  /** True once nothing that is still to come can change whether there is a ruling. */
  get isDecided(): boolean {
    return this.#evidence.ruling !== null || !this.#evidence.canRule(this.#input.units.length - this.#read);
  }

  get ruling(): 'pass' | 'fail' | null {
    return this.#evidence.ruling;
  }

  figures(): SequentialFigures {
    const known = this.#read - this.#missing;
    return {
      ruling: this.#evidence.ruling,
      n: this.#read,
      missing: this.#missing,
      d: known === 0 ? null : this.#sum / known,
      ...this.#evidence.interval(),
    };
  }

  #isComplete(unit: readonly number[]): boolean {
    const { candidate, incumbent, grader } = this.#input;
    return unit.every((sample) => isFinal(candidate, sample, grader) && isFinal(incumbent, sample, grader));
  }

  /** The mean over a unit's samples; null where one of them has no score on a side. */
  #differenceOf(unit: readonly number[]): number | null {
    const { candidate, incumbent, metric, margin } = this.#input;
    const pairs = unit.map((sample) => ({
      candidate: sampleValue(candidate, sample, metric) ?? Number.NaN,
      incumbent: sampleValue(incumbent, sample, metric) ?? Number.NaN,
    }));
    const mean = differencesOf(pairs, margin).reduce((sum, one) => sum + one, 0) / pairs.length;
    return Number.isNaN(mean) ? null : mean;
  }
}

const trialsOf = ({ epochs }: TrialTable, sample: number): number[] =>
  Array.from({ length: epochs }, (_, epoch) => sample * epochs + epoch);

const isFinal = (table: TrialTable, sample: number, grader: number): boolean =>
  trialsOf(table, sample).every((trial) => !['unasked', 'owed'].includes(table.state(trial, grader)));
