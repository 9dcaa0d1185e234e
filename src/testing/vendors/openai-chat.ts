import type { FinishReason } from '../../domain/outcome.ts';
import { bearer, events, textOf, type WireFormat } from './format.ts';

const REASONS: Partial<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
};

const usage = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  prompt_tokens_details: { cached_tokens: 40, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 5,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
};

/** https://platform.openai.com/docs/api-reference/chat */
export const openaiChat: WireFormat = {
  name: 'OpenAI’s chat completions',
  path: '/v1',
  usage: { input: 60, input_cached: 40, input_cache_write: 0, output: 20, reasoning: 5 },
  finishes: ['stop', 'length', 'content-filter'],
  saysModel: true,
  headers: { 'x-request-id': 'req_1' },
  streamType: 'text/event-stream; charset=utf-8',

  whole: ({ pieces, finish, model }) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_763_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: pieces.join(''), refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: REASONS[finish],
      },
    ],
    usage,
    service_tier: 'default',
    system_fingerprint: null,
  }),

  chunks({ pieces, finish, model }) {
    const base = {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1_763_000_000,
      model,
      service_tier: 'default',
    };
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      ...base,
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      usage: null,
    });
    return events([
      chunk({ role: 'assistant', content: '', refusal: null }),
      ...pieces.map((content) => chunk({ content })),
      chunk({}, REASONS[finish]),
      { ...base, choices: [], usage },
      '[DONE]',
    ]);
  },

  error: (status, message) => ({
    error: { message, type: status === 429 ? 'requests' : 'invalid_request_error', param: null, code: null },
  }),

  asksForStream: ({ body }) => body?.stream === true,
  keyOf: bearer,
  messagesOf: ({ messages }) =>
    messages.map(({ role, content }: { role: string; content: never }) => ({
      role: role === 'developer' ? 'system' : role,
      content: textOf(content),
    })),
  settingsOf: ({ temperature, top_p, max_tokens, stop, seed, response_format }) => ({
    temperature,
    top_p,
    max_tokens,
    stop,
    seed,
    response_schema: response_format?.json_schema.schema,
  }),
};
