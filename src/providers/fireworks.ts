import { defineLookAlike } from './vendor/look-alike.ts';

/** Fireworks AI: https://docs.fireworks.ai/tools-sdks/openai-compatibility */
export const fireworks = defineLookAlike({
  name: 'fireworks',
  summary: 'models hosted by Fireworks AI; their names start with accounts/',
  keys: () => ['FIREWORKS_API_KEY'],
  baseUrl: 'https://api.fireworks.ai/inference/v1',
});
