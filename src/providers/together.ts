import { defineLookAlike } from './vendor/look-alike.ts';

/** Together AI: https://docs.together.ai/docs/openai-api-compatibility */
export const together = defineLookAlike({
  name: 'together',
  summary: 'models hosted by Together AI',
  keys: () => ['TOGETHER_API_KEY'],
  baseUrl: 'https://api.together.xyz/v1',
});
