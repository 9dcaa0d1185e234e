import type { Complete } from '../../domain/complete.ts';

/** One policy: wraps a way to a model in another. */
export type Layer = (inner: Complete) => Complete;
