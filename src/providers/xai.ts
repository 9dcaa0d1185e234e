import { defineLookAlike } from './vendor/look-alike.ts';

/** xAI: https://docs.x.ai/docs/api-reference */
export const xai = defineLookAlike({
  name: 'xai',
  summary: 'xAI’s models',
  keys: () => ['XAI_API_KEY'],
  baseUrl: 'https://api.x.ai/v1',
});
