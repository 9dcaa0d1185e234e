import type { FinishReason } from '../../domain/outcome.ts';
import { events, textOf, type WireFormat } from './format.ts';

const REASONS: Partial<Record<FinishReason, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'content-filter': 'SAFETY',
};

const usageMetadata = {
  promptTokenCount: 100,
  cachedContentTokenCount: 40,
  candidatesTokenCount: 15,
  thoughtsTokenCount: 5,
  totalTokenCount: 120,
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: 100 }],
};

const STATUSES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** https://ai.google.dev/api/generate-content */
export const googleGenerate: WireFormat = {
  name: 'Google’s generateContent',
  path: '/v1beta',
  usage: { input: 60, input_cached: 40, input_cache_write: 0, output: 20, reasoning: 5 },
  finishes: ['stop', 'length', 'content-filter'],
  saysModel: true,
  headers: {},
  streamType: 'text/event-stream',

  whole: ({ pieces, finish, model }) => ({
    candidates: [
      { content: { parts: [{ text: pieces.join('') }], role: 'model' }, finishReason: REASONS[finish], index: 0 },
    ],
    usageMetadata,
    modelVersion: model,
    responseId: 'req_1',
  }),

  chunks: ({ pieces, finish, model }) =>
    events(
      pieces.map((text, index) => ({
        candidates: [
          {
            content: { parts: [{ text }], role: 'model' },
            ...(index === pieces.length - 1 && { finishReason: REASONS[finish] }),
            index: 0,
          },
        ],
        usageMetadata: index === pieces.length - 1 ? usageMetadata : { promptTokenCount: 100, totalTokenCount: 100 },
        modelVersion: model,
        responseId: 'req_1',
      })),
    ),

  error: (code, message) => ({ error: { code, message, status: STATUSES[code] ?? 'INVALID_ARGUMENT' } }),

  asksForStream: ({ path }) => path.includes(':streamGenerateContent'),
  keyOf: (headers) => headers['x-goog-api-key']?.toString(),
  messagesOf: ({ systemInstruction, contents }) => [
    ...(systemInstruction ? [{ role: 'system' as const, content: textOf(systemInstruction.parts) }] : []),
    ...contents.map(({ role, parts }: { role: string; parts: never }) => ({
      role: role === 'model' ? 'assistant' : role,
      content: textOf(parts),
    })),
  ],
  settingsOf: ({ generationConfig: { temperature, topP, maxOutputTokens, stopSequences, seed, responseSchema } }) => ({
    temperature,
    top_p: topP,
    max_tokens: maxOutputTokens,
    stop: stopSequences,
    seed,
    response_schema: responseSchema,
  }),
};
