import { anthropic } from './anthropic.ts';
import { azure } from './azure.ts';
import { baseline } from './baseline.ts';
import { bedrock } from './bedrock.ts';
import { deepSeek } from './deepseek.ts';
import type { Provider } from './define.ts';
import { exec } from './exec.ts';
import { fireworks } from './fireworks.ts';
import { google } from './google.ts';
import { groq } from './groq.ts';
import { llamaCpp } from './llamacpp.ts';
import { mistral } from './mistral.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { openRouter } from './openrouter.ts';
import { recorded } from './recorded.ts';
import { together } from './together.ts';
import { vllm } from './vllm.ts';
import { xai } from './xai.ts';

export const providers: readonly Provider[] = [
  openai,
  anthropic,
  google,
  mistral,
  deepSeek,
  together,
  fireworks,
  groq,
  openRouter,
  xai,
  azure,
  bedrock,
  vllm,
  ollama,
  llamaCpp,
  openaiCompatible,
  exec,
  recorded,
  baseline,
];
