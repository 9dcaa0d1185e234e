import type { Concurrency, Limits } from '../domain/model.ts';
import { COUNTS_FOR_MS } from './minute-log.ts';

interface Work {
  readonly calls: number;
  readonly latencyMs: number | null;
  readonly concurrency: Concurrency;
  readonly limits: Limits;
  /** Calls and tokens of all models that share the limits per minute. */
  readonly account: { readonly calls: number; readonly tokens: number };
}

/**
 * Seconds that calls take: by the slots at the start and how long calls took before, or by the limits per minute where these
 * are slower. Null where neither is known.
 */
export function expectedSeconds({ calls, latencyMs, concurrency, limits, account }: Work): number | null {
  if (calls === 0) return 0;
  const latency_s = latencyMs === null ? null : latencyMs / 1000;
  const rounds = Math.max(1, calls / concurrency.start);
  const bounds = [
    ...(latency_s === null ? [] : [rounds * latency_s]),
    ...waits(account.calls, limits.requests_per_minute, latency_s),
    ...waits(account.tokens, limits.tokens_per_minute, latency_s),
  ];
  return bounds.length === 0 ? null : Math.max(...bounds);
}

/** A minute's worth goes out at once, the next a minute later. */
const waits = (amount: number, perMinute: number | undefined, latency_s: number | null): number[] =>
  perMinute === undefined
    ? []
    : [Math.floor(Math.max(0, amount - 1) / perMinute) * (COUNTS_FOR_MS / 1000) + (latency_s ?? 0)];
