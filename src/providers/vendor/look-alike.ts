import type { OpenAICompatibleProviderSettings } from '@ai-sdk/openai-compatible';
import { z } from 'zod';
import type { Provider } from '../define.ts';
import { textIn } from '../wire/text-in.ts';
import { parsed } from '../wire/told-error.ts';
import { finishReasonOf, type Rescue } from '../wire/wire.ts';
import { defineVendor } from './vendor.ts';
import type { VendorPlan } from './vendor-plan.ts';

/** What sets one server that speaks OpenAI's chat completions apart from the others. */
interface LookAlike
  extends Pick<VendorPlan<z.ZodRawShape>, 'name' | 'summary' | 'keys' | 'baseUrl' | 'concurrency'>,
    Partial<Pick<VendorPlan<z.ZodRawShape>, 'options'>> {
  /** False where a response_schema would be refused: the server is asked for JSON of any form, with a warning. */
  readonly takesSchemas?: false;
}

/** A provider that speaks OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat */
export const defineLookAlike = ({ takesSchemas, ...plan }: LookAlike): Provider =>
  defineVendor({
    options: {},
    ...plan,

    async model(name, { keys: [apiKey], baseURL, headers, fetch }) {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({
        name: 'openai-compatible',
        baseURL,
        ...(apiKey && { apiKey }),
        headers,
        fetch,
        supportsStructuredOutputs: takesSchemas ?? true,
        includeUsage: true,
        convertUsage: readUsage,
      }).chatModel(name);
    },

    send: ({ effort }) => ({ openaiCompatible: { ...(effort && { reasoningEffort: effort }) } }),
    rescue: rescueChat,
  });

const reply = z.object({
  choices: z
    .tuple([
      z.object({
        message: z.object({ content: z.union([z.string(), z.array(z.unknown())]) }),
        finish_reason: z.string().nullish(),
      }),
    ])
    .rest(z.unknown()),
});

/** A usage that cannot be read, or a part of a kind that is new, must not cost the answer beside it. */
export const rescueChat: Rescue = (body = '') => {
  const { data } = reply.safeParse(parsed(body));
  if (!data) return undefined;
  const [{ message, finish_reason }] = data.choices;
  const answer = typeof message.content === 'string' ? message.content : textIn(message.content);
  return answer === undefined
    ? undefined
    : { answer, finish_reason: finishReasonOf((finish_reason ?? '').replace('_', '-')) };
};

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
