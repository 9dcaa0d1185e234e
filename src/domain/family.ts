import { splitModel } from './model.ts';

/** Who makes models whose names begin so. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^(gpt|chatgpt|o\d|text-davinci)/, 'OpenAI'],
  [/^claude/, 'Anthropic'],
  [/^(gemini|gemma)/, 'Google'],
  [/^(llama|codellama)/, 'Meta'],
  [/^(mistral|mixtral|ministral|codestral|magistral|devstral|pixtral|open-mi[sx]tral)/, 'Mistral'],
  [/^deepseek/, 'DeepSeek'],
  [/^(qwen|qwq)/, 'Alibaba'],
  [/^grok/, 'xAI'],
  [/^(command|c4ai|aya)/, 'Cohere'],
  [/^(phi)/, 'Microsoft'],
  [/^(kimi|moonshot)/, 'Moonshot'],
  [/^glm/, 'Zhipu'],
  [/^nova/, 'Amazon'],
];

/**
 * Who made a model, going by its name (`together/meta-llama/Llama-3-70b` → Meta); a name that tells nobody is a family of
 * its own.
 */
export function familyOf(model: string): string {
  const parts = splitModel(model)
    .name.toLowerCase()
    .split(/[/.:](?=[a-z])/)
    .map((part) => part.replace(/^(meta|us|eu|apac)-/, ''));
  const maker = MAKERS.find(([names]) => parts.some((part) => names.test(part)));
  return maker?.[1] ?? model.toLowerCase();
}
