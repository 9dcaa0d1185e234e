/** Two models on the same samples, each right or wrong: how many samples each way. */
export interface PairedTable {
  readonly both: number;
  readonly candidateOnly: number;
  readonly incumbentOnly: number;
  readonly neither: number;
}

/** What the table says at a glance; all null but n of an empty one. */
export interface PairedFigures {
  readonly n: number;
  /** Candidate − incumbent, −1…1. */
  readonly d: number | null;
  /** The share of samples on which they differ, 0…1. */
  readonly flipRate: number | null;
  /** The standard error of d when nothing is assumed of it: 0 where they never differ. */
  readonly se: number | null;
}

/** Difference, flip rate and standard error, √((b+c) − (b−c)²/n)/n (Q. McNemar, Psychometrika 12 (1947) 153). */
export function pairedFigures({ both, candidateOnly, incumbentOnly, neither }: PairedTable): PairedFigures {
  const n = both + candidateOnly + incumbentOnly + neither;
  if (n === 0) return { n, d: null, flipRate: null, se: null };
  const difference = candidateOnly - incumbentOnly;
  const flips = candidateOnly + incumbentOnly;
  return { n, d: difference / n, flipRate: flips / n, se: Math.sqrt(flips - difference ** 2 / n) / n };
}
