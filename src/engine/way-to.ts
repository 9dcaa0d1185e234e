import type { Complete } from '../domain/complete.ts';
import { type Ask, type Layer, newCall } from './layers/layer.ts';

interface Layers {
  readonly retry: Layer;
  readonly slot: Layer;
  readonly rateLimit: Layer;
  readonly budget: Layer;
  readonly flight: Layer;
  readonly timeout: Layer;
}

/**
 * The way to a model, outermost first. The order is the policy: a call that waits for its next try holds no slot, no share
 * of the rate and no money; one that waits for the rate holds no money, which others may need meanwhile; money is set aside
 * by no more tries than there are slots, so that a budget is passed by no more than these; and only what is sent counts
 * for the rate and is on the clock.
 */
export function wayTo(provider: Complete, layers: Layers): Complete {
  const { retry, slot, rateLimit, budget, flight, timeout } = layers;
  const way = [retry, slot, rateLimit, budget, flight, timeout].reduceRight<Ask>(
    (inner, layer) => layer(inner),
    provider,
  );
  return (input, signal) => way(input, signal, newCall());
}
