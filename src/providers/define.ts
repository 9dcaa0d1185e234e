import type { z } from 'zod';
import type { Complete } from '../domain/complete.ts';
import type { Concurrency, ModelSpec, Settings } from '../domain/model.ts';
import type { Completion } from '../domain/outcome.ts';
import type { NotRecorded, Question, RecordedRun } from '../domain/recorded.ts';

/** What a provider may use of the world around it. */
export interface World {
  /** The environment, `.env` included. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the suite is: what relative paths start from. */
  readonly directory: string;
  readonly allowExec: boolean;
  /** A model's answers in the run that its suite names. */
  readonly openRun?: ((spec: ModelSpec) => Promise<RecordedRun>) | undefined;
  /** Told of every request and reply, secrets taken out; absent unless the user asked for it. */
  readonly debug?: ((line: string) => void) | undefined;
}

/** A model, ready to be asked. One try, no policy. */
export interface OpenModel {
  readonly complete: Complete;
  /** All beside messages, settings and epoch that could change an answer: base URL, command, hash of a file. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** What requests and tokens per minute are counted by: provider, base URL and key; held in memory only. */
  readonly account?: string;
  /** Why a question will have no answer, where that is known without asking; null where it has one. */
  whyNot?(question: Question): NotRecorded | null;
  close?(): Promise<void>;
}

/** A source of answers. */
export interface Provider {
  readonly name: string;
  readonly summary: string;
  /** The keys of a model that only some providers take. */
  readonly options: z.ZodObject;
  /** What a price may be in: tokens where the source counts them, an hour where the model runs on this machine. */
  readonly pricedBy: readonly ('tokens' | 'hour')[];
  /** Calls in flight unless the suite says otherwise. */
  concurrency(): Concurrency;
  /** The settings that a model has unless the suite says otherwise, where the vendor demands some. */
  defaults?(name: string): Settings;
  /** The names that a model may have, where they are fixed. */
  readonly models?: readonly string[];
  /** Throws a UserError for what can be known to fail before a call: a key that is not set, a file that is not there. */
  open(spec: ModelSpec, world: World): Promise<OpenModel>;
}

/** A completion of which only the given facts are known. */
export const completion = (answer: string, facts: Partial<Completion> = {}): Completion => ({
  answer,
  finish_reason: 'stop',
  usage: null,
  snapshot: null,
  request_id: null,
  latency_ms: null,
  ttft_ms: null,
  warnings: [],
  attempts: [{}],
  ...facts,
});

/** Milliseconds to the microsecond, which is what the clock can tell. */
export const toMicroseconds = (ms: number): number => Math.round(ms * 1000) / 1000;
