import type { FinishReason } from '../../domain/outcome.ts';
import { bearer, events, type Said, textOf, type WireFormat } from './format.ts';

const REASONS: Partial<Record<FinishReason, string>> = {
  length: 'max_output_tokens',
  'content-filter': 'content_filter',
};

const usage = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 40 },
  output_tokens: 20,
  output_tokens_details: { reasoning_tokens: 5 },
  total_tokens: 120,
};

const message = ({ pieces }: Pick<Said, 'pieces'>, status = 'completed') => ({
  id: 'msg_1',
  type: 'message',
  status,
  role: 'assistant',
  content:
    status === 'completed' ? [{ type: 'output_text', text: pieces.join(''), annotations: [], logprobs: [] }] : [],
});

const response = ({ model, finish }: Said, output: readonly object[], counted: object | null) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_763_000_000,
  status: counted === null ? 'in_progress' : finish === 'stop' ? 'completed' : 'incomplete',
  error: null,
  incomplete_details: counted !== null && REASONS[finish] ? { reason: REASONS[finish] } : null,
  instructions: null,
  max_output_tokens: null,
  model,
  output,
  parallel_tool_calls: true,
  service_tier: 'default',
  store: false,
  usage: counted,
});

/** https://platform.openai.com/docs/api-reference/responses */
export const openaiResponses: WireFormat = {
  name: 'OpenAI’s responses',
  path: '/v1',
  usage: { input: 60, input_cached: 40, input_cache_write: 0, output: 20, reasoning: 5 },
  finishes: ['stop', 'length', 'content-filter'],
  saysModel: true,
  headers: { 'x-request-id': 'req_1' },
  streamType: 'text/event-stream; charset=utf-8',

  whole: (said) => response(said, [message(said)], usage),

  chunks(said) {
    const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    const part = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] });
    const text = said.pieces.join('');
    const data = [
      { type: 'response.created', response: response(said, [], null) },
      { type: 'response.in_progress', response: response(said, [], null) },
      { type: 'response.output_item.added', output_index: 0, item: message(said, 'in_progress') },
      { type: 'response.content_part.added', ...at, part: part('') },
      ...said.pieces.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
      { type: 'response.output_text.done', ...at, text, logprobs: [] },
      { type: 'response.content_part.done', ...at, part: part(text) },
      { type: 'response.output_item.done', output_index: 0, item: message(said) },
      {
        type: said.finish === 'stop' ? 'response.completed' : 'response.incomplete',
        response: response(said, [message(said)], usage),
      },
    ];
    return events(
      data.map((one, sequence_number) => ({ ...one, sequence_number })),
      ({ type }: { type: string }) => type,
    );
  },

  error: (status, words) => ({
    error: { message: words, type: status === 429 ? 'requests' : 'invalid_request_error', param: null, code: null },
  }),

  asksForStream: ({ body }) => body?.stream === true,
  keyOf: bearer,
  messagesOf: ({ input }) =>
    input.map(({ role, content }: { role: string; content: never }) => ({
      role: role === 'developer' ? 'system' : role,
      content: textOf(content),
    })),
  settingsOf: ({ temperature, top_p, max_output_tokens, text }) => ({
    temperature,
    top_p,
    max_tokens: max_output_tokens,
    response_schema: text?.format.schema,
  }),
};
