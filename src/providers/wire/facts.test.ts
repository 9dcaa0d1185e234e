import { describe, expect, test } from 'vitest';
import { question, rejection, untouched } from '../../testing/ask.ts';
import { event, streams } from '../../testing/stream.ts';
import { saysRaw, startVendor } from '../../testing/vendor.ts';
import { askVendor, failVendor, openVendor, worldCalled } from '../../testing/vendors/ask.ts';

const openai = worldCalled('openai');
const responses = worldCalled('openai responses');
const anthropic = worldCalled('anthropic');
const google = worldCalled('google');
const mistral = worldCalled('mistral');
const bedrock = worldCalled('bedrock eu-central-1');

const read = async (world: typeof openai, body: object) =>
  (await askVendor(world, {}, { reply: saysRaw(JSON.stringify(body)) })).completion;

const heard = async (world: typeof openai, events: readonly object[]) =>
  (await askVendor(world, { stream: true }, { reply: streams(events.map(event)) })).completion;

describe('Google', () => {
  const usageMetadata = { promptTokenCount: 7, totalTokenCount: 7 };
  const blocked = { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata, modelVersion: 'g-1' };
  const refused = { answer: '', finish_reason: 'content-filter', usage: { input: 7, output: 0 }, snapshot: 'g-1' };

  test('that blocks the prompt refuses', async () => {
    expect(await read(google, blocked)).toMatchObject(refused);
    expect(await heard(google, [blocked])).toMatchObject(refused);
  });

  test.each(['SAFETY', 'PROHIBITED_CONTENT', 'RECITATION', 'BLOCKLIST', 'SPII'])(
    'that stops for %s refuses',
    async (finishReason) => {
      const body = { candidates: [{ finishReason }], usageMetadata, modelVersion: 'g-1' };
      expect(await read(google, body)).toMatchObject(refused);
      expect(await heard(google, [body])).toMatchObject(refused);
    },
  );

  test('without a candidate and without a word on why is no answer', async () => {
    const reply = saysRaw(JSON.stringify({ usageMetadata }));
    expect(await failVendor(google, reply)).toMatchObject({ kind: 'broken', maybeBilled: true });
  });

  test('counts thoughts beside the answer, and tells its tokens', async () => {
    const chosenCandidates = [{ token: '4', logProbability: -0.1, tokenId: 4 }];
    const candidates = [
      { content: { parts: [{ text: '4' }] }, finishReason: 'STOP', logprobsResult: { chosenCandidates } },
    ];
    const counted = { promptTokenCount: 10, candidatesTokenCount: 1, thoughtsTokenCount: 30, totalTokenCount: 41 };
    expect(await read(google, { candidates, usageMetadata: { ...counted, serviceTier: 'flex' } })).toMatchObject({
      usage: { input: 10, output: 31, reasoning: 30 },
      logprobs: [{ token: '4', logprob: -0.1 }],
      service_tier: 'flex',
    });
  });
});

test('what the AI SDK will not send is rejected: to try again is of no use', async () => {
  await using vendor = await startVendor([]);
  const { complete } = await openVendor(google, vendor);
  const messages = [
    { role: 'user', content: 'What is 2 + 2?' },
    { role: 'system', content: 'Be brief.' },
  ] as const;
  const error = await rejection(complete(question({ messages }), untouched()));
  expect(error).toMatchObject({ kind: 'rejected', maybeBilled: false, message: expect.stringContaining('system') });
  expect(vendor.arrived).toEqual([]);
});

describe('OpenAI', () => {
  const part = {
    type: 'output_text',
    text: '4',
    annotations: [],
    logprobs: [{ token: '4', logprob: -0.5, bytes: [52], top_logprobs: [] }],
  };
  const reply = (content: object) => ({
    id: 'resp_1',
    model: 'gpt-1',
    created_at: 1,
    status: 'completed',
    output: [{ type: 'message', id: 'msg_1', role: 'assistant', content: [content] }],
    usage: { input_tokens: 5, output_tokens: 2, input_tokens_details: { cached_tokens: 3 } },
    service_tier: 'priority',
  });

  test('tells the tokens of a response once, in one piece or streamed', async () => {
    const expected = {
      answer: '4',
      logprobs: [{ token: '4', logprob: -0.5 }],
      service_tier: 'priority',
      snapshot: 'gpt-1',
    };
    expect(await read(responses, reply(part))).toMatchObject(expected);
    const delta = { type: 'response.output_text.delta', item_id: 'msg_1', delta: '4', logprobs: part.logprobs };
    const item = { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [] };
    const added = { type: 'response.output_item.added', output_index: 0, item };
    expect(await heard(responses, [added, delta, { type: 'response.completed', response: reply(part) }])).toMatchObject(
      expected,
    );
  });

  test('that refuses in a response says so', async () => {
    expect(await read(responses, reply({ type: 'refusal', refusal: 'No.' }))).toMatchObject({
      answer: 'No.',
      finish_reason: 'content-filter',
    });
  });

  test('fails a response in a reply that looks good', async () => {
    const body = {
      id: 'resp_1',
      created_at: 1,
      model: 'm',
      status: 'failed',
      output: [],
      error: { code: 'server_error', type: 'server_error', message: 'gone' },
    };
    expect(await failVendor(responses, saysRaw(JSON.stringify(body)))).toMatchObject({
      kind: 'broken',
      status: 500,
      message: expect.stringContaining('gone'),
    });
    const limit = { ...body, error: { code: 'rate_limit_exceeded', type: 'e', message: 'slow down' } };
    expect(await failVendor(responses, saysRaw(JSON.stringify(limit)))).toMatchObject({ kind: 'busy', status: 429 });
  });

  test.each([{}, { prompt_tokens: 5 }, { completion_tokens: 5 }])(
    'that counts one side at most counts nothing: %j',
    async (usage) => {
      const body = { choices: [{ message: { role: 'assistant', content: '4' }, finish_reason: 'stop' }], usage };
      expect((await read(openai, body)).usage).toBeNull();
    },
  );
});

describe('Anthropic', () => {
  const usage = {
    input_tokens: 50,
    cache_creation_input_tokens: 30,
    cache_read_input_tokens: 40,
    cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    output_tokens: 7,
    service_tier: 'priority',
  };
  const body = {
    type: 'message',
    id: 'msg_1',
    model: 'claude-1',
    role: 'assistant',
    content: [],
    stop_reason: 'refusal',
    usage,
  };

  test('counts what is kept for an hour apart, tells its tier, and may refuse', async () => {
    expect(await read(anthropic, body)).toMatchObject({
      answer: '',
      finish_reason: 'content-filter',
      usage: { input: 50, input_cached: 40, input_cache_write: 10, input_cache_write_1h: 20, output: 7, reasoning: 0 },
      service_tier: 'priority',
    });
  });
});

test('Mistral’s reasoning is counted', async () => {
  const usage = {
    prompt_tokens: 9,
    completion_tokens: 8,
    total_tokens: 17,
    completion_tokens_details: { reasoning_tokens: 6 },
  };
  const choices = [{ index: 0, message: { role: 'assistant', content: '4' }, finish_reason: 'stop' }];
  expect((await read(mistral, { id: '1', object: 'chat.completion', model: 'm', choices, usage })).usage).toMatchObject(
    {
      output: 8,
      reasoning: 6,
    },
  );
});

test('Bedrock’s tier and its cache by duration are read', async () => {
  const cacheDetails = [
    { ttl: '1h', inputTokens: 6 },
    { ttl: '5m', inputTokens: 4 },
  ];
  const usage = { inputTokens: 5, outputTokens: 2, totalTokens: 17, cacheWriteInputTokens: 10, cacheDetails };
  const output = { message: { role: 'assistant', content: [{ text: '4' }] } };
  const body = { output, stopReason: 'end_turn', usage, serviceTier: { type: 'flex' } };
  expect(await read(bedrock, body)).toMatchObject({
    usage: { input: 5, input_cache_write: 4, input_cache_write_1h: 6, output: 2 },
    service_tier: 'flex',
    snapshot: null,
  });
});
