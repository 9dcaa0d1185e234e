import type { OpenAICompatibleProviderSettings } from '@ai-sdk/openai-compatible';
import { z } from 'zod';
import type { CompleteInput } from '../domain/complete.ts';
import { UserError } from '../domain/errors.ts';
import { splitModel } from '../domain/model.ts';
import type { Provider } from './define.ts';
import { timedFetch } from './fetch.ts';
import { Secrets, variablesIn } from './secrets.ts';
import { keepVendorKeys } from './vendor-keys.ts';
import { finishReasonOf, overWire, type Rescue } from './wire.ts';

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
    if (spec.params?.['stream']) throw new UserError(`${user}: params: answers are read whole; take stream away`);
    const given = Object.entries(spec.headers ?? {});
    const url = secrets.expandUrl(spec.base_url ?? '', user);
    keepVendorKeys([spec.base_url ?? '', ...given.map(([, value]) => value)].flatMap(variablesIn), url, user);
    const apiKey = spec.key_env && secrets.take(spec.key_env, user);
    const headers = given.map(([name, value]): Header => [name, secrets.expand(value, user)]);
    checkHeaders([...headers, ...(apiKey ? [['Authorization', apiKey] as const] : [])], user);
    const { name } = splitModel(spec.model);

    const model = createOpenAICompatible({
      name: 'openai-compatible',
      baseURL: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
      ...(url.search && { queryParams: Object.fromEntries(url.searchParams) }),
      ...(apiKey && { apiKey }),
      headers: Object.fromEntries(headers),
      supportsStructuredOutputs: true,
      transformRequestBody: (body) => ({ ...body, ...spec.params }),
      convertUsage: readUsage,
      fetch: timedFetch(env, user),
    }).chatModel(name);
    const options = ({ settings }: CompleteInput) => ({
      openaiCompatible: settings.effort ? { reasoningEffort: settings.effort } : {},
    });
    const complete = overWire(model, options, rescue);
    return { complete: secrets.guard(complete), identity: { base_url: spec.base_url } };
  },
};

type Header = readonly [name: string, value: string];

/** Throws a UserError, without the value, for a header that cannot be sent. */
function checkHeaders(headers: readonly Header[], user: string): void {
  for (const [name, value] of headers) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw new UserError(
        `${user}: the header ${name} cannot be sent: it holds a line end or a letter outside Latin-1`,
      );
    }
  }
}

const reply = z.object({
  choices: z
    .tuple([z.object({ message: z.object({ content: z.string() }), finish_reason: z.string().nullish() })])
    .rest(z.unknown()),
});

/** A usage that cannot be read must not cost the answer beside it. */
const rescue: Rescue = (body) => {
  const { data } = reply.safeParse(parsed(body));
  if (!data) return undefined;
  const [{ message, finish_reason }] = data.choices;
  return { answer: message.content, finish_reason: finishReasonOf((finish_reason ?? '').replace('_', '-')) };
};

function parsed(body = ''): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

type ReadUsage = NonNullable<OpenAICompatibleProviderSettings['convertUsage']>;

/**
 * Tokens as the look-alikes count them: a side that is not counted is unknown and not 0, DeepSeek has a name of its own
 * for cached input, and xAI's output is without its reasoning, which its total tells, or that it is less.
 */
const readUsage: ReadUsage = (usage) => {
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = usage ?? {};
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? Number(usage?.['prompt_cache_hit_tokens'] ?? 0);
  const reasoning = usage?.completion_tokens_details?.reasoning_tokens ?? 0;
  const isOutside = reasoning > (output ?? 0) || total === (input ?? 0) + (output ?? 0) + reasoning;
  return {
    inputTokens: { total: input ?? undefined, noCache: undefined, cacheRead: cached, cacheWrite: undefined },
    outputTokens: {
      total: isOutside && output != null ? output + reasoning : (output ?? undefined),
      text: undefined,
      reasoning,
    },
  };
};
