import { crc32 } from 'node:zlib';
import type { FinishReason } from '../../domain/outcome.ts';
import { bearer, textOf, type WireFormat } from './format.ts';

const REASONS: Partial<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'content-filter': 'content_filtered',
};

const usage = {
  inputTokens: 50,
  outputTokens: 20,
  totalTokens: 120,
  cacheReadInputTokens: 40,
  cacheWriteInputTokens: 10,
};

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html; it counts no reasoning. */
export const bedrockConverse: WireFormat = {
  name: 'Bedrock’s Converse',
  path: '',
  usage: { input: 50, input_cached: 40, input_cache_write: 10, output: 20, reasoning: 0 },
  finishes: ['stop', 'length', 'content-filter'],
  saysModel: false,
  headers: { 'x-amzn-requestid': 'req_1' },
  streamType: 'application/vnd.amazon.eventstream',

  whole: ({ pieces, finish }) => ({
    output: { message: { role: 'assistant', content: [{ text: pieces.join('') }] } },
    stopReason: REASONS[finish],
    usage,
    metrics: { latencyMs: 10 },
  }),

  chunks: ({ pieces, finish }) => [
    frame('messageStart', { role: 'assistant' }),
    ...pieces.map((text) => frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text } })),
    frame('contentBlockStop', { contentBlockIndex: 0 }),
    frame('messageStop', { stopReason: REASONS[finish] }),
    frame('metadata', { usage, metrics: { latencyMs: 10 } }),
  ],

  error: (_, message) => ({ message }),

  asksForStream: ({ path }) => path.endsWith('/converse-stream'),
  keyOf: bearer,
  messagesOf: ({ system = [], messages }) => [
    ...system.map(({ text }: { text: string }) => ({ role: 'system', content: text })),
    ...messages.map(({ role, content }: { role: string; content: never }) => ({ role, content: textOf(content) })),
  ],
  settingsOf: ({ inferenceConfig: { temperature, topP, maxTokens, stopSequences } = {} as never }) => ({
    temperature,
    top_p: topP,
    max_tokens: maxTokens,
    stop: stopSequences,
  }),
};

/** One message of AWS's event stream: lengths, their sum, headers, payload, and the sum of it all. */
function frame(type: string, payload: object): Buffer {
  const headers = Buffer.concat([
    header(':event-type', type),
    header(':content-type', 'application/json'),
    header(':message-type', 'event'),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const lengths = Buffer.concat([uint32(16 + headers.length + body.length), uint32(headers.length)]);
  const message = Buffer.concat([lengths, uint32(crc32(lengths)), headers, body]);
  return Buffer.concat([message, uint32(crc32(message))]);
}

const STRING = 7;

const header = (name: string, value: string): Buffer =>
  Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING, value.length >> 8, value.length & 255]),
    Buffer.from(value),
  ]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
