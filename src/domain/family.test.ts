import { expect, test } from 'vitest';
import { familyOf } from './family.ts';

test.each([
  ['openai/gpt-4o', 'OpenAI'],
  ['openai/o3-mini', 'OpenAI'],
  ['azure/gpt-4o', 'OpenAI'],
  ['openrouter/openai/gpt-4o', 'OpenAI'],
  ['anthropic/claude-3-opus-20240229', 'Anthropic'],
  ['bedrock/us.anthropic.claude-3-5-sonnet-20241022-v2:0', 'Anthropic'],
  ['bedrock/meta.llama3-70b-instruct-v1:0', 'Meta'],
  ['together/meta-llama/Meta-Llama-3-70B-Instruct-Turbo', 'Meta'],
  ['fireworks/accounts/fireworks/models/llama-v3p1-70b-instruct', 'Meta'],
  ['groq/llama3-70b-8192', 'Meta'],
  ['mistral/open-mixtral-8x22b', 'Mistral'],
  ['deepseek/deepseek-chat', 'DeepSeek'],
  ['ollama/qwen2.5:7b', 'Alibaba'],
  ['google/gemini-2.5-flash', 'Google'],
  ['vllm/google/gemma-3-27b-it', 'Google'],
])('%s is by %s', (model, maker) => {
  expect(familyOf({ model })).toBe(maker);
});

test('a name that tells nobody is a family of its own', () => {
  expect(familyOf({ model: 'openai-compatible/our-judge' })).toBe('openai-compatible/our-judge');
  expect(familyOf({ model: 'exec/a' })).not.toBe(familyOf({ model: 'exec/b' }));
});

test('the catalogue’s name goes before the name that a server or a file has', () => {
  expect(familyOf({ model: 'openai-compatible/ours', catalog: 'llama-3-70b' })).toBe('Meta');
  expect(familyOf({ model: 'recorded/not-gpt-4', catalog: 'llama-3-70b' })).toBe('Meta');
  expect(familyOf({ model: 'openai/gpt-4o', catalog: 'a-model-of-nobody-known' })).toBe('OpenAI');
});
