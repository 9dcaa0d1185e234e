import { z } from 'zod';
import { defineVendor } from './vendor/vendor.ts';
import { textIn } from './wire/text-in.ts';
import { parsed } from './wire/told-error.ts';
import { finishReasonOf, type Rescue } from './wire/wire.ts';

/** Anthropic's Messages API: https://docs.anthropic.com/en/api/messages */
export const anthropic = defineVendor({
  name: 'anthropic',
  summary: 'Anthropic’s Messages API; max_tokens is 16384 unless given',
  keys: () => ['ANTHROPIC_API_KEY'],
  baseUrl: 'https://api.anthropic.com/v1',
  options: {},
  defaults: (name) => ({ max_tokens: mostOutput(name) }),
  efforts: () => ['low', 'medium', 'high', 'xhigh', 'max'],

  async model(name, { keys: [apiKey = ''], baseURL, headers, fetch }) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ apiKey, baseURL, headers, fetch }).languageModel(name);
  },

  send: ({ effort }) => ({ anthropic: { ...(effort && { effort }) } }),
  rescue: rescueMessage,
});

/** The API demands a limit, and refuses one above what a model can say: the oldest ones stop at 4096 or 8192 tokens. */
function mostOutput(name: string): number {
  if (/claude-(instant|v?2|3-(opus|sonnet|haiku))/.test(name)) return 4096;
  return /claude-3-5/.test(name) ? 8192 : 16_384;
}

const reply = z.object({
  type: z.literal('message'),
  content: z.array(z.unknown()),
  stop_reason: z.string().nullish(),
});

/** A usage that a gateway leaves out, or a part of a kind that is new, must not cost the answer beside it. */
function rescueMessage(body = ''): ReturnType<Rescue> {
  const { data } = reply.safeParse(parsed(body));
  const answer = data && textIn(data.content);
  if (answer === undefined) return undefined;
  return { answer, finish_reason: finishReasonOf(STOPPED[data?.stop_reason ?? ''] ?? '') };
}

/** Why it stopped, as chat completions call it. */
const STOPPED: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content-filter',
};
