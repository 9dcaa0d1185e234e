import type { APICallError } from '@ai-sdk/provider';
import { messageOf, ProviderError, systemCode } from '../../domain/errors.ts';
import type { FailureKind } from '../../domain/outcome.ts';
import type { ReplyHeaders } from '../http/reply.ts';
import { isSent, type Timing, textOf } from '../http/timing.ts';
import { kindOf } from './failure-kind.ts';
import { retryAfter } from './retry-after.ts';
import { errorIn, parsed, readError, type ToldError } from './told-error.ts';

/** What the AI SDK threw, as the failure that it stands for. */
export function problemOf(error: unknown, timing: Timing): ProviderError {
  if (error instanceof ProviderError) return error;
  const told = toldBy(error);
  const headers = (error as Partial<APICallError>).responseHeaders ?? {};
  if (timing.status >= 300 && timing.status < 600)
    return httpProblem(error as APICallError, told, timing.status, headers);
  if (told) return toldProblem(told, headers, false, error);
  const kind = kindOfSystem(error, timing);
  const words = rootMessage(error) || bodyOf(error);
  return new ProviderError(kind, onOneLine(timing.status ? `HTTP ${timing.status}: ${words}` : words), {
    status: timing.status || undefined,
    maybeBilled: kind === 'broken',
    cause: error,
  });
}

function httpProblem(error: APICallError, told: ToldError | undefined, status: number, headers: ReplyHeaders) {
  const kind = kindOf({ ...(told ?? NAMELESS), status }, headers);
  return new ProviderError(kind, `HTTP ${status}: ${wordsOf(error, status)}`, {
    status,
    retryAfterMs: retryAfter({ headers, body: bodyOf(error), isBusy: kind === 'busy' }),
    cause: error,
  });
}

/** An error that a vendor tells within a reply that began well. What came before it may be billed. */
export function toldProblem(
  told: ToldError,
  headers: ReplyHeaders,
  hadTokens: boolean,
  cause?: unknown,
): ProviderError {
  const kind = told.status === undefined ? 'broken' : kindOf(told, headers);
  return new ProviderError(kind, onOneLine(told.names ? `${told.names}: ${told.message}` : told.message), {
    status: told.status,
    retryAfterMs: retryAfter({ headers, body: told.message, isBusy: kind === 'busy' }),
    maybeBilled: hadTokens || told.status === undefined,
    cause,
  });
}

/** A reply without a usable answer. */
export const brokenReply = (message: string): ProviderError =>
  new ProviderError('broken', onOneLine(message), { status: 200, maybeBilled: true });

/** What came in place of a stream: an error, or an answer in one piece, which a further try would only pay for again. */
export function notStreamed(timing: Timing, headers: ReplyHeaders): ProviderError {
  const body = parsed(textOf(timing));
  const told = errorIn(body);
  if (told) return toldProblem(told, headers, false);
  if (typeof body !== 'object' || body === null) return brokenReply('the reply is no stream');
  const words = 'the server answers in one piece though a stream was asked for; take stream away';
  return new ProviderError('rejected', words, { status: 200, maybeBilled: true });
}

/** Answers that cannot be told apart; a further try would only pay for them again. */
export const severalChoices = (): ProviderError =>
  new ProviderError('rejected', 'the stream holds several answers; take n out of params', {
    status: 200,
    maybeBilled: true,
  });

const NAMELESS: ToldError = { message: '', names: '', status: undefined };

/** The error that a vendor told in a body, where it did. */
export function toldBy(error: unknown): ToldError | undefined {
  const { statusCode = 0 } = error as Partial<APICallError>;
  const body = parsed(bodyOf(error));
  if (typeof body !== 'object' || body === null) return undefined;
  return errorIn(body) ?? (statusCode >= 300 ? readError(body) : undefined);
}

/** The body that the AI SDK could not use, which for OpenAI's responses it has parsed. */
function bodyOf(error: unknown): string {
  const { responseBody } = error as { responseBody?: unknown };
  return typeof responseBody === 'string' ? responseBody : responseBody ? JSON.stringify(responseBody) : '';
}

/** What a call without a usable reply means: a request that was never made is one that the AI SDK would not make. */
function kindOfSystem(error: unknown, timing: Timing): FailureKind {
  if (!timing.asked) return 'rejected';
  const isTls = causes(error).some((cause) => /^(EPROTO|ERR_SSL_)/.test(systemCode(cause) ?? ''));
  return isSent(timing) && !isTls ? 'broken' : 'unreachable';
}

/** What went wrong on one line, in the vendor's words also where they are not in OpenAI's form. */
function wordsOf(error: APICallError, status: number): string {
  if (status < 400) {
    return `a redirect to ${error.responseHeaders?.['location'] ?? 'nowhere'}, which is not followed: base_url must name where it ends`;
  }
  return onOneLine(rootMessage(error) || bodyOf(error));
}

const onOneLine = (text: string): string =>
  text.replace(SNIPPET, ' is not valid JSON').trim().replace(/\s+/g, ' ') || 'without a word';

/** Where JSON.parse stumbles it says a few letters around it, which may be half a secret; the whole text stands beside. */
const SNIPPET = /(?<=Unexpected token '[\s\S]{1,2}'), (\.\.\.)?"[\s\S]{0,60}?"(\.\.\.)? is not valid JSON/gu;

function* chain(error: unknown): Generator<unknown> {
  for (let cause = error, depth = 0; cause && depth < 5; depth++) {
    yield cause;
    cause = (cause as Error).cause ?? (cause as AggregateError).errors?.[0];
  }
}
const causes = (error: unknown): unknown[] => [...chain(error)];

/** The message with what it was caused by, each said once. */
function rootMessage(error: unknown): string {
  const messages = causes(error)
    .map((cause) => messageOf(cause) || systemCode(cause) || '')
    .filter(Boolean);
  return messages
    .reduce((said, message) => (said.includes(message) ? said : `${said}: ${message}`), '')
    .replace(/^: (Cannot connect to API: )?/, '');
}
