import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { world as worldOf } from '../testing/ask.ts';
import { problemOf } from '../testing/problem.ts';
import type { Arrived } from '../testing/vendor.ts';
import { askVendor, specFor, worldCalled } from '../testing/vendors/ask.ts';
import { bedrock } from './bedrock.ts';

const byToken = worldCalled('bedrock eu-central-1');
const signed = worldCalled('bedrock us-east-1');

test('a request goes to the model’s own address', async () => {
  const model = 'bedrock/anthropic.claude-3-haiku-20240307-v1:0';
  expect((await askVendor(byToken, { model })).arrived.path).toBe(
    '/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse',
  );
});

test('what could change an answer holds the region, from the suite or from AWS_REGION', async () => {
  const env = { ...byToken.env, AWS_REGION: 'us-west-2' };
  const named = await bedrock.open(specFor(byToken), worldOf({ env }));
  expect(named.identity).toMatchObject({ base_url: 'https://bedrock-runtime.eu-central-1.amazonaws.com' });
  const usual = await bedrock.open(specFor(byToken, { region: undefined }), worldOf({ env }));
  expect(usual.identity).toMatchObject({ base_url: 'https://bedrock-runtime.us-west-2.amazonaws.com' });
});

test('a region that is not given is missed by its name', async () => {
  const spec = specFor(byToken, { region: undefined });
  expect(await problemOf(() => bedrock.open(spec, worldOf({ env: byToken.env })))).toBe(
    'model m needs region, or AWS_REGION in the environment or in .env',
  );
});

describe('a signed request', () => {
  test('has a signature that covers what is sent, params included', async () => {
    const { arrived } = await askVendor(signed, {
      model: 'bedrock/anthropic.claude-3-haiku-20240307-v1:0',
      temperature: 0,
      params: { ours: 'ü' },
    });
    expect(arrived.body.ours).toBe('ü');
    expect(signatureIn(arrived)).toBe(signatureOf(arrived, 'us-east-1', 'secret-9876543210'));
  });

  test('carries the token of a session', async () => {
    const env = { ...signed.env, AWS_SESSION_TOKEN: 'session-123456' };
    const { arrived } = await askVendor({ ...signed, env });
    expect(arrived.headers['x-amz-security-token']).toBe('session-123456');
  });
});

test('params join what settings make of the same part of the body', async () => {
  const params = {
    inferenceConfig: { topP: 0.5 },
    additionalModelRequestFields: { top_k: 5 },
    serviceTier: { type: 'flex' },
  };
  const { arrived } = await askVendor(byToken, { temperature: 0, max_tokens: 9, stop: 'END', params });
  expect(arrived.body).toMatchObject({
    ...params,
    inferenceConfig: { temperature: 0, maxTokens: 9, stopSequences: ['END'], topP: 0.5 },
  });
});

test('an effort is sent as the model’s family wants it', async () => {
  const { arrived } = await askVendor(byToken, {
    model: 'bedrock/anthropic.claude-opus-4-5-v1:0',
    effort: 'low',
    params: { additionalModelRequestFields: { top_k: 5 } },
  });
  expect(arrived.body.additionalModelRequestFields).toEqual({ top_k: 5, output_config: { effort: 'low' } });
});

test('a response_schema is sent to a model that takes one, and as a tool to one that does not', async () => {
  const response_schema = { type: 'object', properties: { x: { type: 'string' } }, additionalProperties: false };
  const today = await askVendor(byToken, { model: 'bedrock/anthropic.claude-sonnet-4-5-v1:0', response_schema });
  expect(today.arrived.body.additionalModelRequestFields.output_config.format).toMatchObject({ type: 'json_schema' });
  const other = await askVendor(byToken, { model: 'bedrock/meta.llama3-70b-instruct-v1:0', response_schema });
  expect(other.arrived.body.toolConfig.tools).toMatchObject([
    { toolSpec: { name: 'json', inputSchema: { json: response_schema } } },
  ]);
});

const signatureIn = ({ headers }: Arrived) => /Signature=(\w+)/.exec(headers.authorization ?? '')?.[1];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf({ path, headers, body }: Arrived, region: string, secret: string): string {
  const names = /SignedHeaders=([\w;-]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const date = String(headers['x-amz-date']);
  const scope = [date.slice(0, 8), region, 'bedrock', 'aws4_request'];
  const canonical = [
    'POST',
    path.split('/').map(encodeURIComponent).join('/'),
    '',
    ...names.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    names,
    createHash('sha256').update(JSON.stringify(body)).digest('hex'),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), createHash('sha256').update(canonical).digest('hex')];
  const key = scope.reduce<string | Buffer>((inner, part) => hmac(inner, part), `AWS4${secret}`);
  return hmac(key, toSign.join('\n')).toString('hex');
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
