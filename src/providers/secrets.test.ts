// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how suites name a variable
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ModelSpec } from '../domain/model.ts';
import { modelSpec, question, rejection, untouched, world } from '../testing/ask.ts';
import { problemOf } from '../testing/problem.ts';
import { fails, type Reply, says, saysRaw, sends, startVendor } from '../testing/vendor.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { Secrets } from './secrets.ts';

const ENV = {
  OUR_KEY: 'sk-ours-0123456789',
  TENANT: 'tenant/42?=ü',
  QUOTED: 'a"b\\c/d"e',
  SHORT: 'eu-1',
  // One lies inside the other.
  PART: 'abcdef',
  WHOLE: 'abcdef-ghijkl',
};

const spec: Partial<ModelSpec> = {
  key_env: 'OUR_KEY',
  headers: { 'X-Tenant': '${TENANT}', 'X-Quoted': '${QUOTED}', 'X-Short': '${SHORT}', a: '${PART}', b: '${WHOLE}' },
};

async function told(reply: Reply, model = spec): Promise<string> {
  await using vendor = await startVendor([reply]);
  const { complete } = await openaiCompatible.open(modelSpec({ ...model, base_url: vendor.url }), world({ env: ENV }));
  const said = await complete(question(), untouched()).catch(({ message, cause, ...facts }) => ({
    message,
    cause,
    ...facts,
  }));
  return JSON.stringify(said);
}

const GOOD = { choices: [{ message: { content: '4' }, finish_reason: 'stop' }] };

const echo = Object.values(ENV).join(' ');
const SECRET = /sk-ours|tenant|a\W+b\W+c|abcdef|ghijkl|c2stb3Vycy0wMTIzNDU2Nzg5/i;

describe('a vendor that echoes what it was sent shows no secret', () => {
  test.each<[string, Reply]>([
    ['in its answer', says(echo)],
    ['in the model’s name', says('4', { model: echo })],
    ['in the request id', says('4', { headers: { 'x-request-id': encodeURI(echo) } })],
    ['in a refusal', says(null, { message: { refusal: echo } })],
    ['in an error', fails(401, echo)],
    ['in an error of another form', sends(500, JSON.stringify({ detail: echo }))],
    ['in an error with escaped slashes', sends(500, JSON.stringify({ detail: echo }).replaceAll('/', '\\/'))],
    ['in a URL', sends(404, `Cannot POST /v1/${encodeURIComponent(echo)}/${encodeURI(echo)}`)],
    ['in a redirect', sends(307, '', { location: `http://127.0.0.1/${encodeURI(echo)}` })],
    ['in capitals', says(echo.toUpperCase())],
    ['in base64', says(Buffer.from(ENV.OUR_KEY).toString('base64'))],
    ['in a tier', saysRaw(JSON.stringify({ ...GOOD, service_tier: echo }))],
    ['in what is not JSON', saysRaw(`{"echo": ${JSON.stringify(echo)}`)],
    ['where JSON ends to be JSON', saysRaw(`{"choices": [${ENV.OUR_KEY}]}`)],
    ['where JSON ends at a quotation mark', saysRaw(`{"choices": ['${ENV.OUR_KEY}']}`)],
  ])('%s', async (_, reply) => {
    const said = await told(reply);
    expect(said).not.toMatch(SECRET);
    expect(said).toContain('[secret]');
  });

  test('not even half of one, where a long error is cut', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1900, max: 2000 }), async (length) => {
        expect(await told(fails(400, 'x'.repeat(length) + ENV.OUR_KEY))).not.toContain('sk-');
      }),
      { numRuns: 25 },
    ));
});

test('no token of a secret is shown beside its probability', async () => {
  const content = ['Your key: ', 'sk-', 'ours-01234', '56789', '.'].map((token) => ({ token, logprob: -1 }));
  const choices = [{ message: { content: '4' }, finish_reason: 'stop', logprobs: { content } }];
  const { logprobs } = JSON.parse(await told(saysRaw(JSON.stringify({ choices }))));
  const tokens = logprobs.map(({ token }: { token: string }) => token);
  expect(tokens).toEqual(['Your key: ', '[secret]', '[secret]', '[secret]', '.']);
});

test('no value is shown in base64, whatever stands before and after it', () =>
  fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (before, after) => {
      const secrets = new Secrets(ENV);
      const value = secrets.take('OUR_KEY', 'test');
      const answer = Buffer.from(before + value + after).toString('base64');
      const guarded = secrets.guard(async () => ({ answer, warnings: [] }) as never);
      expect((await guarded(question(), untouched())).answer).toContain('[secret]');
    }),
  ));

test('what is too short to be a secret stays, lest answers get holes', async () => {
  expect(JSON.parse(await told(says('in eu-1'))).answer).toBe('in eu-1');
});

test('a literal in a header is no secret: it stands in the suite', async () => {
  expect(JSON.parse(await told(says('literal-value'), { headers: { a: 'literal-value' } })).answer).toBe(
    'literal-value',
  );
});

test.each(['http://${HOST}/v1', '${URL}'])(
  'an unreachable server’s error does not show a secret host: %s',
  async (base_url) => {
    const env = { HOST: 'Our-Tenant.Invalid', URL: 'http://Our-Tenant.Invalid/v1' };
    const { complete } = await openaiCompatible.open(modelSpec({ base_url }), world({ env }));
    const { message } = await rejection(complete(question(), untouched()));
    expect(message).toContain('[secret]');
    expect(message.toLowerCase()).not.toContain('our-tenant');
  },
);

/** What is left of an answer that says these words, where this value is a secret. */
async function leftOf(value: string, answer: string): Promise<string> {
  const secrets = new Secrets({ OURS: value });
  secrets.take('OURS', 'test');
  const guarded = secrets.guard(async () => ({ answer, warnings: [] }) as never);
  return (await guarded(question(), untouched())).answer;
}

describe('no value is shown as another language escapes it', () => {
  const value = `Ab+cd/ef"gh&ij'kl<mn>ü`;

  test.each([
    ['Python’s JSON', `Ab+cd/ef\\"gh&ij'kl<mn>\\u00fc`],
    ['Go’s JSON', `Ab+cd/ef\\"gh\\u0026ij'kl\\u003cmn\\u003eü`],
    ['.NET’s JSON', `Ab\\u002Bcd/ef\\u0022gh\\u0026ij\\u0027kl\\u003Cmn\\u003E\\u00FC`],
    ['PHP’s JSON without slashes', `Ab+cd\\/ef\\"gh&ij'kl<mn>ü`],
    ['HTML', `Ab+cd/ef"gh&amp;ij'kl&lt;mn&gt;ü`],
    ['HTML of Python', `Ab+cd/ef&quot;gh&amp;ij&#x27;kl&lt;mn&gt;ü`],
    ['HTML of .NET', `Ab&#x2B;cd/ef&quot;gh&amp;ij&#39;kl&lt;mn&gt;ü`],
  ])('%s', async (_, echo) => {
    expect(await leftOf(value, `You sent ${echo}.`)).toBe('You sent [secret].');
  });
});

describe('a URL from a variable', () => {
  const base = (url: string) => url.replace('http:', 'HTTP:').replace('/v1', '/t0ken-of-tenant/v1?sig=s1gnature-xyz');
  const SAID = /t0ken|s1gnature/i;

  /** What a model at the URL in a variable says of this reply, and what its debug lines say. */
  async function heard(reply: (path: string) => Reply): Promise<string> {
    await using vendor = await startVendor(({ path }) => reply(path));
    const lines: string[] = [];
    const model = modelSpec({ base_url: '${OUR_URL}', retries: 0 });
    const given = world({ env: { OUR_URL: base(vendor.url) }, debug: (line) => lines.push(line) });
    const { complete } = await openaiCompatible.open(model, given);
    const said = await complete(question(), untouched()).catch(({ message }) => message);
    expect(vendor.arrived[0]?.path).toMatch(SAID);
    return JSON.stringify([said, lines]);
  }

  test.each<[string, (path: string) => Reply]>([
    ['its path in an error', (path) => fails(404, `no route ${path}`)],
    ['a segment of it', () => fails(404, 'no tenant t0ken-of-tenant')],
    ['its query', () => fails(403, 'wrong signature s1gnature-xyz')],
    ['its path in an answer', (path) => says(`I was asked at ${path}.`)],
  ])('is not shown by %s', async (_, reply) => {
    expect(await heard(reply)).not.toMatch(SAID);
  });

  test('leaves the words in it to answers', async () => {
    expect(await heard(() => says('the test is at 127.0.0.1'))).toContain('the test is at 127.0.0.1');
  });
});

test.each(['http://me:pass-word@localhost/v1', 'http://${NAMED}@localhost/v1', '${URL}'])(
  'a password in a URL, which would not be sent, is told, and not shown: %s',
  async (base_url) => {
    const env = { NAMED: 'me:pass-word', URL: 'http://me:pass-word@localhost/v1' };
    const words = await problemOf(() => openaiCompatible.open(modelSpec({ base_url }), world({ env })));
    expect(words).toMatch(/^model m: base_url: a name and a password in it are not sent; give them in headers/);
    expect(words).not.toContain('pass-word');
  },
);

test('no value is shown, wherever it stands in the text', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ minLength: 6, unit: 'grapheme-ascii' }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.string(), { minLength: 1, maxLength: 5 }),
      async (values, between) => {
        const trimmed = values.map((value) => value.trim()).filter((value) => value.length >= 6);
        fc.pre(trimmed.length > 0 && !trimmed.some((value) => '[secret][secret]'.includes(value)));
        const secrets = new Secrets(Object.fromEntries(trimmed.map((value, index) => [`V${index}`, value])));
        for (const index of trimmed.keys()) secrets.take(`V${index}`, 'test');
        const answer = between.join(trimmed.join(' '));
        const guarded = secrets.guard(async () => ({ answer, warnings: [answer] }) as never);
        const said = await guarded(question(), untouched());
        for (const value of trimmed) expect(said.answer + said.warnings.join('')).not.toContain(value);
      },
    ),
  ));
