import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import type { Completion } from '../../domain/outcome.ts';
import type { Message } from '../../domain/sample.ts';
import { question, rejection, untouched, world as worldOf } from '../../testing/ask.ts';
import { problemOf } from '../../testing/problem.ts';
import { hangsUp, type Reply, saysRaw, sends, startVendor } from '../../testing/vendor.ts';
import {
  askVendor,
  failVendor,
  openVendor,
  providerOf,
  specFor,
  urlOf,
  worldCalled,
} from '../../testing/vendors/ask.ts';
import { speaking } from '../../testing/vendors/format.ts';
import { KEY, networkWorlds } from '../../testing/vendors/worlds.ts';
import { providers } from '../index.ts';

test('there is a world for every provider over the network', () => {
  const overNetwork = providers.filter(({ options }) => 'base_url' in options.shape).map(({ name }) => name);
  expect(new Set(networkWorlds.map(({ provider }) => provider))).toEqual(new Set(overNetwork));
});

const isStreamed = [false, true];

/** A proxy that notes where it was asked to go, and goes nowhere. */
async function startProxy() {
  const targets: (string | undefined)[] = [];
  const server = createServer().on('connect', ({ url }, client) => {
    targets.push(url);
    client.end('HTTP/1.1 403 No\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, targets, [Symbol.asyncDispose]: async () => void server.close() };
}

test.each([
  ['openai', 'api.openai.com:443'],
  ['openai responses', 'api.openai.com:443'],
  ['anthropic', 'api.anthropic.com:443'],
  ['google', 'generativelanguage.googleapis.com:443'],
  ['mistral', 'api.mistral.ai:443'],
  ['deepseek', 'api.deepseek.com:443'],
  ['together', 'api.together.xyz:443'],
  ['fireworks', 'api.fireworks.ai:443'],
  ['groq', 'api.groq.com:443'],
  ['openrouter', 'openrouter.ai:443'],
  ['xai', 'api.x.ai:443'],
  ['azure', 'ours.openai.azure.com:443'],
  ['azure responses', 'ours.openai.azure.com:443'],
  ['bedrock eu-central-1', 'bedrock-runtime.eu-central-1.amazonaws.com:443'],
  ['bedrock us-east-1', 'bedrock-runtime.us-east-1.amazonaws.com:443'],
])(
  'without base_url %s asks its own host, whatever the environment holds for its vendor’s tools',
  async (title, host) => {
    const names = ['OPENAI_BASE_URL', 'ANTHROPIC_BASE_URL', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME'];
    for (const name of names) vi.stubEnv(name, 'https://elsewhere.example');
    await using proxy = await startProxy();
    const world = worldCalled(title);
    const env = { ...world.env, AZURE_RESOURCE_NAME: 'ours', HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url };
    const { complete } = await providerOf(world).open(specFor(world), worldOf({ env }));
    await rejection(complete(question(), untouched()));
    vi.unstubAllEnvs();
    expect(proxy.targets).toEqual([host]);
  },
);

test.each([
  ['vllm OUR_KEY', 'localhost:8000'],
  ['ollama OUR_KEY', 'localhost:11434'],
  ['llamacpp OUR_KEY', 'localhost:8080'],
])('without base_url %s asks this machine, past any proxy', async (title, host) => {
  await using proxy = await startProxy();
  const world = worldCalled(title);
  const lines: string[] = [];
  const env = { ...world.env, HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url };
  const given = worldOf({ env, debug: (line) => lines.push(line) });
  const { complete } = await providerOf(world).open(specFor(world), given);
  await complete(question(), untouched()).catch(() => {});
  expect(lines[0]).toContain(` > POST http://${host}/v1/`);
  expect(proxy.targets).toEqual([]);
});

describe.each(networkWorlds)('$title', (world) => {
  const { format } = world;
  const { says, fails, cutsOff, stopsShort } = speaking(format);

  describe.each(isStreamed)('streamed: %s', (stream) => {
    test('an answer is read whole', async () => {
      const { completion } = await askVendor(
        world,
        { stream },
        { reply: says('The answer is 4.', { model: 'test-1' }) },
      );
      expect(completion).toEqual({
        answer: 'The answer is 4.',
        finish_reason: 'stop',
        usage: format.usage,
        snapshot: format.saysModel ? 'test-1' : null,
        request_id: 'req_1',
        latency_ms: expect.any(Number),
        ttft_ms: stream ? expect.any(Number) : null,
        ...(completion.service_tier && { service_tier: expect.stringMatching(/default|standard/) }),
        warnings: [],
        attempts: [{ status: 200 }],
      });
    });

    test.each(format.finishes)('an answer that ends by %s says so', async (finish) => {
      const { completion } = await askVendor(world, { stream }, { reply: says('The answer', { finish }) });
      expect(completion).toMatchObject({ answer: 'The answer', finish_reason: finish });
    });

    test('any letters come through', async () => {
      const text = 'naïve “quotes” \\ \n\t日本 👩‍👩‍👧 </s> data: x';
      expect((await askVendor(world, { stream }, { reply: says(text) })).completion.answer).toBe(text);
    });

    test('a latency reaches from sending to the last byte', async () => {
      const { completion } = await askVendor(world, { stream }, { reply: says('4', { delayMs: 60 }) });
      expect(completion.latency_ms).toBeGreaterThanOrEqual(59);
      expect(completion.ttft_ms ?? 60).toBeGreaterThanOrEqual(59);
    });

    const half = stream ? 'data: {"id": \n\n' : '{"id": ';
    test.each<[string, Reply]>([
      ['a cut connection', cutsOff],
      ['a hang-up', hangsUp],
      ['malformed JSON', sends(200, half, { 'content-type': stream ? format.streamType : 'application/json' })],
      ['an answer that stops short', stopsShort],
    ])('%s is broken, and may be billed', async (_, reply) => {
      expect(await failVendor(world, reply, { stream })).toMatchObject({ kind: 'broken', maybeBilled: true });
    });

    test.each([
      [401, 'denied'],
      [403, 'denied'],
      [400, 'rejected'],
      [404, 'rejected'],
      [422, 'rejected'],
      [500, 'broken'],
      [503, 'broken'],
      [529, 'broken'],
    ])('HTTP %i is %s, in the vendor’s words, and free', async (status, kind) => {
      const error = await failVendor(world, fails(status, 'Some words.'), { stream });
      expect(error).toMatchObject({ kind, status, maybeBilled: false });
      expect(error.message).toMatch(new RegExp(`^HTTP ${status}: .*Some words\\.`));
    });

    test('a busy vendor says how long to wait', async () => {
      const error = await failVendor(world, fails(429, 'Slow down.', { 'retry-after': '7' }), { stream });
      expect(error).toMatchObject({ kind: 'busy', status: 429, retryAfterMs: 7000, maybeBilled: false });
      expect(await failVendor(world, fails(429), { stream })).toMatchObject({ kind: 'busy', retryAfterMs: undefined });
    });

    test('a vendor that echoes the key shows no secret', async () => {
      const echo = `You sent ${KEY}`;
      const { completion } = await askVendor(world, { stream }, { reply: says(echo, { model: KEY }) });
      expect(completion.answer).toBe('You sent [secret]');
      expect(JSON.stringify(completion)).not.toContain(KEY);
      expect((await failVendor(world, fails(401, echo), { stream })).message).toContain('You sent [secret]');
    });
  });

  test('a streamed answer is the same but for its times', async () => {
    const reply = says('one two  three\nfour');
    const timeless = ({ latency_ms, ttft_ms, ...facts }: Completion) => facts;
    const whole = await askVendor(world, {}, { reply });
    const streamed = await askVendor(world, { stream: true }, { reply });
    expect([whole, streamed].map(({ arrived }) => format.asksForStream(arrived))).toEqual([false, true]);
    expect(timeless(streamed.completion)).toEqual(timeless(whole.completion));
  });

  test('no setting is sent that was not given, but what the vendor demands', async () => {
    const { arrived } = await askVendor(world);
    const came = Object.entries(format.settingsOf(arrived.body)).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(came)).toEqual(providerOf(world).defaults?.('test') ?? {});
  });

  test('messages arrive with their roles, in order', async () => {
    const messages: Message[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '1 + 1?' },
      { role: 'assistant', content: '2' },
      { role: 'user', content: '2 + 2?' },
    ];
    const { arrived } = await askVendor(world, {}, { messages });
    expect(format.messagesOf(arrived.body)).toEqual(messages);
  });

  test('every setting arrives, or a warning says that it did not', async () => {
    const settings = { temperature: 0.5, max_tokens: 7, stop: ['\n\n', 'END'], seed: 11 };
    const { arrived, completion } = await askVendor(world, settings);
    const came = format.settingsOf(arrived.body);
    const warned = Object.keys(settings).filter((name) => completion.warnings.some((words) => words.includes(name)));
    const expected = Object.entries(settings).filter(([name]) => !warned.includes(name));
    expect(came).toMatchObject(Object.fromEntries(expected));
    expect(completion.warnings).toHaveLength(warned.length);
  });

  test('a single stop is a list of one', async () => {
    const { arrived, completion } = await askVendor(world, { stop: 'END' });
    if (completion.warnings.length === 0) expect(format.settingsOf(arrived.body)).toMatchObject({ stop: ['END'] });
  });

  test('params are merged into the body as they stand', async () => {
    const params = { ours: { deep: [null, 'x'] } };
    const { arrived } = await askVendor(world, { params });
    expect(arrived.body).toMatchObject(params);
    expect(format.messagesOf(arrived.body)).toEqual([{ role: 'user', content: 'What is 2 + 2?' }]);
  });

  test('the key goes to the vendor, and the headers given', async () => {
    const { arrived } = await askVendor(world, { headers: { 'X-Team': 'law' } });
    expect(format.keyOf(arrived.headers)).toBe(KEY);
    expect(arrived.headers['x-team']).toBe('law');
    expect(JSON.stringify([arrived.path, arrived.body])).not.toContain(KEY);
  });

  test('a key that is not set is missed by its name, before anything is sent', async () => {
    const spec = specFor(world, { base_url: 'http://127.0.0.1:1' });
    const words = await problemOf(() => providerOf(world).open(spec, worldOf()));
    const variable = world.provider === 'bedrock' ? 'AWS_ACCESS_KEY_ID' : Object.keys(world.env)[0];
    expect(words).toBe(`model m needs ${variable}, which is set neither in the environment nor in .env`);
  });

  test('the vendor’s key goes to no other host; one of the user’s own goes where it is sent', async () => {
    const elsewhere = (spec: object) =>
      providerOf(world).open(
        specFor(world, { base_url: 'https://other.example/v1', ...spec }),
        worldOf({ env: { ...world.env, OURS: 'ours-1234' } }),
      );
    if (world.spec.key_env === undefined) {
      expect(await problemOf(() => elsewhere({}))).toMatch(/^model m: [A-Z_]+ may go to https:.*name that in key_env$/);
    }
    await elsewhere({ key_env: 'OURS' });
  });

  test('its identity has no key in it, and what shares its limits shares its account', async () => {
    await using vendor = await startVendor([saysRaw('')]);
    const [one, same, other] = await Promise.all([
      openVendor(world, vendor),
      openVendor(world, vendor, { model: `${world.provider}/other`, temperature: 1 }),
      openVendor(world, vendor, { base_url: `${urlOf(world, vendor)}/x` }),
    ]);
    const slashed = await openVendor(world, vendor, { base_url: `${urlOf(world, vendor)}/` });
    expect(slashed.account).toBe(one.account);
    expect(one.identity).toMatchObject({ base_url: urlOf(world, vendor) });
    expect(JSON.stringify([one.identity, one.account])).not.toContain(KEY);
    expect(one.account).toMatch(/^[0-9a-f]{32}$/);
    expect(one.account).toBe(same.account);
    expect(one.account).not.toBe(other.account);
  });

  test('a header that belongs to the connection cannot be set: it could lead the key elsewhere', async () => {
    for (const name of ['Host', 'content-length', 'Transfer-Encoding']) {
      const spec = specFor(world, { base_url: 'http://127.0.0.1:1', headers: { [name]: 'other.example' } });
      expect(await problemOf(() => providerOf(world).open(spec, worldOf({ env: world.env })))).toBe(
        `model m: the header ${name} cannot be set: it belongs to the connection, which base_url names`,
      );
    }
  });

  test('a base URL’s query is kept', async () => {
    await using vendor = await startVendor([says('4')]);
    const model = await openVendor(world, vendor, { base_url: `${urlOf(world, vendor)}?tenant=42` });
    await model.complete(question(), untouched());
    expect(vendor.arrived[0]?.path).toMatch(/[?&]tenant=42(&|$)/);
  });
});
