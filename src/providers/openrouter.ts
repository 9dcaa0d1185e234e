import { defineLookAlike } from './vendor/look-alike.ts';

/** OpenRouter: https://openrouter.ai/docs/api-reference/overview */
export const openRouter = defineLookAlike({
  name: 'openrouter',
  summary: 'OpenRouter, which passes on to other hosts; names are vendor/model',
  keys: () => ['OPENROUTER_API_KEY'],
  baseUrl: 'https://openrouter.ai/api/v1',
});
