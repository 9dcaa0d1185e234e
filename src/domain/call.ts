import type { FailureKind, FinishReason, Role, Usage } from './outcome.ts';
import type { HourPrice, Rates } from './price.ts';

/** One try of one call with what it cost; a row of `calls.csv`. */
export interface Call {
  readonly role: Role;
  readonly model: string;
  readonly task: string;
  readonly sample: string;
  readonly epoch: number;
  /** From 1. */
  readonly attempt: number;
  readonly status: number | null;
  readonly failure: FailureKind | null;
  readonly started_at: string;
  readonly waited_ms: number | null;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
  readonly finish_reason: FinishReason | null;
  readonly snapshot: string | null;
  readonly request_id: string | null;
  readonly usage: Usage | null;
  /** The rates that it was billed at. */
  readonly price: Rates | HourPrice | null;
  /** At list price, also where the answer was taken from another run. */
  readonly cost: Cost;
  readonly service_tier: string | null;
  /** The run that the answer was taken from. */
  readonly reused_from: string | null;
}

/** USD as whole femtodollars (10⁻¹⁵ USD), so that sums are exact; null where it cannot be known. */
export interface Cost {
  readonly femtoUsd: bigint | null;
  /** True when part of it is an estimate: a try that may be billed though its reply never came, a tier without a price. */
  readonly estimated: boolean;
}
