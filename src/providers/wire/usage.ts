import type { LanguageModelV3Usage } from '@ai-sdk/provider';
import type { Usage } from '../../domain/outcome.ts';
import { at } from './told-error.ts';

/**
 * The AI SDK's counts as ours, which are disjoint; null where the reply does not count both sides. More cached than there
 * is in all cannot lie inside it.
 */
export function usageOf({ inputTokens, outputTokens, raw }: LanguageModelV3Usage): Usage | null {
  if (raw && !isCounted(raw)) return null;
  const input_cached = inputTokens.cacheRead ?? 0;
  const written = inputTokens.cacheWrite ?? 0;
  const hour = writtenForAnHour(raw);
  const total = inputTokens.total ?? Number.NaN;
  const uncached = inputTokens.noCache ?? total - input_cached - written;
  const usage = {
    input: uncached < 0 ? total : uncached,
    input_cached,
    input_cache_write: Math.max(written - (hour ?? 0), 0),
    ...(hour !== undefined && { input_cache_write_1h: hour }),
    output: outputTokens.total ?? Number.NaN,
    reasoning: outputTokens.reasoning ?? Number(at(raw, 'completion_tokens_details', 'reasoning_tokens') ?? 0),
  };
  return Object.values(usage).every(isCount) ? usage : null;
}

const isCount = (tokens: number): boolean => Number.isSafeInteger(tokens) && tokens >= 0;

const INPUTS = ['prompt_tokens', 'input_tokens', 'inputTokens', 'promptTokenCount'];

/** Google leaves out what is 0, so that its total has to do. */
const OUTPUTS = ['completion_tokens', 'output_tokens', 'outputTokens', 'candidatesTokenCount', 'totalTokenCount'];

/** The AI SDK takes what is not counted for 0; only the vendor's own words tell. */
const isCounted = (raw: object): boolean =>
  [INPUTS, OUTPUTS].every((names) => names.some((name) => typeof at(raw, name) === 'number'));

/** What was written to a cache that lasts an hour: Anthropic's own field, or Bedrock's list by duration. */
function writtenForAnHour(raw: unknown): number | undefined {
  const details = at(raw, 'cacheDetails');
  const tokens = Array.isArray(details)
    ? details
        .filter((detail) => at(detail, 'ttl') === '1h')
        .reduce((sum, detail) => sum + Number(at(detail, 'inputTokens')), 0)
    : at(raw, 'cache_creation', 'ephemeral_1h_input_tokens');
  return typeof tokens === 'number' ? tokens : undefined;
}
