import type { LanguageModelV3CallOptions } from '@ai-sdk/provider';
import type { CompleteInput } from '../../domain/complete.ts';
import type { Message } from '../../domain/sample.ts';

/** A question as the AI SDK takes it; a setting that is absent is not sent. */
export function callOptions({ messages, settings }: CompleteInput): LanguageModelV3CallOptions {
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
