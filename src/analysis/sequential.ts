import { EProcess } from '../stats/e-process.ts';
import type { Limits } from '../stats/limits.ts';
import { differencesOf, type Margin, rounded, scaleOf } from '../stats/margin.ts';
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
  /** Means of each side over the same; null where none is known. */
  readonly quality: { readonly candidate: number | null; readonly baseline: number | null };
  /** How many of them the candidate scores more on, and less. */
  readonly gains: number;
  readonly losses: number;
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
  #known = { d: 0, candidate: 0, baseline: 0, gains: 0, losses: 0 };

  constructor(input: SequentialInput) {
    this.#input = input;
    this.#evidence = new EProcess({ scale: scaleOf(input.margin), alpha: input.alpha });
  }

  /**
   * Reads what is complete by now, in order, up to the ruling: what was in flight then would make its figures depend on how
   * many were asked at once.
   */
  advance(): void {
    const { units } = this.#input;
    for (let unit = units[this.#read]; unit && this.#isOpen(unit); unit = units[this.#read]) {
      const seen = this.#meansOf(unit);
      this.#evidence.add(seen?.d ?? null);
      this.#read += 1;
      if (seen) this.#count(seen);
      else this.#missing += 1;
    }
  }

  #count({ d, candidate, incumbent }: Means): void {
    const { gains, losses, ...sums } = this.#known;
    this.#known = {
      d: sums.d + d,
      candidate: sums.candidate + candidate,
      baseline: sums.baseline + incumbent,
      gains: gains + (candidate > incumbent ? 1 : 0),
      losses: losses + (candidate < incumbent ? 1 : 0),
    };
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
    const { d, candidate, baseline, gains, losses } = this.#known;
    const meanOf = (sum: number) => (known === 0 ? null : sum / known);
    return {
      ruling: this.#evidence.ruling,
      n: this.#read,
      missing: this.#missing,
      d: meanOf(d),
      quality: { candidate: meanOf(candidate), baseline: meanOf(baseline) },
      ...{ gains, losses },
      ...this.#evidence.interval(),
    };
  }

  #isOpen(unit: readonly number[]): boolean {
    const { candidate, incumbent, grader } = this.#input;
    if (this.#evidence.ruling !== null) return false;
    return unit.every((sample) => isFinal(candidate, sample, grader) && isFinal(incumbent, sample, grader));
  }

  /** Means over a unit's samples; null where one of them has no score on a side. */
  #meansOf(unit: readonly number[]): Means | null {
    const { candidate, incumbent, metric, margin } = this.#input;
    const pairs = unit.map((sample) => ({
      candidate: sampleValue(candidate, sample, metric) ?? Number.NaN,
      incumbent: sampleValue(incumbent, sample, metric) ?? Number.NaN,
    }));
    const meanOf = (values: readonly number[]) => rounded(values.reduce((sum, one) => sum + one, 0) / values.length);
    const means = {
      d: meanOf(differencesOf(pairs, margin)),
      candidate: meanOf(pairs.map((pair) => pair.candidate)),
      incumbent: meanOf(pairs.map((pair) => pair.incumbent)),
    };
    return Number.isNaN(means.d) ? null : means;
  }
}

interface Means {
  /** Candidate − incumbent; of a relative margin, candidate − the share of the incumbent that must be kept. */
  readonly d: number;
  readonly candidate: number;
  readonly incumbent: number;
}

const trialsOf = ({ epochs }: TrialTable, sample: number): number[] =>
  Array.from({ length: epochs }, (_, epoch) => sample * epochs + epoch);

const isFinal = (table: TrialTable, sample: number, grader: number): boolean =>
  trialsOf(table, sample).every((trial) => !['unasked', 'owed'].includes(table.state(trial, grader)));
