import { type ModelSpec, splitModel } from './model.ts';

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
 * Who made a model: by the catalogue's name of it where it has one, else by its own (`together/meta-llama/Llama-3-70b` →
 * Meta); a name that tells nobody is a family of its own.
 */
export const familyOf = ({ model, catalog }: Pick<ModelSpec, 'model' | 'catalog'>): string =>
  makerOf(catalog ?? '') ?? makerOf(splitModel(model).name) ?? model.toLowerCase();

function makerOf(name: string): string | undefined {
  const parts = name
    .toLowerCase()
    .split(/[/.:](?=[a-z])/)
    .map((part) => part.replace(/^(meta|us|eu|apac)-/, ''));
  return MAKERS.find(([names]) => parts.some((part) => names.test(part)))?.[1];
}
