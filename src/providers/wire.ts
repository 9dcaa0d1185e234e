import type {
  APICallError,
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3GenerateResult,
} from '@ai-sdk/provider';
import type { Complete, CompleteInput } from '../domain/complete.ts';
import { messageOf, ProviderError, systemCode } from '../domain/errors.ts';
import type { Completion, FailureKind, FinishReason, Usage } from '../domain/outcome.ts';
import { reservationFor } from '../domain/reserve.ts';
import type { Message } from '../domain/sample.ts';
import { systemClock } from '../lib/clock.ts';
import { completion, toMicroseconds } from './define.ts';
import { type Timing, timingOf } from './fetch.ts';

/** The one adapter between the AI SDK's specification of a model (v3), made over `timedFetch`, and our Complete. */
export const overWire =
  (
    model: LanguageModelV3,
    providerOptions: (input: CompleteInput) => LanguageModelV3CallOptions['providerOptions'],
    rescue: Rescue = () => undefined,
  ): Complete =>
  async (input, signal) => {
    const timing = timingOf(signal);
    try {
      const result = await model.doGenerate({
        ...callOptions(input),
        providerOptions: providerOptions(input) ?? {},
        abortSignal: signal,
      });
      return completionOf(input, result, timing);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (isRefusal(error)) return refusal(timing);
      const rescued = rescue(
        (error as APICallError).statusCode === 200 ? (error as APICallError).responseBody : undefined,
      );
      if (rescued) return uncounted(input, rescued, timing);
      throw problemOf(error, timing);
    }
  };

/** Reads the answer out of a good reply that the SDK refused for what stands beside it; undefined where there is none. */
export type Rescue = (body: string | undefined) => Pick<Completion, 'answer' | 'finish_reason'> | undefined;

const uncounted = (
  input: CompleteInput,
  { answer, finish_reason }: Pick<Completion, 'answer' | 'finish_reason'>,
  timing: Timing,
) =>
  completion(answer, {
    finish_reason,
    latency_ms: took(timing),
    attempts: [{ status: 200, reserved: reservationFor(input, answer) }],
  });

function callOptions({ messages, settings }: CompleteInput): LanguageModelV3CallOptions {
  const { temperature, top_p, max_tokens, stop, seed, response_schema } = settings;
  return {
    prompt: messages.map(promptMessage),
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { topP: top_p }),
    ...(max_tokens !== undefined && { maxOutputTokens: max_tokens }),
    ...(stop !== undefined && { stopSequences: [stop].flat() as string[] }),
    ...(seed !== undefined && { seed }),
    ...(response_schema !== undefined && { responseFormat: { type: 'json', schema: response_schema } }),
  };
}

const promptMessage = ({ role, content }: Message): LanguageModelV3CallOptions['prompt'][number] =>
  role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] };

function completionOf(input: CompleteInput, result: LanguageModelV3GenerateResult, timing: Timing): Completion {
  const said = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const declined = wordsOfRefusal(result.response?.body);
  const answer = said || (declined ?? '');
  const usage = usageOf(result.usage);
  return completion(answer, {
    finish_reason: declined === undefined ? finishReasonOf(result.finishReason.unified) : 'content-filter',
    usage,
    snapshot: result.response?.modelId ?? null,
    request_id: result.response?.headers?.['x-request-id'] ?? result.response?.id ?? null,
    latency_ms: took(timing),
    warnings: result.warnings.map(warningText),
    attempts: [{ status: 200, ...(usage === null && { reserved: reservationFor(input, answer) }) }],
  });
}

/** What a model says where it declines for itself: OpenAI puts it beside an empty content. */
function wordsOfRefusal(body: unknown): string | undefined {
  const { choices } = (body ?? {}) as { choices?: { message?: { refusal?: unknown } }[] };
  const refusal = choices?.[0]?.message?.refusal;
  return typeof refusal === 'string' && refusal !== '' ? refusal : undefined;
}

const took = ({ sentAt, endedAt }: Timing): number => toMicroseconds(endedAt - sentAt);

/** Some vendors send what their filter stopped as an HTTP error; it is an answer all the same, and none is billed. */
const isRefusal = (error: unknown): boolean =>
  (error as APICallError).statusCode === 400 &&
  /"code"\s*:\s*"content_filter"/.test((error as APICallError).responseBody ?? '');

const refusal = (timing: Timing): Completion =>
  completion('', {
    finish_reason: 'content-filter',
    usage: NO_USAGE,
    latency_ms: took(timing),
    attempts: [{ status: 400 }],
  });

const NO_USAGE: Usage = { input: 0, input_cached: 0, input_cache_write: 0, output: 0, reasoning: 0 };

const FINISH_REASONS: readonly FinishReason[] = ['stop', 'length', 'content-filter'];

/** The AI SDK's word for why a model stopped, as one of ours. */
export const finishReasonOf = (unified: string): FinishReason =>
  FINISH_REASONS.find((reason) => reason === unified) ?? 'other';

/** null where the reply does not count both sides. More cached than there is in all cannot lie inside it. */
function usageOf({ inputTokens, outputTokens }: LanguageModelV3GenerateResult['usage']): Usage | null {
  const input_cached = inputTokens.cacheRead ?? 0;
  const input_cache_write = inputTokens.cacheWrite ?? 0;
  const inside = input_cached + input_cache_write;
  const total = inputTokens.total ?? Number.NaN;
  const usage = {
    input: inputTokens.noCache ?? (inside > total ? total : total - inside),
    input_cached,
    input_cache_write,
    output: outputTokens.total ?? Number.NaN,
    reasoning: outputTokens.reasoning ?? 0,
  };
  return Object.values(usage).every(isCount) ? usage : null;
}

const isCount = (tokens: number): boolean => Number.isSafeInteger(tokens) && tokens >= 0;

const warningText = (warning: LanguageModelV3GenerateResult['warnings'][number]): string =>
  warning.type === 'other'
    ? warning.message
    : `${warning.type}: ${warning.feature}${warning.details ? ` (${warning.details})` : ''}`;

function problemOf(error: unknown, timing: Timing): ProviderError {
  const { statusCode: status = 0, responseHeaders } = error as Partial<APICallError>;
  const isHttpError = status >= 300;
  const kind = isHttpError ? kindOfStatus(status) : kindOfSystem(error, !Number.isNaN(timing.sentAt));
  return new ProviderError(kind, `${status ? `HTTP ${status}: ` : ''}${wordsOf(error as Partial<APICallError>)}`, {
    status: status || undefined,
    retryAfterMs: retryAfter(responseHeaders),
    maybeBilled: kind === 'broken' && !isHttpError,
    cause: error,
  });
}

/** What went wrong on one line, in the vendor's words also where they are not in OpenAI's form. */
function wordsOf(error: Partial<APICallError>): string {
  const { statusCode: status = 0, responseHeaders, responseBody = '' } = error;
  if (status >= 300 && status < 400) {
    return `a redirect to ${responseHeaders?.['location'] ?? 'nowhere'}, which is not followed: base_url must name where it ends`;
  }
  return (rootMessage(error) || responseBody).trim().replace(/\s+/g, ' ') || 'without a word';
}

function kindOfStatus(status: number): FailureKind {
  if (status === 429) return 'busy';
  if (status === 401 || status === 403) return 'denied';
  if (status === 408) return 'timeout';
  return status >= 500 || status === 409 || status === 425 ? 'broken' : 'rejected';
}

/** Codes of what goes wrong before a request is out: no way there, no trust, a proxy that declines. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EPROTO|ERR_SSL_.*|ERR_TLS_.*|CERT_.*|.*_CERT(_.*)?|UNABLE_TO_.*|UND_ERR_(CONNECT_TIMEOUT|INVALID_ARG|ABORTED|PRX_TLS))$/;

function isBeforeSending(cause: unknown): boolean {
  const { syscall } = cause as { syscall?: unknown };
  return syscall === 'connect' || syscall === 'getaddrinfo' || NEVER_SENT.test(systemCode(cause) ?? '');
}

/** What a call without a usable HTTP status means, by the system's code somewhere in its chain of causes. */
const kindOfSystem = (error: unknown, sent: boolean): FailureKind =>
  sent && !causes(error).some(isBeforeSending) ? 'broken' : 'unreachable';

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

/** `retry-after-ms`, or `retry-after` in seconds or as a date; in milliseconds. */
function retryAfter(headers: Readonly<Record<string, string>> | undefined): number | undefined {
  const ms = Number.parseFloat(headers?.['retry-after-ms'] ?? '');
  if (ms >= 0) return ms;
  const value = headers?.['retry-after'];
  if (value === undefined) return undefined;
  const waitMs = /^\s*[\d.]+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - systemClock.now();
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
