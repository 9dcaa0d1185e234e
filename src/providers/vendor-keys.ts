import { UserError } from '../domain/errors.ts';

/** The host that each vendor's key belongs to. */
const HOSTS: Readonly<Record<string, string>> = {
  ANTHROPIC_API_KEY: 'api.anthropic.com',
  DEEPSEEK_API_KEY: 'api.deepseek.com',
  FIREWORKS_API_KEY: 'api.fireworks.ai',
  GEMINI_API_KEY: 'generativelanguage.googleapis.com',
  GOOGLE_API_KEY: 'generativelanguage.googleapis.com',
  GOOGLE_GENERATIVE_AI_API_KEY: 'generativelanguage.googleapis.com',
  GROQ_API_KEY: 'api.groq.com',
  MISTRAL_API_KEY: 'api.mistral.ai',
  OPENAI_API_KEY: 'api.openai.com',
  OPENROUTER_API_KEY: 'openrouter.ai',
  TOGETHER_API_KEY: 'api.together.xyz',
  XAI_API_KEY: 'api.x.ai',
};

/**
 * Throws a UserError where `${NAME}` would carry a vendor's key to another host than that vendor's or loopback. (Named as
 * `key_env`, a key goes where the suite says.)
 */
export function keepVendorKeys(names: readonly string[], { hostname }: URL, usedBy: string): void {
  if (isLoopback(hostname)) return;
  const stray = names.find((name) => Object.hasOwn(HOSTS, name) && HOSTS[name] !== hostname);
  if (stray === undefined) return;
  throw new UserError(
    `${usedBy}: \${${stray}} may go to ${HOSTS[stray]} or to loopback only; for another host name its key in key_env`,
  );
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
