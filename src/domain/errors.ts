import type { Attempt, FailureKind } from './outcome.ts';

/** Something the user can mend: says what is wrong, where, and what to do. Printed without a stack. */
export class UserError extends Error {
  override name = 'UserError';
}

/** A call to a model that gave no answer. It ends as a Failure in an Outcome and never stops the run by itself. */
export class ProviderError extends Error {
  override name = 'ProviderError';
  readonly kind: FailureKind;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;
  /** What the vendor asked us to wait before the next try. */
  readonly retryAfterMs: number | undefined;
  /** True when the call went out and ended without a word on its cost, so that it may be billed. */
  readonly maybeBilled: boolean;
  /** How long the try ran, where that is what is paid for. */
  readonly tookMs: number | undefined;
  /** All tries of the call, this one included; filled in by the retry layer. */
  attempts: readonly Attempt[] = [];

  constructor(kind: FailureKind, message: string, facts: ProviderErrorFacts = {}) {
    super(message, { cause: facts.cause });
    this.kind = kind;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.maybeBilled = facts.maybeBilled ?? false;
    this.tookMs = facts.tookMs;
  }
}

interface ProviderErrorFacts {
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly maybeBilled?: boolean;
  readonly tookMs?: number | undefined;
  readonly cause?: unknown;
}

/** A call that was dropped because the user asked to stop: it has no Outcome. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** The code of a system error (`ENOENT`, `ECONNREFUSED` …), or undefined. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
