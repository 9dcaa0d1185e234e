import { events, type WireFormat } from './format.ts';
import { openaiChat } from './openai-chat.ts';

const REASONS: Readonly<Record<string, string>> = { stop: 'stop', length: 'length' };

const usage = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  prompt_tokens_details: { cached_tokens: 40 },
};

/** https://docs.mistral.ai/api; it counts no reasoning, and has no word for what a filter stopped. */
export const mistralChat: WireFormat = {
  ...openaiChat,
  name: 'Mistral’s chat completions',
  usage: { input: 60, input_cached: 40, input_cache_write: 0, output: 20, reasoning: 0 },
  finishes: ['stop', 'length'],
  headers: { 'mistral-correlation-id': 'req_1' },

  whole: ({ pieces, finish, model }) => ({
    id: 'req_1',
    object: 'chat.completion',
    created: 1_763_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', tool_calls: null, content: pieces.join('') },
        finish_reason: REASONS[finish],
      },
    ],
    usage,
  }),

  chunks({ pieces, finish, model }) {
    const base = { id: 'req_1', object: 'chat.completion.chunk', created: 1_763_000_000, model };
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      ...base,
      choices: [{ index: 0, delta, finish_reason }],
    });
    return events([
      chunk({ role: 'assistant', content: '' }),
      ...pieces.map((content) => chunk({ content })),
      { ...chunk({ content: '' }, REASONS[finish]), usage },
      '[DONE]',
    ]);
  },

  error: (status, message) =>
    status === 401
      ? { message, request_id: 'req_1' }
      : {
          object: 'error',
          message,
          type: status === 429 ? 'rate_limited' : 'invalid_request',
          param: null,
          code: null,
        },

  settingsOf: ({ random_seed, ...body }) => ({ ...openaiChat.settingsOf(body), seed: random_seed }),
};
