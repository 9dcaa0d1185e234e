import type { APICallError, LanguageModelV3, LanguageModelV3CallOptions, SharedV3Warning } from '@ai-sdk/provider';
import type { Complete, CompleteInput } from '../../domain/complete.ts';
import { ProviderError } from '../../domain/errors.ts';
import type { Completion, FinishReason, Usage } from '../../domain/outcome.ts';
import { reservationFor } from '../../domain/reserve.ts';
import { completion, toMicroseconds } from '../define.ts';
import { closeTiming, isSent, type Timing, timingOf } from '../http/timing.ts';
import { callOptions } from './call-options.ts';
import { isFiltered } from './failure-kind.ts';
import type { ModelReply } from './model-reply.ts';
import { brokenReply, problemOf, toldBy } from './problem.ts';
import { askStreamed } from './streamed.ts';
import { usageOf } from './usage.ts';
import { askWhole } from './whole.ts';

/** The one adapter between the AI SDK's specification of a model (v3), made over `timedFetch`, and our Complete. */
export const overWire =
  (
    model: LanguageModelV3,
    providerOptions: (input: CompleteInput) => LanguageModelV3CallOptions['providerOptions'],
    rescue: Rescue = () => undefined,
  ): Complete =>
  async (input, signal) => {
    const timing = timingOf(signal);
    const options = { ...callOptions(input), providerOptions: providerOptions(input) ?? {}, abortSignal: signal };
    try {
      const reply = await (input.settings.stream ? askStreamed(model, options, timing) : askWhole(model, options));
      return completionOf(input, checked(reply), timing);
    } catch (error) {
      if (signal.aborted) throw reasonOf(signal, timing);
      const told = toldBy(error);
      if (told && isFiltered({ ...told, status: timing.status >= 300 ? timing.status : told.status })) {
        return refusal(timing);
      }
      const rescued = rescue(timing.status === 200 ? ((error as APICallError).responseBody as string) : undefined);
      if (rescued) return uncounted(input, rescued, timing);
      throw problemOf(error, timing);
    } finally {
      closeTiming(signal);
    }
  };

/** The same reply. Throws where the vendor says that it had to break off: OpenRouter, Mistral, DeepSeek. */
function checked(reply: ModelReply): ModelReply {
  const { raw = '' } = reply.finishReason;
  if (['error', 'insufficient_system_resource'].includes(raw)) throw brokenReply(`the vendor broke off: ${raw}`);
  return reply;
}

/** Why a call was ended from without: a timeout costs nothing where the request never went out. */
function reasonOf({ reason }: AbortSignal, timing: Timing): unknown {
  if (!(reason instanceof ProviderError) || isSent(timing)) return reason;
  const { kind, message, tookMs } = reason;
  return new ProviderError(kind, message, { tookMs });
}

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

function completionOf(input: CompleteInput, reply: ModelReply, timing: Timing): Completion {
  const { text, facts } = reply;
  const answer = text || facts.refusal;
  const usage = usageOf(reply.usage);
  return completion(answer, {
    finish_reason: whyStopped(reply),
    usage,
    snapshot: facts.model ?? null,
    request_id: requestId(reply),
    latency_ms: took(timing),
    ttft_ms: reply.ttft_ms,
    ...(facts.tier !== undefined && { service_tier: facts.tier }),
    ...(facts.logprobs.length > 0 && { logprobs: facts.logprobs }),
    warnings: reply.warnings.map(warningText),
    attempts: [{ status: 200, ...(usage === null && { reserved: reservationFor(input, answer) }) }],
  });
}

function whyStopped({ text, finishReason, facts }: ModelReply): FinishReason {
  if (facts.refusal !== '' || (facts.isBlocked && text === '')) return 'content-filter';
  const { unified } = finishReason;
  return finishReasonOf(unified === 'error' ? (facts.stopped ?? '').replace('_', '-') : unified);
}

/** The names by which vendors number their requests, the most telling first. */
const REQUEST_IDS = [
  'x-request-id',
  'request-id',
  'apim-request-id',
  'x-amzn-requestid',
  'x-goog-request-id',
  'mistral-correlation-id',
];

const requestId = ({ headers, id }: ModelReply): string | null =>
  REQUEST_IDS.map((name) => headers[name]).find(Boolean) ?? id ?? null;

const took = ({ sentAt, endedAt }: Timing): number => toMicroseconds(endedAt - sentAt);

/** What a filter stopped and was sent as an error is an answer all the same, and none is billed. */
const refusal = (timing: Timing): Completion =>
  completion('', {
    finish_reason: 'content-filter',
    usage: NO_USAGE,
    latency_ms: took(timing),
    attempts: [{ status: timing.status }],
  });

const NO_USAGE: Usage = { input: 0, input_cached: 0, input_cache_write: 0, output: 0, reasoning: 0 };

const FINISH_REASONS: readonly FinishReason[] = ['stop', 'length', 'content-filter'];

/** The AI SDK's word for why a model stopped, as one of ours. */
export const finishReasonOf = (unified: string): FinishReason =>
  FINISH_REASONS.find((reason) => reason === unified) ?? 'other';

const warningText = (warning: SharedV3Warning): string =>
  warning.type === 'other'
    ? warning.message
    : `${warning.type}: ${warning.feature}${warning.details ? ` (${warning.details})` : ''}`;
