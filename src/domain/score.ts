/**
 * How one grader ended on one answer. `failed` (no answer at all) is derived from the Outcome and has no Score.
 * scored: a value was given; unparsed: nothing to read in the answer; truncated: cut off by its token limit; refused:
 * the model or the vendor declined; unscored: the grader gave nothing.
 */
export type ScoreState = 'scored' | 'unparsed' | 'truncated' | 'refused' | 'unscored';

/** One grader's judgement of one answer; one line of `scores.jsonl`. */
export interface Score {
  readonly schema_version: 1;
  readonly score_key: string;
  /** The key of the Outcome judged. */
  readonly key: string;
  /** The grader's name in its task. */
  readonly grader: string;
  /** Of a case with a known verdict, shown to the grader's judges: `value` is 1 where they saw through it. */
  readonly probe?: { readonly task: string; readonly name: string };
  readonly state: ScoreState;
  /** 0…1; null only when unscored. */
  readonly value: number | null;
  readonly extracted: string | null;
  readonly explanation: string;
  /** Further values of the same grader by name, 0…1. */
  readonly parts: Readonly<Record<string, number>>;
}
