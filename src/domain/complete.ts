import type { Settings } from './model.ts';
import type { Completion } from './outcome.ts';
import type { Prompt } from './sample.ts';

/** One question to one model, ready to send. */
export interface CompleteInput {
  readonly messages: Prompt;
  readonly settings: Settings;
  readonly task: string;
  readonly sample: string;
  /** From 1: which repeat of the sample this is. */
  readonly epoch: number;
}

/**
 * The one way to a model; every policy wraps it. Rejects with a ProviderError when there is no answer, and with the
 * signal's reason when it aborts.
 */
export type Complete = (input: CompleteInput, signal: AbortSignal) => Promise<Completion>;
