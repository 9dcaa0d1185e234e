import type { Outcome } from './outcome.ts';
import type { Score } from './score.ts';

/**
 * A score without its words: all that figures need. `extracted` is there for graders with a fixed set of labels; of an
 * `explanation`, the word before its first colon, for choices.
 */
export type Mark = Pick<Score, 'state' | 'value' | 'parts'> & Partial<Pick<Score, 'extracted' | 'explanation'>>;

/** An outcome with the scores that fit it, in the order of its task's graders; undefined where one is missing. */
export interface Graded {
  readonly outcome: Outcome;
  /** The place of its sample in `samples.jsonl`, from 0; undefined for a sample that is not planned. */
  readonly line: number | undefined;
  readonly marks: readonly (Mark | undefined)[];
}
