import type { Complete } from '../domain/complete.ts';
import { type Ask, type Layer, newCall } from './layers/layer.ts';

interface Layers {
  readonly retry: Layer;
  readonly slot: Layer;
  readonly budget: Layer;
  readonly rateLimit: Layer;
  readonly flight: Layer;
  readonly timeout: Layer;
}

/**
 * The way to a model, outermost first. The order is the policy: a call that waits for its next try holds no slot, no money
 * and no share of the rate; money is set aside for each try, and by no more tries than there are slots, so that a budget is
 * passed by no more than these; the rate is counted when a try is about to be sent, and only then is it on the clock.
 */
export function wayTo(provider: Complete, layers: Layers): Complete {
  const { retry, slot, budget, rateLimit, flight, timeout } = layers;
  const way = [retry, slot, budget, rateLimit, flight, timeout].reduceRight<Ask>(
    (inner, layer) => layer(inner),
    provider,
  );
  return (input, signal) => way(input, signal, newCall());
}
