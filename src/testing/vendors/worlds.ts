import type { ModelSpec } from '../../domain/model.ts';
import { anthropicMessages } from './anthropic.ts';
import { bedrockConverse } from './bedrock.ts';
import type { WireFormat } from './format.ts';
import { googleGenerate } from './google.ts';
import { mistralChat } from './mistral.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';

/** A provider over the network, and all that a local server needs to stand in for its vendor. */
export interface NetworkWorld {
  readonly title: string;
  readonly provider: string;
  readonly format: WireFormat;
  /** The environment with the vendor's key in it. */
  readonly env: Readonly<Record<string, string>>;
  /** The keys of a model, beside its base URL; the keys of its own that a provider takes may be among them. */
  readonly spec: Partial<ModelSpec> & Readonly<Record<string, unknown>>;
}

/** The key of every world's environment. */
export const KEY = 'sk-0123456789-vendor';

const world = (
  provider: string,
  variable: string | undefined,
  format: WireFormat = openaiChat,
  spec: NetworkWorld['spec'] = {},
  env: Readonly<Record<string, string>> = {},
): NetworkWorld => ({
  title: [provider, ...Object.values(spec)].join(' '),
  provider,
  format,
  env: { ...(variable && { [variable]: KEY }), ...env },
  spec,
});

/** Every provider over the network, each interface and each kind of key once. */
export const networkWorlds: readonly NetworkWorld[] = [
  world('openai', 'OPENAI_API_KEY'),
  world('openai', 'OPENAI_API_KEY', openaiResponses, { api: 'responses' }),
  world('anthropic', 'ANTHROPIC_API_KEY', anthropicMessages),
  world('google', 'GEMINI_API_KEY', googleGenerate),
  world('mistral', 'MISTRAL_API_KEY', mistralChat),
  world('deepseek', 'DEEPSEEK_API_KEY'),
  world('together', 'TOGETHER_API_KEY'),
  world('fireworks', 'FIREWORKS_API_KEY'),
  world('groq', 'GROQ_API_KEY'),
  world('openrouter', 'OPENROUTER_API_KEY'),
  world('xai', 'XAI_API_KEY'),
  world('azure', 'AZURE_API_KEY', onAzure(openaiChat)),
  world('azure', 'AZURE_API_KEY', onAzure(openaiResponses), { api: 'responses' }),
  world('bedrock', 'AWS_BEARER_TOKEN_BEDROCK', bedrockConverse, { region: 'eu-central-1' }),
  world(
    'bedrock',
    undefined,
    signed(bedrockConverse),
    { region: 'us-east-1' },
    { AWS_ACCESS_KEY_ID: KEY, AWS_SECRET_ACCESS_KEY: 'secret-9876543210' },
  ),
  world('vllm', 'OUR_KEY', openaiChat, { key_env: 'OUR_KEY' }),
  world('ollama', 'OUR_KEY', openaiChat, { key_env: 'OUR_KEY' }),
  world('llamacpp', 'OUR_KEY', openaiChat, { key_env: 'OUR_KEY' }),
  world('openai-compatible', 'OUR_KEY', openaiChat, { key_env: 'OUR_KEY' }),
];

/** The same format where requests are signed: of the key, its name alone is sent. */
function signed(format: WireFormat): WireFormat {
  return {
    ...format,
    keyOf: ({ authorization }) => /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(authorization ?? '')?.[1],
  };
}

/** The same format on Azure, with its own header for the key. */
function onAzure(format: WireFormat): WireFormat {
  return { ...format, keyOf: (headers) => headers['api-key']?.toString(), headers: { 'apim-request-id': 'req_1' } };
}
