/** What one model's answers to one task were like in earlier runs, as sums, so that any number of them takes no room. */
export interface PastAnswers {
  /** `provider/name` */
  readonly model: string;
  /** Digest of the settings that it was asked with; the seed is not in it. */
  readonly settings: string;
  /** Answers that tell their usage. */
  readonly n: number;
  readonly outputTokens: number;
  readonly outputTokensSquared: number;
  /** Answers that tell how long they took. */
  readonly timed: number;
  readonly latencyMs: number;
}

/** A figure that is not known yet. */
export interface Range {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** What an expected output follows from, the surest first. */
export type OutputBasis = 'same model' | 'other settings' | 'other models' | 'guess';
