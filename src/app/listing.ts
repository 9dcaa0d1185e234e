import type { Columns } from '../reports/csv-lines.ts';

/** What a list is asked with. */
interface ListRequest {
  /** Where runs are kept. */
  readonly results: string;
  /** The day of prices. */
  readonly at: string;
  /** A price file of the user's own. */
  readonly priceFile?: string | undefined;
}

/** A list of things with more to say than a summary. */
export interface List<T> {
  /** Every column, for CSV. */
  readonly columns: Columns<T>;
  /** Those that a terminal has room for, by their titles there. */
  readonly shown: Columns<T>;
  /** What must be read with it, below it: a line each. CSV and JSON have it in their columns. */
  readonly notes?: ((items: readonly T[]) => readonly string[]) | undefined;
  items(request: ListRequest): Promise<readonly T[]>;
}

/** A list among lists of other things: its columns are only ever given its own items. */
export const ofAnything = <T>(list: List<T>): List<unknown> => list as unknown as List<unknown>;
