import { rescueChat } from './vendor/look-alike.ts';
import { defineVendor } from './vendor/vendor.ts';

/** Mistral's chat completions: https://docs.mistral.ai/api */
export const mistral = defineVendor({
  name: 'mistral',
  summary: 'Mistral’s chat completions',
  keys: () => ['MISTRAL_API_KEY'],
  baseUrl: 'https://api.mistral.ai/v1',
  options: {},
  efforts: () => ['none', 'high'],

  async model(name, { keys: [apiKey = ''], baseURL, headers, fetch }) {
    const { createMistral } = await import('@ai-sdk/mistral');
    return createMistral({ apiKey, baseURL, headers, fetch }).languageModel(name);
  },

  // Strict, as the AI SDK has it for the others: a response_schema binds every vendor alike.
  send: ({ effort }) => ({ mistral: { strictJsonSchema: true, ...(effort && { reasoningEffort: effort }) } }),
  rescue: rescueChat,
});
