import { defineLookAlike } from './vendor/look-alike.ts';
import { endpoint } from './vendor/vendor-plan.ts';

/** Any server that speaks OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat */
export const openaiCompatible = defineLookAlike({
  name: 'openai-compatible',
  summary: 'any server that speaks OpenAI’s chat completions; needs base_url',
  keys: () => [],
  baseUrl: '',
  options: { base_url: endpoint.base_url.unwrap() },
});
