import type { CompleteInput } from '../../domain/complete.ts';
import type { Completion, Reserved } from '../../domain/outcome.ts';

/** What the layers tell each other of one call. */
export interface Call {
  /** Tries before this one. */
  tries: number;
  /** How long its tries and the pauses between them took, without waiting for a slot, for money or for the rate. */
  tookMs: number;
  /** What this try is booked at, should it end without a word on its usage. */
  reserved: Reserved;
  /** True while a try is under way. */
  inFlight: boolean;
  /** Told when this try is sent. */
  onSent: () => void;
}

/** A way to a model with policies around it. */
export type Ask = (input: CompleteInput, signal: AbortSignal, call: Call) => Promise<Completion>;

/** One policy: wraps a way to a model in another. */
export type Layer = (inner: Ask) => Ask;

export const newCall = (): Call => ({
  tries: 0,
  tookMs: 0,
  reserved: { input: 0, output: 0 },
  inFlight: false,
  onSent: unheard,
});

const unheard = () => {};
