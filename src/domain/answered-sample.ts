import type { Cost } from './call.ts';
import type { Outcome } from './outcome.ts';
import type { PlannedSample } from './sample.ts';
import type { Score } from './score.ts';

/** A sample with what every model made of it: in the order of the suite's models, then of epochs; what was not asked is left out. */
export interface AnsweredSample {
  readonly sample: PlannedSample;
  readonly answers: readonly SampleAnswer[];
}

export interface SampleAnswer {
  readonly outcome: Outcome;
  /** Those that fit the answer and the graders as they now are. */
  readonly scores: readonly Score[];
  /** At list price. */
  readonly cost: Cost;
}
