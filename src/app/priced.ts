import type { Manifest } from '../domain/run.ts';
import { type Clock, dayOf } from '../lib/clock.ts';
import { dayNamed } from './day.ts';

/** At which prices to read a run; at its own where none are asked for. */
export interface PricedRequest {
  /** The day whose prices to take in place of the run's: `2024-06-01` or `today`. */
  readonly prices?: string | undefined;
  /** A price file of the user's own, whose prices to take. */
  readonly priceFile?: string | undefined;
  readonly clock?: Clock;
  /** Told of models that have no price then. */
  onWarning?(warning: string): void;
}

/** The run at other prices, where these are asked for. */
export async function priced(
  manifest: Manifest,
  { prices, priceFile, clock, onWarning }: PricedRequest,
): Promise<Manifest> {
  if (prices === undefined && priceFile === undefined) return manifest;
  const { openPrices, repricedOn } = await import('./prices.ts');
  const day = prices === undefined ? dayOf(manifest.started_at) : dayNamed(prices, clock);
  const repriced = await repricedOn(day, manifest, await openPrices({ priceFile }));
  for (const warning of repriced.warnings) onWarning?.(warning);
  return { ...manifest, prices: repriced.prices, repriced_on: day };
}
