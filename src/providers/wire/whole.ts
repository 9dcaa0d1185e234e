import type { LanguageModelV3, LanguageModelV3CallOptions } from '@ai-sdk/provider';
import { Facts } from './facts.ts';
import type { ModelReply } from './model-reply.ts';
import { brokenReply, toldProblem } from './problem.ts';

/** Asks for an answer in one piece. */
export async function askWhole(model: LanguageModelV3, options: LanguageModelV3CallOptions): Promise<ModelReply> {
  const { content, response, providerMetadata, ...result } = await model.doGenerate(options);
  const headers = response?.headers ?? {};
  // Bedrock alone keeps its body to itself, but for this part.
  const facts = new Facts().take(response?.body ?? { output: [], metadata: providerMetadata?.['bedrock'] });
  if (facts.error) throw toldProblem(facts.error, headers, true);
  if (!facts.hasAnswer) throw brokenReply('the reply holds no answer');
  return {
    ...result,
    text: content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    id: response?.id,
    headers,
    facts,
    ttft_ms: null,
  };
}
