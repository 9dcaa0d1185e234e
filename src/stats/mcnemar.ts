import { binomialAt, binomialBelow } from './binomial.ts';
import { twoSided } from './normal.ts';
import type { PairedTable } from './paired-table.ts';

/** Whether two models differ at all: two-sided p-values, 0…1. It does not say whether one is good enough. */
export interface McNemar {
  readonly exact: number;
  /** The one to print. */
  readonly midP: number;
  /** For comparison with other programs; null where the two never differ. */
  readonly z: number | null;
  readonly p: number | null;
  readonly correctedZ: number | null;
  readonly correctedP: number | null;
}

/**
 * McNemar's test of the samples on which two models differ: exact, mid-p (M. W. Fagerland, S. Lydersen & P. Laake, BMC
 * Med. Res. Methodol. 13 (2013) 91) and asymptotic (Q. McNemar, Psychometrika 12 (1947) 153; corrected for continuity:
 * A. L. Edwards, Psychometrika 13 (1948) 185). Where they never differ p is 1.
 */
export function mcnemar({ candidateOnly, incumbentOnly }: PairedTable): McNemar {
  const flips = candidateOnly + incumbentOnly;
  if (flips === 0) return { exact: 1, midP: 1, z: null, p: null, correctedZ: null, correctedP: null };
  const fewer = Math.min(candidateOnly, incumbentOnly);
  const exact = Math.min(1, 2 * binomialBelow(fewer, flips, 0.5));
  const point = binomialAt(fewer, flips, 0.5);
  const z = (candidateOnly - incumbentOnly) / Math.sqrt(flips);
  const correctedZ = Math.max(0, Math.abs(candidateOnly - incumbentOnly) - 1) / Math.sqrt(flips);
  return {
    exact,
    midP: candidateOnly === incumbentOnly ? 1 - point / 2 : exact - point,
    z,
    p: twoSided(z),
    correctedZ,
    correctedP: twoSided(correctedZ),
  };
}
