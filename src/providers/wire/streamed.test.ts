import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Completion } from '../../domain/outcome.ts';
import { anyText } from '../../testing/arbitrary.ts';
import { chunk, DONE, event, HANG_UP, type StreamPart, streams, usageChunk } from '../../testing/stream.ts';
import { sends } from '../../testing/vendor.ts';
import { askVendor, failVendor, worldCalled } from '../../testing/vendors/ask.ts';
import { KEY } from '../../testing/vendors/worlds.ts';

const openai = worldCalled('openai');
const responses = worldCalled('openai responses');
const anthropic = worldCalled('anthropic');
const google = worldCalled('google');
const ours = worldCalled('openai-compatible OUR_KEY');

const heard = async (world: typeof openai, parts: readonly StreamPart[], headers = {}): Promise<Completion> =>
  (await askVendor(world, { stream: true }, { reply: streams(parts, headers) })).completion;

const failure = (world: typeof openai, parts: readonly StreamPart[], headers = {}) =>
  failVendor(world, streams(parts, headers), { stream: true });

const ROLE = chunk({ role: 'assistant', content: '' });
const STOP = [chunk({}, 'stop'), usageChunk(), DONE];

const message = (type: string, facts: object = {}) => `event: ${type}\n${event({ type, ...facts })}`;
const anthropicStart = message('message_start', {
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-test',
    content: [],
    stop_reason: null,
    usage: { input_tokens: 5, output_tokens: 1 },
  },
});
const anthropicText = (text: string) => [
  message('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  message('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
];
const anthropicEnd = [
  message('content_block_stop', { index: 0 }),
  message('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } }),
  message('message_stop'),
];

describe('the time to the first token', () => {
  const PAUSE = 60;

  const between = ({ ttft_ms, latency_ms }: Completion) => {
    expect(ttft_ms).toBeGreaterThanOrEqual(PAUSE - 1);
    expect((latency_ms ?? 0) - (ttft_ms ?? 0)).toBeGreaterThanOrEqual(PAUSE / 2);
  };

  test('ends with the first word, not with a chunk that has none', async () => {
    between(await heard(openai, [ROLE, PAUSE, chunk({ content: '4' }), PAUSE, ...STOP]));
    between(await heard(ours, [': PROCESSING\n\n', ROLE, PAUSE, chunk({ content: '4' }), PAUSE, ...STOP]));
  });

  test('ends with the first thought, where a model thinks aloud', async () => {
    const thought = chunk({ reasoning_content: 'Two and two …' });
    between(await heard(ours, [ROLE, PAUSE, thought, PAUSE, chunk({ content: '4' }), ...STOP]));
  });

  test('ends with the first word of a refusal', async () => {
    between(await heard(ours, [ROLE, PAUSE, chunk({ refusal: 'No' }), PAUSE, chunk({ refusal: '.' }), ...STOP]));
  });

  test('is not ended by a ping', async () => {
    const ping = message('ping');
    between(await heard(anthropic, [anthropicStart, ping, PAUSE, ...anthropicText('4'), PAUSE, ...anthropicEnd]));
  });

  test('ends when the whole event is there, not its first half', async () => {
    const text = event(chunk({ content: '4' }));
    between(await heard(openai, [ROLE, text.slice(0, 90), PAUSE, text.slice(90), PAUSE, ...STOP]));
  });

  test('is unknown where nothing is said', async () => {
    expect(await heard(openai, [ROLE, ...STOP])).toMatchObject({ answer: '', ttft_ms: null });
  });
});

describe('a streamed answer', () => {
  test('is the same however its bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(anyText(), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (text, sizes) => {
        const bytes = Buffer.from(
          [ROLE, chunk({ content: text }), ...STOP]
            .map((part) => (part.toString() === '[object Object]' ? event(part) : part))
            .join(''),
        );
        const { answer, ttft_ms } = await heard(openai, pieces(bytes, sizes));
        expect(answer).toBe(text);
        expect(ttft_ms === null).toBe(text === '');
      }),
      { numRuns: 15 },
    ));

  test('hides a secret that is cut in two', async () => {
    const parts = [chunk({ content: `your key is ${KEY.slice(0, 9)}` }), 5, chunk({ content: KEY.slice(9) })];
    expect((await heard(openai, [ROLE, ...parts, ...STOP])).answer).toBe('your key is [secret]');
  });

  test('has its refusal, its tier, its model and its request', async () => {
    const parts = [ROLE, chunk({ refusal: 'I can' }), chunk({ refusal: 'not.' }), chunk({}, 'stop'), DONE];
    const headers = { 'x-request-id': 'req-9' };
    const expected = { answer: 'I cannot.', finish_reason: 'content-filter', snapshot: 'test-1', request_id: 'req-9' };
    expect(await heard(openai, parts, headers)).toMatchObject(expected);
    expect(await heard(ours, parts, headers)).toMatchObject(expected);
    const tier = { ...usageChunk(), service_tier: 'flex' };
    expect(await heard(openai, [chunk({ content: '4' }, 'stop'), tier, DONE])).toMatchObject({ service_tier: 'flex' });
  });

  test('has the probabilities of all its tokens', async () => {
    const logprobs = (token: string) => ({
      logprobs: { content: [{ token, logprob: -0.5, bytes: [], top_logprobs: [] }] },
    });
    const parts = [chunk({ content: 'a' }, null, logprobs('a')), chunk({ content: 'b' }, null, logprobs('b')), ...STOP];
    const expected = [
      { token: 'a', logprob: -0.5 },
      { token: 'b', logprob: -0.5 },
    ];
    expect((await heard(openai, parts)).logprobs).toEqual(expected);
    expect((await heard(ours, parts)).logprobs).toEqual(expected);
  });

  test('without usage is booked at its reservation', async () => {
    expect(await heard(openai, [chunk({ content: '4' }, 'stop'), DONE])).toMatchObject({
      answer: '4',
      usage: null,
      attempts: [{ status: 200, reserved: { input: 4, output: 1 } }],
    });
  });

  test.each([openai, ours])('is kept whatever stands in its usage: $title', async (world) => {
    const odd = { prompt_tokens: 'ten', completion_tokens: [] };
    const whole = { answer: '4', finish_reason: 'length', usage: null };
    expect(await heard(world, [chunk({ content: '4' }), chunk({}, 'length'), usageChunk(odd), DONE])).toMatchObject(
      whole,
    );
  });

  test('is whole where [DONE] alone says so', async () => {
    expect(await heard(ours, [ROLE, chunk({ content: '4' }), DONE])).toMatchObject({
      answer: '4',
      finish_reason: 'other',
    });
  });
});

describe('a stream that is no answer', () => {
  const broken = { kind: 'broken', maybeBilled: true };

  test.each<[string, StreamPart[]]>([
    ['it ends too soon', [ROLE, chunk({ content: 'one' })]],
    ['its connection is cut', [ROLE, chunk({ content: 'one' }), HANG_UP]],
    ['it is empty', []],
    ['an event in it cannot be read', [ROLE, 'data: {"choices": [{"delta": {"content": "a\n\n', ...STOP]],
    ['an event has odd words', [chunk({ content: 'a' }), chunk({ content: { b: 'b' } }), ...STOP]],
    ['the vendor broke off', [chunk({ content: 'a' }), chunk({}, 'error'), DONE]],
  ])('%s', async (_, parts) => {
    expect(await failure(openai, parts)).toMatchObject(broken);
    expect(await failure(ours, parts)).toMatchObject(broken);
  });

  test('the server answers in one piece: to try again would only be paid for again', async () => {
    const body = { id: '1', choices: [{ message: { content: '4' }, finish_reason: 'stop' }] };
    expect(await failVendor(ours, sends(200, JSON.stringify(body)), { stream: true })).toMatchObject({
      kind: 'rejected',
      maybeBilled: true,
      message: expect.stringContaining('take stream away'),
    });
  });

  test('it holds several answers, which would become one', async () => {
    const other = {
      ...chunk({ content: 'five' }),
      choices: [{ index: 1, delta: { content: 'five' }, finish_reason: null }],
    };
    const parts = [chunk({ content: '4' }), other, ...STOP];
    const expected = { kind: 'rejected', maybeBilled: true, message: expect.stringContaining('take n out of params') };
    expect(await failure(openai, parts)).toMatchObject(expected);
    expect(await failure(ours, parts)).toMatchObject(expected);
  });

  test('the server tells an error in one piece', async () => {
    const reply = sends(200, '{"error": {"code": 429, "message": "slow down"}}');
    expect(await failVendor(ours, reply, { stream: true })).toMatchObject({ kind: 'busy', maybeBilled: false });
  });
});

describe('an error within a stream', () => {
  const anthropicError = (type: string) => message('error', { error: { type, message: 'because' } });
  const googleError = (code: number, status: string) => ({ error: { code, message: 'because', status } });
  const openaiError = (code: string | number, type = 'error') => ({
    error: { message: 'because', type, code, param: null },
  });
  const failed = (code: string) => ({ type: 'response.failed', response: { error: { code, message: 'because' } } });

  test.each([
    ['Anthropic is overloaded', anthropic, anthropicError('overloaded_error'), 'broken', 529],
    ['Anthropic’s limit is passed', anthropic, anthropicError('rate_limit_error'), 'busy', 429],
    ['Anthropic fails', anthropic, anthropicError('api_error'), 'broken', 500],
    ['OpenAI’s limit is passed', openai, openaiError('rate_limit_exceeded', 'tokens'), 'busy', 429],
    ['OpenAI fails', openai, openaiError('server_error', 'server_error'), 'broken', 500],
    ['there is no money', openai, openaiError('insufficient_quota', 'insufficient_quota'), 'denied', 429],
    ['OpenAI’s responses are over their limit', responses, failed('rate_limit_exceeded'), 'busy', 429],
    ['OpenAI’s responses fail', responses, failed('server_error'), 'broken', 500],
    ['Google is exhausted', google, googleError(429, 'RESOURCE_EXHAUSTED'), 'busy', 429],
    ['Google is not there', google, googleError(503, 'UNAVAILABLE'), 'broken', 503],
    ['a look-alike is over its limit', ours, openaiError(429), 'busy', 429],
    ['a look-alike will not have it', ours, openaiError(400, 'BadRequestError'), 'rejected', 400],
  ])('%s', async (_, world, error, kind, status) => {
    const found = await failure(world, [error]);
    expect(found).toMatchObject({ kind, status, maybeBilled: false, message: expect.stringContaining('because') });
  });

  test('may be billed for what came before it', async () => {
    const half = [anthropicStart, ...anthropicText('one')];
    expect(await failure(anthropic, [...half, anthropicError('overloaded_error')])).toMatchObject({
      kind: 'broken',
      status: 529,
      maybeBilled: true,
      message: 'overloaded_error: because',
    });
    expect(await failure(ours, [chunk({ content: 'one' }), openaiError(429), DONE])).toMatchObject({
      kind: 'busy',
      maybeBilled: true,
    });
  });

  test('without a name is broken', async () => {
    expect(await failure(ours, [{ error: 'something' }, DONE])).toMatchObject({
      kind: 'broken',
      maybeBilled: true,
      message: 'something',
    });
  });

  test('tells when to come again', async () => {
    const parts = [openaiError('rate_limit_exceeded')];
    expect(await failure(ours, parts, { 'x-ratelimit-reset-requests': '2s' })).toMatchObject({ retryAfterMs: 2000 });
  });
});

/** Bytes in pieces of these sizes, again and again. */
function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const cut: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += cut.at(-1)?.length ?? 1) {
    cut.push(bytes.subarray(from, from + (sizes[cut.length % sizes.length] ?? 1)));
  }
  return cut;
}
