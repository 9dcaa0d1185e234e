import type { Call } from '../domain/call.ts';
import type { Scorecard } from '../domain/scorecard.ts';

/** What a report is made from. */
export interface ReportInput {
  readonly scorecard: Scorecard;
  /** Every try of every call, streamed in the order of the outcomes. */
  readonly calls: () => AsyncIterable<Call>;
  /** For a terminal: whether it shows colours. */
  readonly colour: boolean;
}

/** One way to write a scorecard down. */
export interface Report {
  readonly name: string;
  readonly summary: string;
  /** Its file in a run's folder; null where it has none. */
  readonly file: string | null;
  /** False for a run that has nothing for its file; absent: for every run. */
  isFor?(scorecard: Scorecard): boolean;
  write(input: ReportInput): Iterable<string> | AsyncIterable<string>;
}
