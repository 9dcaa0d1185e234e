import type { AnsweredSample } from '../domain/answered-sample.ts';
import type { Call } from '../domain/call.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { Shown } from './columns.ts';

/** What a report is made from. */
export interface ReportInput {
  readonly scorecard: Scorecard;
  /** Every try of every call, streamed in the order of the outcomes. */
  readonly calls: () => AsyncIterable<Call>;
  /** Every sample with what was said to it, streamed in the order of the plan. */
  readonly answered: () => AsyncIterable<AnsweredSample>;
  /** For a terminal: whether it shows colours. */
  readonly colour: boolean;
  /** For a terminal: how many letters it has room for; absent: for all. */
  readonly width?: number | undefined;
  /** Which columns, in which order; absent: the usual ones. */
  readonly shown?: Shown | undefined;
}

/** One way to write a scorecard down. */
export interface Report {
  readonly name: string;
  readonly summary: string;
  /** Its file in a run's folder; null where it has none. */
  readonly file: string | null;
  /** The keys of columns that may be chosen; absent where there are none. */
  readonly columns?: readonly string[];
  /** True where rows come one by one, and so cannot be sorted. */
  readonly isStreamed?: boolean;
  /** False for a run that has nothing for its file; absent: for every run. */
  isFor?(scorecard: Scorecard): boolean;
  write(input: ReportInput): Iterable<string> | AsyncIterable<string>;
}
