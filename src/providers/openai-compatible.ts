import { z } from 'zod';
import { splitModel } from '../domain/model.ts';
import type { Provider } from './define.ts';
import { timedFetch } from './fetch.ts';
import { Secrets } from './secrets.ts';
import { overWire } from './wire.ts';

/** Any server that speaks OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat */
export const openaiCompatible: Provider = {
  name: 'openai-compatible',
  summary: 'any server that speaks OpenAI’s chat completions: vLLM, llama.cpp, Ollama, a vendor’s; needs base_url',
  options: z.strictObject({
    base_url: z.string().regex(/^(https?:\/\/|\$\{\w+\})/, 'must start with http:// or https://'),
    key_env: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  pricedBy: ['tokens'],
  concurrency: () => 20,

  async open(spec, { env }) {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
    const secrets = new Secrets(env);
    const user = `model ${spec.id}`;
    const baseURL = secrets.expand(spec.base_url ?? '', user).replace(/\/+$/, '');
    const apiKey = spec.key_env && secrets.take(spec.key_env, user);
    const headers = Object.entries(spec.headers ?? {}).map(([name, value]) => [name, secrets.expand(value, user)]);
    const { name } = splitModel(spec.model);

    const model = createOpenAICompatible({
      name: 'openai-compatible',
      baseURL,
      ...(apiKey && { apiKey }),
      headers: Object.fromEntries(headers),
      supportsStructuredOutputs: true,
      transformRequestBody: (body) => ({ ...body, ...spec.params }),
      fetch: timedFetch,
    }).chatModel(name);
    const complete = overWire(model, ({ settings }) => ({
      openaiCompatible: settings.effort ? { reasoningEffort: settings.effort } : {},
    }));
    return { complete: secrets.guard(complete), identity: { base_url: spec.base_url } };
  },
};
