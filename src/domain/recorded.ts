import type { CompleteInput } from './complete.ts';
import type { Completion } from './outcome.ts';

/** What tells one question to a model from another. */
export type Question = Pick<CompleteInput, 'messages' | 'task' | 'sample' | 'epoch'>;

/** Why an earlier run has no answer to a question: it asked in other words, or got none, or did not ask. */
export type NotRecorded = 'other words' | 'no answer';

/** One model's answers in an earlier run. */
export interface RecordedRun {
  readonly run_id: string;
  find(question: Question): Completion | NotRecorded;
  close(): void;
}
