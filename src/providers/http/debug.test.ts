// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how suites name a variable
import { describe, expect, test } from 'vitest';
import type { ModelSpec } from '../../domain/model.ts';
import { modelSpec, question, untouched, world } from '../../testing/ask.ts';
import { chunk, DONE, streams } from '../../testing/stream.ts';
import { fails, hangsUp, type Reply, says, saysRaw, sends, startVendor } from '../../testing/vendor.ts';
import { providerOf, specFor, urlOf } from '../../testing/vendors/ask.ts';
import { speaking } from '../../testing/vendors/format.ts';
import { networkWorlds } from '../../testing/vendors/worlds.ts';
import { openaiCompatible } from '../openai-compatible.ts';

const ENV = { OUR_KEY: 'sk-ours-0123456789', TENANT: 'tenant/42' };

/** What is told of one call. */
async function told(reply: Reply, spec: Partial<ModelSpec> = {}): Promise<string[]> {
  await using vendor = await startVendor([reply]);
  const lines: string[] = [];
  const model = modelSpec({ id: 'ours', base_url: vendor.url, key_env: 'OUR_KEY', ...spec });
  const { complete } = await openaiCompatible.open(model, world({ env: ENV, debug: (line) => lines.push(line) }));
  await complete(question({ settings: { stream: spec.stream } }), untouched()).catch(() => {});
  return lines;
}

test('a line tells the request, another its reply', async () => {
  const [request, reply, ...more] = await told(says('4', { headers: { 'x-request-id': 'req-7' } }));
  expect(request).toMatch(
    /^model ours #1 > POST http:\/\/127\.0\.0\.1:\d+\/v1\/chat\/completions \{.*\} \{"model":"test"/,
  );
  expect(request).toContain('What is 2 + 2?');
  expect(reply).toMatch(/^model ours #1 < 200 in \d+ ms \{.*"x-request-id":"req-7".*\} \{.*"content":"4"/);
  expect(more).toEqual([]);
});

test('a stream is told as a whole', async () => {
  const parts = [chunk({ content: 'one ' }), chunk({ content: 'two' }, 'stop'), DONE];
  const [, reply] = await told(streams(parts), { stream: true });
  expect(reply).toMatch(/< 200 .* 3 events: \{.*"content":"one two".*"finish_reason":"stop"/);
});

test('an error is told, with or without a reply', async () => {
  expect((await told(fails(400, 'because')))[1]).toMatch(/< 400 in \d+ ms .*because/);
  expect((await told(hangsUp))[1]).toMatch(/^model ours #1 ! after \d+ ms: \S/);
});

describe('no secret is told', () => {
  const echo = Object.values(ENV).join(' ');
  const spec = { headers: { 'X-Tenant': '${TENANT}', 'X-Api-Key': 'literal-key', Cookie: 'id=literal-cookie' } };
  const SECRET = /sk-ours|tenant\W+42|literal-/;

  test.each<[string, Reply]>([
    ['of the request', says('4')],
    ['in an echo', says(echo)],
    ['in an error', sends(500, JSON.stringify({ detail: echo }))],
    ['in a header', says('4', { headers: { 'x-echo': echo, 'set-cookie': 'literal-cookie' } })],
    ['in two chunks', streams([chunk({ content: 'sk-ours-' }), 5, chunk({ content: '0123456789' }), echo])],
  ])('%s', async (_, reply) => {
    for (const line of await told(reply, spec)) expect(line).not.toMatch(SECRET);
  });

  test('in the pieces of any vendor’s stream', async () => {
    for (const network of networkWorlds) {
      await using vendor = await startVendor([speaking(network.format).says('sk-ours- 0123 456789 tenant/ 42')]);
      const lines: string[] = [];
      const spec = specFor(network, { base_url: urlOf(network, vendor), headers: { a: '${PIECES}' } });
      const env = { ...network.env, PIECES: 'sk-ours- 0123 456789' };
      const { complete } = await providerOf(network).open(spec, world({ env, debug: (line) => lines.push(line) }));
      await complete(question({ settings: { stream: true } }), untouched());
      expect(lines[1]).toMatch(/events: .*\[secret\]/);
      expect(lines[1]).not.toMatch(/sk-ours|456789/);
    }
  });

  test.each([false, true])('in the tokens of an answer, streamed: %s', async (stream) => {
    const content = ['sk-', 'ours-01', '23456789'].map((token) => ({ token, logprob: -1, top_logprobs: [] }));
    const choice = { index: 0, finish_reason: 'stop', logprobs: { content } };
    const body = { choices: [{ ...choice, message: { role: 'assistant', content: '4' } }] };
    const parts = [chunk({ content: '4' }, 'stop', { logprobs: { content } }), DONE];
    const [, reply] = await told(stream ? streams(parts) : saysRaw(JSON.stringify(body)), { stream });
    expect(reply).toContain('"logprobs":"left out"');
    expect(reply).not.toMatch(/ours-01|23456789/);
  });

  test('of the URL', async () => {
    const vendor = await startVendor([says('4')]);
    await using _ = vendor;
    const lines: string[] = [];
    const base_url = `${vendor.url}?key=literal-key&api-version=1`.replace('127.0.0.1', '${HOST}');
    const env = { HOST: 'LocalHost' };
    const { complete } = await openaiCompatible.open(
      modelSpec({ base_url }),
      world({ env, debug: (line) => lines.push(line) }),
    );
    await complete(question(), untouched()).catch(() => {});
    expect(lines.join()).toContain('?key=[secret]&api-version=1');
    expect(lines.join()).not.toMatch(/localhost|literal-key/i);
  });
});

test('what goes too deep to be told ends nothing', async () => {
  const deep = `data: ${'['.repeat(1e5)}${']'.repeat(1e5)}\n\n`;
  const [, reply] = await told(streams([deep, deep, DONE]), { stream: true });
  expect(reply).toMatch(/< 200 .* 400030 bytes that cannot be told: /);
});

test('a line stays a line, and has an end', async () => {
  const [, reply = ''] = await told(saysRaw(`\u001b[2J\n${'x'.repeat(1e5)}`));
  expect(reply).not.toMatch(/[\u0000-\u001f]/);
  expect(reply.length).toBeLessThan(5000);
  expect(reply).toMatch(/x … \d+ letters more$/);
});
