import { defineLookAlike } from './vendor/look-alike.ts';

/** A vLLM server: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html */
export const vllm = defineLookAlike({
  name: 'vllm',
  summary: 'a vLLM server, at localhost:8000 unless base_url says otherwise',
  keys: () => [],
  baseUrl: 'http://localhost:8000/v1',
});
