import type { FinishReason } from '../../domain/outcome.ts';
import { events, textOf, type WireFormat } from './format.ts';

const REASONS: Partial<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'content-filter': 'refusal',
};

const input = {
  input_tokens: 50,
  cache_creation_input_tokens: 10,
  cache_read_input_tokens: 40,
  cache_creation: { ephemeral_5m_input_tokens: 6, ephemeral_1h_input_tokens: 4 },
  service_tier: 'standard',
};

const output = { output_tokens: 20, output_tokens_details: { thinking_tokens: 5 } };

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};

/** https://docs.anthropic.com/en/api/messages */
export const anthropicMessages: WireFormat = {
  name: 'Anthropic’s messages',
  path: '/v1',
  usage: { input: 50, input_cached: 40, input_cache_write: 6, input_cache_write_1h: 4, output: 20, reasoning: 5 },
  finishes: ['stop', 'length', 'content-filter'],
  saysModel: true,
  headers: { 'request-id': 'req_1' },
  streamType: 'text/event-stream; charset=utf-8',

  whole: ({ pieces, finish, model }) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: pieces.join('') }],
    stop_reason: REASONS[finish],
    stop_sequence: null,
    usage: { ...input, ...output },
  }),

  chunks: ({ pieces, finish, model }) =>
    events(
      [
        {
          type: 'message_start',
          message: {
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            model,
            content: [],
            stop_reason: null,
            stop_sequence: null,
            usage: { ...input, output_tokens: 1 },
          },
        },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        { type: 'ping' },
        ...pieces.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
        { type: 'content_block_stop', index: 0 },
        { type: 'message_delta', delta: { stop_reason: REASONS[finish], stop_sequence: null }, usage: output },
        { type: 'message_stop' },
      ],
      ({ type }: { type: string }) => type,
    ),

  error: (status, message) => ({
    type: 'error',
    error: { type: TYPES[status] ?? 'invalid_request_error', message },
    request_id: 'req_1',
  }),

  asksForStream: ({ body }) => body?.stream === true,
  keyOf: (headers) => headers['x-api-key']?.toString(),
  messagesOf: ({ system = [], messages }) => [
    ...system.map(({ text }: { text: string }) => ({ role: 'system', content: text })),
    ...messages.map(({ role, content }: { role: string; content: never }) => ({ role, content: textOf(content) })),
  ],
  settingsOf: ({ temperature, top_p, max_tokens, stop_sequences, output_config }) => ({
    temperature,
    top_p,
    max_tokens,
    stop: stop_sequences,
    response_schema: output_config?.format?.schema,
  }),
};
