import { settingsOf } from '../../domain/model.ts';
import { reservationFor } from '../../domain/reserve.ts';
import type { EngineModel } from '../../engine/model.ts';
import type { Plan } from '../../engine/plan.ts';
import { picoToReserve } from '../../pricing/cost.ts';

/** Calls that may have been made and paid for, and are made again. */
export interface Lost {
  readonly calls: number;
  /** null where a price is unknown. */
  readonly usd: number | null;
}

/**
 * What may have been in flight in a process that did not end well: as many calls of each vendor's model as slots, or as
 * trials are left, each a usual one, or the first where none is known.
 */
export function lostOf(models: readonly EngineModel[], { order, readSample }: Plan, started_at: string): Lost {
  const [first] = order;
  const parts = models.map(({ spec, price, progress, concurrency, forecast, account }) => {
    const calls = account === undefined ? 0 : Math.min(concurrency.most, progress.trials - progress.done);
    if (calls === 0 || first === undefined) return { calls: 0, pico: 0 };
    const { messages, task, sample } = readSample(first);
    const settings = settingsOf(spec);
    const reserved = forecast.usual() ?? reservationFor({ messages, task, sample, epoch: 1, settings });
    const each = { reserved, seconds: 0, started_at, bill: { model: spec.model, price } };
    return { calls, pico: price ? calls * picoToReserve(each) : Number.NaN };
  });
  const picoUsd = parts.reduce((sum, { pico }) => sum + pico, 0);
  return {
    calls: parts.reduce((sum, { calls }) => sum + calls, 0),
    usd: Number.isNaN(picoUsd) ? null : picoUsd / 1e12,
  };
}
