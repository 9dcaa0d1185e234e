import type { Complete } from '../domain/complete.ts';
import type { Layer } from './layers/layer.ts';

interface Layers {
  readonly retry: Layer;
  readonly slot: Layer;
  readonly timeout: Layer;
}

/**
 * The way to a model, outermost first. The order is the policy: a call that waits for its next try holds no slot, and a
 * call that waits for a slot is not yet on the clock.
 */
export const wayTo = (provider: Complete, { retry, slot, timeout }: Layers): Complete =>
  [retry, slot, timeout].reduceRight((inner, layer) => layer(inner), provider);
