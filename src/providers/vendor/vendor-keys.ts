import { UserError } from '../../domain/errors.ts';
import { isLoopback } from '../http/loopback.ts';

/** The hosts that each vendor's key belongs to; a * stands for one label. */
const HOSTS = {
  ANTHROPIC_API_KEY: ['api.anthropic.com'],
  AWS_ACCESS_KEY_ID: ['bedrock-runtime.*.amazonaws.com', 'bedrock-runtime-fips.*.amazonaws.com'],
  AWS_BEARER_TOKEN_BEDROCK: ['bedrock-runtime.*.amazonaws.com', 'bedrock-runtime-fips.*.amazonaws.com'],
  AWS_SECRET_ACCESS_KEY: ['bedrock-runtime.*.amazonaws.com', 'bedrock-runtime-fips.*.amazonaws.com'],
  AWS_SESSION_TOKEN: ['bedrock-runtime.*.amazonaws.com', 'bedrock-runtime-fips.*.amazonaws.com'],
  AZURE_API_KEY: ['*.openai.azure.com', '*.services.ai.azure.com', '*.cognitiveservices.azure.com'],
  DEEPSEEK_API_KEY: ['api.deepseek.com'],
  FIREWORKS_API_KEY: ['api.fireworks.ai'],
  GEMINI_API_KEY: ['generativelanguage.googleapis.com'],
  GOOGLE_API_KEY: ['generativelanguage.googleapis.com'],
  GOOGLE_GENERATIVE_AI_API_KEY: ['generativelanguage.googleapis.com'],
  GROQ_API_KEY: ['api.groq.com'],
  MISTRAL_API_KEY: ['api.mistral.ai'],
  OPENAI_API_KEY: ['api.openai.com', '*.api.openai.com'],
  OPENROUTER_API_KEY: ['openrouter.ai'],
  TOGETHER_API_KEY: ['api.together.xyz', 'api.together.ai'],
  XAI_API_KEY: ['api.x.ai', '*.api.x.ai'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A variable that holds a vendor's key. */
export type VendorKey = keyof typeof HOSTS;

/**
 * Throws a UserError where a vendor's key would go to another host than that vendor's or loopback, or there in clear.
 */
export function keepVendorKeys(names: readonly string[], url: URL, usedBy: string): void {
  if (isLoopback(url.hostname)) return;
  const stray = names.filter(isVendorKey).find((name) => !isAtHome(name, url));
  if (stray === undefined) return;
  throw new UserError(
    `${usedBy}: ${stray} may go to ${HOSTS[stray].map((host) => `https://${host}`).join(', ')} or to loopback only; ` +
      'for another host put its key into a variable of its own and name that in key_env',
  );
}

const isVendorKey = (name: string): name is VendorKey => Object.hasOwn(HOSTS, name);

const isAtHome = (name: VendorKey, { protocol, hostname }: URL): boolean =>
  protocol === 'https:' && HOSTS[name].some((host) => patternOf(host).test(hostname));

const patternOf = (host: string): RegExp => new RegExp(`^${host.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`);
