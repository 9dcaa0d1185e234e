import { defineLookAlike } from './vendor/look-alike.ts';

/** An Ollama server: https://docs.ollama.com/openai */
export const ollama = defineLookAlike({
  name: 'ollama',
  summary: 'an Ollama server, at localhost:11434 unless base_url says otherwise',
  keys: () => [],
  baseUrl: 'http://localhost:11434/v1',
  // It answers one at a time unless OLLAMA_NUM_PARALLEL says otherwise: more in flight would wait there, and look slow.
  concurrency: 1,
});
