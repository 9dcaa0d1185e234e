import { defineVendor } from './vendor/vendor.ts';

/** Anthropic's Messages API: https://docs.anthropic.com/en/api/messages */
export const anthropic = defineVendor({
  name: 'anthropic',
  summary: 'Anthropic’s Messages API; max_tokens is 16384 unless given',
  keys: () => ['ANTHROPIC_API_KEY'],
  baseUrl: 'https://api.anthropic.com/v1',
  options: {},
  defaults: (name) => ({ max_tokens: mostOutput(name) }),
  efforts: () => ['low', 'medium', 'high', 'xhigh', 'max'],

  async model(name, { keys: [apiKey = ''], baseURL, headers, fetch }) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ apiKey, baseURL, headers, fetch }).languageModel(name);
  },

  send: ({ effort }) => ({ anthropic: { ...(effort && { effort }) } }),
});

/** The API demands a limit, and refuses one above what a model can say: the oldest ones stop at 4096 or 8192 tokens. */
function mostOutput(name: string): number {
  if (/claude-(instant|v?2|3-(opus|sonnet|haiku))/.test(name)) return 4096;
  return /claude-3-5/.test(name) ? 8192 : 16_384;
}
