/** One grade that a judge may give. */
export interface Level {
  readonly name: string;
  /** 0…1 */
  readonly value: number;
  /** What an answer is like that belongs here. */
  readonly when: string;
}

/** What a judge looks at, and the grades that it chooses from. */
export interface Rubric {
  readonly criterion: string;
  readonly levels: readonly Level[];
  /** True where nothing can be said of an answer without a reference. */
  readonly needsReference?: boolean;
}
