import type { ProviderError } from '../../domain/errors.ts';
import type { Attempt, Reserved } from '../../domain/outcome.ts';

/** A failed try as it is kept: booked at what was set aside for it where it may be billed. */
export const attemptOf = (
  { status, kind, tookMs, maybeBilled }: ProviderError,
  reserved: Reserved,
  waited_ms?: number,
): Attempt => ({
  ...(status !== undefined && { status }),
  failure: kind,
  ...(waited_ms !== undefined && { waited_ms }),
  ...(tookMs !== undefined && { took_ms: tookMs }),
  ...(maybeBilled && { reserved }),
});
