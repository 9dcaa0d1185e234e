// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how suites name a variable
import { describe, expect, test } from 'vitest';
import type { ModelSpec, Settings } from '../domain/model.ts';
import { modelSpec, question, untouched, world } from '../testing/ask.ts';
import { problemOf } from '../testing/problem.ts';
import { says, saysRaw, startVendor } from '../testing/vendor.ts';
import { openaiCompatible } from './openai-compatible.ts';

const open = (spec: Partial<ModelSpec>, env: Record<string, string> = {}) =>
  openaiCompatible.open(modelSpec(spec), world({ env }));

/** What arrives at the vendor when a model with these keys is asked with these settings. */
async function sent(spec: Partial<ModelSpec> = {}, settings: Settings = {}, env: Record<string, string> = {}) {
  await using vendor = await startVendor([says('4')]);
  const { complete } = await open({ base_url: vendor.url, ...spec }, env);
  const completion = await complete(question({ settings }), untouched());
  expect(completion.warnings).toEqual([]);
  return vendor.arrived[0] ?? { path: '', headers: {}, body: {} };
}

describe('the request', () => {
  test('holds the model’s name and the messages, and no setting that was not given', async () => {
    const { path, body } = await sent({ model: 'openai-compatible/meta-llama/Llama-3' });
    expect(path).toBe('/v1/chat/completions');
    expect(body).toEqual({
      model: 'meta-llama/Llama-3',
      messages: [{ role: 'user', content: 'What is 2 + 2?' }],
    });
  });

  test('holds every setting as it was given, without a warning', async () => {
    const schema = { type: 'object', properties: { x: { type: 'string' } } };
    const { body } = await sent(
      {},
      {
        temperature: 0,
        top_p: 0.5,
        max_tokens: 7,
        stop: ['\n\n', 'END'],
        seed: 11,
        effort: 'low',
        response_schema: schema,
      },
    );
    expect(body).toMatchObject({
      temperature: 0,
      top_p: 0.5,
      max_tokens: 7,
      stop: ['\n\n', 'END'],
      seed: 11,
      reasoning_effort: 'low',
      response_format: { type: 'json_schema', json_schema: { schema } },
    });
  });

  test('takes a single stop as a list of one', async () => {
    expect((await sent({}, { stop: 'END' })).body.stop).toEqual(['END']);
  });

  test('has params merged into its body as they stand, over what would be there', async () => {
    const { body } = await sent({ params: { top_k: 5, temperature: 1, nested: { a: [null] } } }, { temperature: 0 });
    expect(body).toMatchObject({ top_k: 5, temperature: 1, nested: { a: [null] } });
  });

  test('keeps system and assistant messages apart', async () => {
    await using vendor = await startVendor([says('4')]);
    const { complete } = await open({ base_url: vendor.url });
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '1 + 1?' },
      { role: 'assistant', content: '2' },
      { role: 'user', content: '2 + 2?' },
    ] as const;
    await complete(question({ messages }), untouched());
    expect(vendor.arrived[0]?.body.messages).toEqual(messages);
  });

  test('carries the key that key_env names, trimmed', async () => {
    const { headers } = await sent({ key_env: 'OUR_KEY' }, {}, { OUR_KEY: 'sk-ours-1234\n' });
    expect(headers.authorization).toBe('Bearer sk-ours-1234');
  });

  test('carries no key without key_env, whatever the environment holds', async () => {
    const { headers } = await sent({}, {}, { OPENAI_API_KEY: 'sk-not-for-you', OPENAI_COMPATIBLE_API_KEY: 'sk-no' });
    expect(headers.authorization).toBeUndefined();
  });

  test('carries the headers given, with ${NAME} replaced', async () => {
    const { headers } = await sent({ headers: { 'X-Team': 'law-${TEAM}', 'X-Plain': '$5' } }, {}, { TEAM: 'eu' });
    expect(headers).toMatchObject({ 'x-team': 'law-eu', 'x-plain': '$5' });
  });

  test.each([
    ['', '/chat/completions'],
    ['/', '/chat/completions'],
    ['/v1//', '/v1/chat/completions'],
    ['/v1?api-version=2024-10-21', '/v1/chat/completions?api-version=2024-10-21'],
  ])('goes below the base URL, its query kept: %s', async (end, path) => {
    await using vendor = await startVendor([says('4')]);
    const { complete } = await open({ base_url: `${new URL(vendor.url).origin}${end}` });
    await complete(question(), untouched());
    expect(vendor.arrived[0]?.path).toBe(path);
  });
});

describe('before any call it refuses', () => {
  const refused = (spec: Partial<ModelSpec>, env: Record<string, string> = {}) =>
    problemOf(() => open({ id: 'ours', base_url: 'http://127.0.0.1:1/v1', ...spec }, env));

  test('a key that is not set, by model and variable', async () => {
    const words = 'model ours needs OUR_KEY, which is set neither in the environment nor in .env';
    expect(await refused({ key_env: 'OUR_KEY' })).toBe(words);
    expect(await refused({ key_env: 'OUR_KEY' }, { OUR_KEY: ' \n' })).toBe(words);
  });

  test('a variable in a header or in the URL that is not set', async () => {
    expect(await refused({ headers: { 'X-Team': '${TEAM}' } })).toContain('model ours needs TEAM');
    expect(await refused({ base_url: 'http://${HOST}/v1' })).toContain('model ours needs HOST');
  });

  test.each(['secret-tenant:8000', 'ftp://secret-tenant/v1', 'secret tenant', 'http://secret-tenant:999999'])(
    'a variable that makes no URL of http, without showing its value: %s',
    async (HOST) => {
      expect(await refused({ base_url: '${HOST}' }, { HOST })).toBe('model ours: base_url ${HOST} is no http(s) URL');
    },
  );

  test.each([
    ['key K', { key_env: 'K' }, 'sk-12\n3456'],
    ['header X-Key', { headers: { 'X-Key': '${K}' } }, 'sk-12–3456'],
    ['header a b', { headers: { 'a b': '${K}' } }, 'sk-123456'],
  ])('what cannot be sent, without its value: the %s', async (what, spec, K) => {
    const words = await refused(spec, { K });
    expect(words).toContain(`model ours: the ${what} cannot be sent`);
    expect(words).not.toContain('sk-12');
  });

  test('params that ask for a stream, which is not one model’s to choose', async () => {
    expect(await refused({ params: { stream: true } })).toBe(
      'model ours: params: take stream away; it stands in the suite’s defaults, for all models alike',
    );
  });

  test('a vendor’s key in a header to another host', async () => {
    const headers = { Authorization: 'Bearer ${OPENAI_API_KEY}' };
    expect(await refused({ base_url: 'https://evil.example/v1', headers }, { OPENAI_API_KEY: 'sk-openai' })).toContain(
      'OPENAI_API_KEY may go to https://api.openai.com, https://*.api.openai.com or to loopback only',
    );
  });
});

test('its identity is the base URL as the suite gives it, unexpanded', async () => {
  const { identity } = await open({ base_url: 'http://${HOST}/v1' }, { HOST: 'our-host.example' });
  expect(identity).toEqual({ base_url: 'http://${HOST}/v1' });
});

test.each(['{"prompt_tokens": "10", "completion_tokens": "5"}', '{"prompt_tokens": 1e999}', '"many"', '[]'])(
  'an answer is kept whatever stands beside it as usage: %s',
  async (usage) => {
    const body = `{"id": "1", "choices": [{"message": {"role": "assistant", "content": "4"}, "finish_reason": "length"}], "usage": ${usage}}`;
    await using vendor = await startVendor([saysRaw(body)]);
    const { complete } = await open({ base_url: vendor.url });
    expect(await complete(question(), untouched())).toMatchObject({
      answer: '4',
      finish_reason: 'length',
      usage: null,
      attempts: [{ status: 200, reserved: { output: 1 } }],
    });
  },
);
