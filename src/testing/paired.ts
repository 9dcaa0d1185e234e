import fc from 'fast-check';
import type { PairedTable } from '../stats/paired-table.ts';

/** A table from its four counts: both right, candidate only, incumbent only, neither. */
export const table = ([both, candidateOnly, incumbentOnly, neither]: readonly [
  number,
  number,
  number,
  number,
]): PairedTable => ({ both, candidateOnly, incumbentOnly, neither });

/** Any table that is not empty. */
export const tables: fc.Arbitrary<PairedTable> = fc
  .tuple(fc.nat(400), fc.nat(60), fc.nat(60), fc.nat(400))
  .filter((counts) => counts.some((count) => count > 0))
  .map(table);

/** As papers print: six digits. */
export const printed = (value: number | null | undefined): string | undefined => value?.toFixed(6);

/** How much taller crossed plants grew than self-fertilised ones, in eighths of an inch: R. A. Fisher (1935), after Darwin. */
export const DARWINS_MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48] as const;
