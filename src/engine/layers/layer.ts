import type { CompleteInput } from '../../domain/complete.ts';
import type { Completion, Reserved } from '../../domain/outcome.ts';

/** What the layers tell each other of one call. */
export interface Call {
  /** Tries before this one. */
  tries: number;
  /** When the first try was sent, on the clock's `elapsed`; null while none was. */
  sentAt: number | null;
  /** What this try is booked at, should it end without a word on its usage. */
  reserved: Reserved;
}

/** A way to a model with policies around it. */
export type Ask = (input: CompleteInput, signal: AbortSignal, call: Call) => Promise<Completion>;

/** One policy: wraps a way to a model in another. */
export type Layer = (inner: Ask) => Ask;

export const newCall = (): Call => ({ tries: 0, sentAt: null, reserved: { input: 0, output: 0 } });
