import { z } from 'zod';
import type { Settings } from '../domain/model.ts';
import { rescueChat } from './vendor/look-alike.ts';
import { defineVendor } from './vendor/vendor.ts';

/** Which of its two interfaces a model is asked through. */
export const api = z
  .enum(['chat', 'responses'])
  .describe('chat completions (default), which know seed and stop, or the Responses API')
  .optional();

/** The values of `effort` that the AI SDK knows for OpenAI's models. */
export const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

/** OpenAI: https://platform.openai.com/docs/api-reference */
export const openai = defineVendor({
  name: 'openai',
  summary: 'OpenAI’s chat completions, or with api: responses its Responses API',
  keys: () => ['OPENAI_API_KEY'],
  baseUrl: 'https://api.openai.com/v1',
  options: { api },
  efforts: () => EFFORTS,

  async model(name, { keys: [apiKey = ''], baseURL, headers, fetch, options }) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    const provider = createOpenAI({ apiKey, baseURL, headers, fetch });
    return options.api === 'responses' ? provider.responses(name) : provider.chat(name);
  },

  // Without store: false, OpenAI keeps what the Responses API is asked, and for new accounts chats too. A team's questions
  // are not ours to leave behind.
  send: ({ effort }: Settings) => ({ openai: { store: false, ...(effort && { reasoningEffort: effort }) } }),
  rescue: rescueChat,
});
