import type { EngineModel } from '../engine/model.ts';
import { picoToReserve } from '../pricing/cost.ts';

/** Calls that may have been made and paid for, and are made again; an upper bound. */
export interface Lost {
  readonly calls: number;
  /** null where a price is unknown. */
  readonly usd: number | null;
}

/** What may have been in flight in a killed process: as many calls as slots, or as trials are left, each a usual one. */
export function lostOf(models: readonly EngineModel[], started_at: string): Lost {
  const parts = models.map(({ spec, price, progress, concurrency, forecast }) => {
    const calls = Math.min(concurrency.most, progress.trials - progress.done);
    const usual = { reserved: forecast.usual(), timeout_s: spec.timeout_s, started_at };
    const pico = price && calls * picoToReserve({ ...usual, price });
    return { calls, pico: calls === 0 ? 0 : (pico ?? Number.NaN) };
  });
  const picoUsd = parts.reduce((sum, { pico }) => sum + pico, 0);
  return {
    calls: parts.reduce((sum, { calls }) => sum + calls, 0),
    usd: Number.isNaN(picoUsd) ? null : picoUsd / 1e12,
  };
}
