import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompleteInput } from '../../domain/complete.ts';
import { ProviderError } from '../../domain/errors.ts';
import { anyText } from '../../testing/arbitrary.ts';
import { modelSpec, question, rejection, untouched, world } from '../../testing/ask.ts';
import {
  busy,
  cutsOff,
  fails,
  hangsUp,
  type Reply,
  says,
  saysRaw,
  sends,
  stalls,
  startVendor,
} from '../../testing/vendor.ts';
import { openaiCompatible } from '../openai-compatible.ts';

/** Takes connections, and never says a word, so that TLS is never agreed on. */
async function startDeaf() {
  const sockets: Socket[] = [];
  const server = createServer();
  const connected = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      sockets.push(socket);
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    connected,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const ask = async (base_url: string, input?: Partial<CompleteInput>, signal = untouched()) => {
  const { complete } = await openaiCompatible.open(modelSpec({ base_url }), world());
  return complete(question(input), signal);
};

/** The completion that is read from a vendor's reply. */
async function read(reply: Reply, input?: Partial<CompleteInput>) {
  await using vendor = await startVendor([reply]);
  return await ask(vendor.url, input);
}

/** The error that a vendor's reply becomes. */
async function failure(reply: Reply): Promise<ProviderError> {
  const error = await rejection(read(reply));
  expect(error).toBeInstanceOf(ProviderError);
  return error as unknown as ProviderError;
}

describe('an answer', () => {
  test('is read whole', async () => {
    expect(await read(says('4', { model: 'test-2026-11', headers: { 'x-request-id': 'req-7' } }))).toEqual({
      answer: '4',
      finish_reason: 'stop',
      usage: { input: 10, input_cached: 0, input_cache_write: 0, output: 2, reasoning: 0 },
      snapshot: 'test-2026-11',
      request_id: 'req-7',
      latency_ms: expect.any(Number),
      ttft_ms: null,
      warnings: [],
      attempts: [{ status: 200 }],
    });
  });

  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'other'],
    ['eos_token', 'other'],
  ])('that ends by %s has the finish reason %s', async (finish_reason, expected) => {
    expect(await read(says('4', { finish_reason }))).toMatchObject({ answer: '4', finish_reason: expected });
  });

  test.each([null, ''])('may be empty: %j', async (content) => {
    expect(await read(says(content, { finish_reason: 'length' }))).toMatchObject({
      answer: '',
      finish_reason: 'length',
    });
  });

  test('does not hold the reasoning that the server sends beside it', async () => {
    const message = { reasoning_content: 'Two and two …' };
    expect(await read(says('4', { message }))).toMatchObject({ answer: '4' });
    expect(await read(says(null, { message }))).toMatchObject({ answer: '' });
  });

  test('is a refusal where the model declines for itself', async () => {
    expect(await read(says(null, { message: { refusal: 'I cannot help.' } }))).toMatchObject({
      answer: 'I cannot help.',
      finish_reason: 'content-filter',
    });
    expect(await read(says('4', { message: { refusal: null } }))).toMatchObject({ finish_reason: 'stop' });
  });

  test('is a refusal where the vendor’s filter sends an HTTP error, and is not billed', async () => {
    expect(await read(fails(400, 'blocked', 'content_filter'))).toMatchObject({
      answer: '',
      finish_reason: 'content-filter',
      usage: { input: 0, output: 0 },
      attempts: [{ status: 400 }],
    });
  });

  test('keeps any text as it is', () =>
    fc.assert(
      fc.asyncProperty(anyText(), async (text) => (await read(says(text))).answer === text),
      { numRuns: 30 },
    ));

  test.each(['x-request-id', 'request-id', 'apim-request-id', 'x-amzn-requestid', 'x-goog-request-id'])(
    'has the number that its vendor gave the request: %s',
    async (name) => {
      const body = '{"id": "gen-1", "choices": [{"message": {"content": "4"}}]}';
      expect(await read(sends(200, body, { [name]: 'req-7' }))).toMatchObject({ request_id: 'req-7' });
    },
  );

  test('has the probabilities of its tokens, and its tier, where they are told', async () => {
    const told = async (logprobs: object) => {
      const choices = [{ message: { content: '4' }, finish_reason: 'stop', logprobs }];
      const { logprobs: found, service_tier } = await read(saysRaw(JSON.stringify({ choices, service_tier: 'flex' })));
      return { found, service_tier };
    };
    const expected = { found: [{ token: '4', logprob: -0.25 }], service_tier: 'flex' };
    expect(await told({ content: [{ token: '4', logprob: -0.25, bytes: [52], top_logprobs: [] }] })).toEqual(expected);
    expect(await told({ tokens: ['4'], token_logprobs: [-0.25] })).toEqual(expected);
    expect((await told({ content: [{ token: '4', logprob: null }, 7, null] })).found).toBeUndefined();
  });

  test('has the reply’s own id where no header names the request', async () => {
    const body = '{"id": "gen-1", "choices": [{"message": {"content": "4"}}]}';
    expect(await read(saysRaw(body))).toMatchObject({ request_id: 'gen-1', snapshot: null, finish_reason: 'other' });
  });

  test('has a latency from sending to the last byte, however long', async () => {
    const began = performance.now();
    const { latency_ms } = await read(says('4', { delayMs: 60 }));
    expect(latency_ms).toBeGreaterThanOrEqual(59);
    expect(latency_ms).toBeLessThan(performance.now() - began);
  });
});

describe('usage', () => {
  const usageOf = async (usage: object | null) => (await read(says('4', { usage }))).usage;

  test('is disjoint: cached input is not counted twice, reasoning lies inside the output', async () => {
    const usage = await usageOf({
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_tokens_details: { cached_tokens: 30 },
      completion_tokens_details: { reasoning_tokens: 20 },
    });
    expect(usage).toEqual({ input: 70, input_cached: 30, input_cache_write: 0, output: 50, reasoning: 20 });
  });

  test('takes DeepSeek’s own name for cached input', async () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 5,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
    };
    expect(await usageOf(usage)).toMatchObject({ input: 36, input_cached: 64 });
  });

  test('counts reasoning in where the total says that it lies outside the output, as xAI has it', async () => {
    const details = { completion_tokens_details: { reasoning_tokens: 94 } };
    const usage = { prompt_tokens: 32, completion_tokens: 9, total_tokens: 135, ...details };
    expect(await usageOf(usage)).toMatchObject({ input: 32, output: 103, reasoning: 94 });
    expect(await usageOf({ ...usage, total_tokens: null })).toMatchObject({ output: 103, reasoning: 94 });
  });

  test('counts cached input beside the rest where it cannot lie inside it', async () => {
    const usage = { prompt_tokens: 5, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 8 } };
    expect(await usageOf(usage)).toMatchObject({ input: 5, input_cached: 8 });
  });

  test.each([
    ['is missing', null],
    ['counts nothing', {}],
    ['counts one side', { prompt_tokens: 5 }],
    ['is no count', { prompt_tokens: 5.5, completion_tokens: 1 }],
    ['is negative', { prompt_tokens: 5, completion_tokens: -1 }],
    ['is beyond counting', { prompt_tokens: 1e300, completion_tokens: 1 }],
  ])('that %s is unknown, and the try is booked at its reservation', async (_, usage) => {
    const completion = await read(says('4', { usage }));
    expect(completion.usage).toBeNull();
    expect(completion.attempts).toEqual([{ status: 200, reserved: { input: 4, output: 1 } }]);
  });
});

describe('an HTTP error', () => {
  test.each([
    [401, 'denied'],
    [403, 'denied'],
    [400, 'rejected'],
    [402, 'denied'],
    [404, 'rejected'],
    [413, 'rejected'],
    [422, 'rejected'],
    [408, 'timeout'],
    [409, 'broken'],
    [425, 'broken'],
    [429, 'busy'],
    [500, 'broken'],
    [503, 'broken'],
    [529, 'broken'],
  ])('%i is %s, and free', async (status, kind) => {
    expect(await failure(fails(status, 'because'))).toMatchObject({
      kind,
      status,
      message: `HTTP ${status}: because`,
      maybeBilled: false,
    });
  });

  test.each([
    ['Ollama', '{"error": "model \\"x\\" not found"}', '{"error": "model \\"x\\" not found"}'],
    ['FastAPI', '{"detail": [{"msg": "bad"}]}', '{"detail": [{"msg": "bad"}]}'],
    ['a proxy', '<html>\n  <h1>Bad gateway</h1>\n</html>', '<html> <h1>Bad gateway</h1> </html>'],
    ['nobody', '', 'without a word'],
  ])('says what %s said, in whatever form', async (_, body, words) => {
    expect((await failure(sends(502, body))).message).toBe(`HTTP 502: ${words}`);
  });

  test('is said on one line', async () => {
    expect((await failure(fails(500, ' no\n\tmore '))).message).toBe('HTTP 500: no more');
    expect((await failure(saysRaw('{'))).message).not.toContain('\n');
  });

  test('may go deeper than JSON can be told', async () => {
    const body = '['.repeat(1e5) + ']'.repeat(1e5);
    expect(await failure(sends(400, body))).toMatchObject({ kind: 'rejected', status: 400 });
  });

  test('is cut where it goes on for ever', async () => {
    expect((await failure(fails(500, 'x'.repeat(1e6)))).message).toHaveLength(2000);
  });

  test('is a redirect, which is not followed: the key goes nowhere else', async () => {
    await using elsewhere = await startVendor([says('4')]);
    const error = await failure(sends(307, '', { location: elsewhere.url }));
    expect(error).toMatchObject({ kind: 'rejected', status: 307, maybeBilled: false });
    expect(error.message).toContain(`a redirect to ${elsewhere.url}, which is not followed`);
    expect(elsewhere.arrived).toEqual([]);
  });
});

describe('an HTTP error is known by its words where its status misleads', () => {
  const of = (status: number, body: object, headers = {}) => failure(sends(status, JSON.stringify(body), headers));

  test.each([
    ['OpenAI', 429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }],
    ['OpenAI', 429, { error: { message: 'no', type: 'billing_not_active' } }],
    ['Anthropic', 400, { type: 'error', error: { type: 'e', message: 'Your credit balance is too low to access …' } }],
    ['DeepSeek', 402, { error: { message: 'Insufficient Balance' } }],
    ['xAI', 429, { code: 'e', error: 'Your team has either used all available credits or reached its limit' }],
    ['Google', 400, { error: { code: 400, message: 'no', details: [{ reason: 'API_KEY_INVALID' }] } }],
  ])('no money, no key: %s denies, whatever is tried', async (_, status, body) => {
    expect(await of(status, body)).toMatchObject({ kind: 'denied', status, maybeBilled: false });
  });

  test.each([
    [
      'Google’s free tier',
      429,
      { error: { message: 'You exceeded your current quota', status: 'RESOURCE_EXHAUSTED' } },
    ],
    ['Google', 503, { error: { code: 503, message: 'no', status: 'RESOURCE_EXHAUSTED' } }],
    ['Bedrock', 400, { __type: 'ThrottlingException', message: 'Too many requests' }],
  ])('over its limit: %s is busy', async (_, status, body) => {
    expect(await of(status, body)).toMatchObject({ kind: 'busy', status });
  });

  test('Bedrock names its errors in a header', async () => {
    const headers = { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/' };
    expect(await of(400, { message: 'slow down' }, headers)).toMatchObject({ kind: 'busy' });
  });

  test('an overloaded Google is broken', async () => {
    expect(await of(503, { error: { code: 503, message: 'no', status: 'UNAVAILABLE' } })).toMatchObject({
      kind: 'broken',
    });
  });

  test.each([
    [400, { error: { code: 'content_filter', message: 'no', innererror: { code: 'ResponsibleAIPolicyViolation' } } }],
    [400, { error: { message: 'Content Exists Risk', type: 'invalid_request_error' } }],
    [400, { type: 'error', error: { type: 'e', message: 'Output blocked by content filtering policy' } }],
    [400, { error: { code: 'invalid_prompt', message: 'Invalid prompt: your prompt was flagged as …' } }],
    [403, { code: 'e', error: 'Content violates usage guidelines.' }],
  ])('a filter’s word is a refusal: %i %j', async (status, body) => {
    expect(await read(sends(status, JSON.stringify(body)))).toMatchObject({
      answer: '',
      finish_reason: 'content-filter',
      attempts: [{ status }],
    });
  });
});

describe('an error in a good reply', () => {
  const inBody = (error: unknown) => failure(saysRaw(JSON.stringify({ error })));

  test('has the kind that it tells', async () => {
    expect(await inBody({ code: 429, message: 'slow down' })).toMatchObject({
      kind: 'busy',
      status: 429,
      maybeBilled: false,
    });
    expect(await inBody({ code: 502, message: 'no' })).toMatchObject({
      kind: 'broken',
      status: 502,
      maybeBilled: false,
    });
  });

  test('is no shorter answer where it stands beside one', async () => {
    const broken = { kind: 'broken', maybeBilled: true };
    expect(await failure(says('The', { finish_reason: 'error' }))).toMatchObject(broken);
    expect(await failure(says('The', { finish_reason: 'insufficient_system_resource' }))).toMatchObject(broken);
    const choices = [{ message: { content: 'The' }, finish_reason: null, error: { code: 502, message: 'gone' } }];
    expect(await failure(saysRaw(JSON.stringify({ choices })))).toMatchObject(broken);
  });
});

describe('Retry-After', () => {
  const waitOf = async (headers: Record<string, string>) => (await failure(sends(429, '{}', headers))).retryAfterMs;

  test.each([
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': ' 20 ' }, 20_000],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
    [{ 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '1.2.3' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('%j is %s ms', async (headers, ms) => {
    expect(await waitOf(headers)).toBe(ms);
  });

  test.each([
    [{ 'x-ratelimit-reset-requests': '1s' }, 1000],
    [{ 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
    [{ 'x-ratelimit-reset-tokens': '120ms' }, 120],
    [{ 'x-ratelimit-reset-tokens': '1m2.5s' }, 62_500],
    [{ 'x-ratelimit-reset-requests': '1h' }, 3_600_000],
    [{ 'x-ratelimit-reset': '7' }, 7000],
    [{ 'x-ratelimit-reset': 'soon' }, undefined],
    [{ 'x-ratelimit-reset-requests': '0s' }, undefined],
    [{ 'x-ratelimit-reset-requests': '9s', 'x-ratelimit-reset-tokens': '2s' }, 2000],
    [
      { 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-reset-tokens': '30s', 'x-ratelimit-remaining-tokens': '0' },
      30_000,
    ],
    [{ 'x-ratelimit-reset-requests': '1s', 'retry-after': '3' }, 3000],
  ])('may be left to the limits’ own headers: %j is %s ms', async (headers, ms) => {
    expect(await waitOf(headers as Record<string, string>)).toBe(ms);
  });

  test.each([
    ['x-ratelimit-reset', (ms: number) => String(ms)],
    ['x-ratelimit-reset', (ms: number) => String(Math.round(ms / 1000))],
    ['anthropic-ratelimit-input-tokens-reset', (ms: number) => new Date(ms).toISOString()],
  ])('may be a moment: %s', async (name, written) => {
    const wait = await waitOf({ [name]: written(Date.now() + 60_000) });
    expect(wait).toBeGreaterThan(58_000);
    expect(wait).toBeLessThanOrEqual(61_000);
  });

  test('is not read from limits where the vendor is not busy', async () => {
    const error = await failure(sends(500, '{}', { 'x-ratelimit-reset-requests': '60s' }));
    expect(error.retryAfterMs).toBeUndefined();
  });

  test('may stand in Google’s details', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '17.5s' }];
    const body = JSON.stringify({ error: { code: 429, message: 'no', status: 'RESOURCE_EXHAUSTED', details } });
    expect((await failure(sends(429, body))).retryAfterMs).toBe(17_500);
  });

  test('may be a date', async () => {
    const wait = await waitOf({ 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
  });

  test('comes from the vendor that says it in seconds', async () => {
    expect(await failure(busy({ retryAfterSeconds: 3 }))).toMatchObject({ kind: 'busy', retryAfterMs: 3000 });
  });
});

describe('a reply that is none', () => {
  test.each<[string, Reply]>([
    ['malformed JSON', saysRaw('{"choices": [')],
    ['a web page', saysRaw('<html>hello</html>')],
    ['an empty body', saysRaw('')],
    ['no body at all', sends(204, '')],
    ['no choices', saysRaw('{"choices": []}')],
    ['an error under status 200', saysRaw('{"error": {"message": "overloaded"}}')],
    ['null', saysRaw('null')],
    ['a cut connection', cutsOff],
    ['a hang-up', hangsUp],
    ['a status that HTTP does not have', sends(700, '{}')],
  ])('is broken and may be billed: %s', async (_, reply) => {
    expect(await failure(reply)).toMatchObject({
      kind: 'broken',
      maybeBilled: true,
      message: expect.stringMatching(/\S/),
    });
  });
});

describe('a server that is not there', () => {
  const unreachable = (message: unknown) => ({ kind: 'unreachable', maybeBilled: false, message });

  test('refuses the connection', async () => {
    expect(await rejection(ask('http://127.0.0.1:1/v1'))).toMatchObject(
      unreachable('connect ECONNREFUSED 127.0.0.1:1'),
    );
    expect(await rejection(ask('http://localhost:1/v1'))).toMatchObject(
      unreachable(expect.stringContaining('ECONNREFUSED')),
    );
  });

  test('has a name that nobody knows', async () => {
    const error = await rejection(ask('http://nowhere.invalid/v1'));
    expect(error).toMatchObject(unreachable(expect.stringMatching(/(ENOTFOUND|EAI_AGAIN) nowhere\.invalid/)));
  });

  test('does not speak TLS', async () => {
    await using vendor = await startVendor([says('4')]);
    const error = await rejection(ask(vendor.url.replace('http:', 'https:')));
    expect(error).toMatchObject(unreachable(expect.stringContaining('SSL')));
    expect(vendor.arrived).toEqual([]);
  });
});

describe('a signal', () => {
  test('that aborts ends the call at once, with its own reason', async () => {
    const enough = new AbortController();
    const reason = new ProviderError('timeout', 'no answer within 1 s');
    await using vendor = await startVendor(() => {
      enough.abort(reason);
      return stalls;
    });
    expect(await rejection(ask(vendor.url, {}, enough.signal))).toBe(reason);
  });

  test('that aborts before the request is out makes it free', async () => {
    await using deaf = await startDeaf();
    const enough = new AbortController();
    const reason = new ProviderError('timeout', 'no answer within 1 s', { maybeBilled: true, tookMs: 1000 });
    const call = ask(deaf.url, {}, enough.signal);
    await deaf.connected;
    enough.abort(reason);
    expect(await rejection(call)).toMatchObject({ ...reason, maybeBilled: false });
  });

  test('may be given to one call at a time only', async () => {
    await using vendor = await startVendor([says('4')]);
    const signal = untouched();
    const first = ask(vendor.url, {}, signal);
    expect((await rejection(ask(vendor.url, {}, signal))).message).toContain('two calls with one signal');
    expect((await first).answer).toBe('4');
    expect((await ask(vendor.url, {}, signal)).latency_ms).toBeGreaterThan(0);
    expect(vendor.arrived).toHaveLength(2);
  });
});
