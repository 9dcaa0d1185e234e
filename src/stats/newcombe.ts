import type { Limits } from './limits.ts';
import { type PairedTable, pairedFigures } from './paired-table.ts';
import { wilson } from './wilson.ts';

/**
 * A second opinion on the difference of two models on the same samples, −1…1: method 10 of R. G. Newcombe, Statist. Med. 17
 * (1998) 2635, which joins the Wilson intervals of both shares by their correlation. `confidence` is two-sided. Null for
 * an empty table.
 */
export function newcombeInterval(table: PairedTable, confidence: number): Limits | null {
  const { n, d } = pairedFigures(table);
  if (d === null) return null;
  const [candidate, incumbent] = [table.both + table.candidateOnly, table.both + table.incumbentOnly];
  const [p1, p2] = [candidate / n, incumbent / n];
  const [one, other] = [wilson(candidate, n, confidence), wilson(incumbent, n, confidence)];
  const phi = correlation(table, n);
  const distance = (x: number, y: number): number => Math.sqrt(Math.max(0, x ** 2 - 2 * phi * x * y + y ** 2));
  return {
    low: d - distance(p1 - one.low, other.high - p2),
    high: d + distance(p2 - other.low, one.high - p1),
  };
}

/** Of the two models' being right, made smaller where it is positive; 0 where one is always right or always wrong. */
function correlation({ both, candidateOnly, incumbentOnly, neither }: PairedTable, n: number): number {
  const product =
    (both + candidateOnly) * (incumbentOnly + neither) * (both + incumbentOnly) * (candidateOnly + neither);
  if (product === 0) return 0;
  const excess = both * neither - candidateOnly * incumbentOnly;
  return (excess > 0 ? Math.max(excess - n / 2, 0) : excess) / Math.sqrt(product);
}
