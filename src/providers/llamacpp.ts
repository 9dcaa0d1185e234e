import { defineLookAlike } from './vendor/look-alike.ts';

/** A llama.cpp server: https://github.com/ggml-org/llama.cpp/tree/master/tools/server */
export const llamaCpp = defineLookAlike({
  name: 'llamacpp',
  summary: 'a llama.cpp server, at localhost:8080 unless base_url says otherwise',
  keys: () => [],
  baseUrl: 'http://localhost:8080/v1',
  // As many as it has slots unless --parallel says otherwise: more in flight would wait there, and look slow.
  concurrency: 4,
});
