import { defineLookAlike } from './vendor/look-alike.ts';

/** Groq: https://console.groq.com/docs/openai */
export const groq = defineLookAlike({
  name: 'groq',
  summary: 'models hosted by Groq',
  keys: () => ['GROQ_API_KEY'],
  baseUrl: 'https://api.groq.com/openai/v1',
});
