import { defineLookAlike } from './vendor/look-alike.ts';

/** DeepSeek: https://api-docs.deepseek.com */
export const deepSeek = defineLookAlike({
  name: 'deepseek',
  summary: 'DeepSeek’s models; of a response_schema only “JSON” is sent',
  keys: () => ['DEEPSEEK_API_KEY'],
  baseUrl: 'https://api.deepseek.com/v1',
  takesSchemas: false,
});
