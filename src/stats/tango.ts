import { bisect } from './bisect.ts';
import type { Limits } from './limits.ts';
import { normalBelow, zAt } from './normal.ts';
import { type PairedTable, pairedFigures } from './paired-table.ts';

/**
 * The score statistic of T. Tango, Statist. Med. 17 (1998) 891: how many standard errors d lies above `theta`, with the
 * error that holds if the true difference is `theta`, so that two models that never differ still have one. `theta` lies
 * between −1 and 1; at 0 it is McNemar's z. Null for an empty table, or a `theta` beyond.
 */
export function tangoZ(table: PairedTable, theta: number): number | null {
  const { n } = pairedFigures(table);
  return n === 0 || Math.abs(theta) >= 1 ? null : scoreZ(table, n, theta);
}

function scoreZ({ candidateOnly, incumbentOnly }: PairedTable, n: number, theta: number): number {
  const above = candidateOnly - incumbentOnly - n * theta;
  if (above === 0) return 0;
  const variance = restrictedVariance({ gained: candidateOnly / n, lost: incumbentOnly / n, theta });
  return above / Math.sqrt(n * variance);
}

/**
 * The variance of one pair's difference if the true one is `theta`, given the shares of samples that only the candidate
 * (`gained`) or only the incumbent (`lost`) had right.
 */
export function restrictedVariance({ gained, lost, theta }: { gained: number; lost: number; theta: number }): number {
  const b = (2 - gained + lost) * theta - gained - lost;
  const c = -lost * theta * (1 - theta);
  const incumbentOnly = (Math.sqrt(Math.max(0, b ** 2 - 8 * c)) - b) / 4;
  return 2 * incumbentOnly + theta * (1 - theta);
}

/** p of "the candidate is worse by the margin or more" (d ≤ −`margin`), 0 < margin < 1; null for an empty table. */
export function tangoP(table: PairedTable, margin: number): number | null {
  const z = tangoZ(table, -margin);
  return z === null ? null : normalBelow(-z);
}

/**
 * The differences that the score test does not reject, −1…1: it and the interval always agree. `confidence` is two-sided:
 * 1 − 2α for a test at α. Null for an empty table.
 */
export function tangoInterval(table: PairedTable, confidence: number): Limits | null {
  const { n, d } = pairedFigures(table);
  if (d === null) return null;
  const z = zAt((1 + confidence) / 2);
  return {
    low: d === -1 ? -1 : bisect(-1, d, (theta) => scoreZ(table, n, theta) > z),
    high: d === 1 ? 1 : bisect(d, 1, (theta) => scoreZ(table, n, theta) > -z),
  };
}
