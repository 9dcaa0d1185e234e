import { defineVendor } from './vendor/vendor.ts';

const KEYS = ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'] as const;

/** Google's Gemini API: https://ai.google.dev/api/generate-content */
export const google = defineVendor({
  name: 'google',
  summary: 'Google’s Gemini API',
  keys: (env) => [KEYS.find((name) => env[name]?.trim()) ?? KEYS[0]],
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  options: {},
  efforts: (name) => (HAS_NO_LEVELS.test(name) ? [] : ['minimal', 'low', 'medium', 'high']),

  async model(name, { keys: [apiKey = ''], baseURL, headers, fetch }) {
    const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
    return createGoogleGenerativeAI({ apiKey, baseURL, headers, fetch }).languageModel(name);
  },

  send: ({ effort }) => ({ google: { ...(effort && { thinkingConfig: { thinkingLevel: effort } }) } }),
});

/** Thinking has levels since Gemini 3; before, it had a budget in tokens, or there was none. */
const HAS_NO_LEVELS = /(^|\/)(gemini-[12]\b|gemma-)/;
