import { expect, test } from 'vitest';
import type { Message } from '../domain/sample.ts';
import { question, rejection, untouched, world as worldOf } from '../testing/ask.ts';
import { saysRaw, sends, startVendor } from '../testing/vendor.ts';
import { askVendor, failVendor, openVendor, specFor, worldCalled } from '../testing/vendors/ask.ts';
import { speaking } from '../testing/vendors/format.ts';
import { google } from './google.ts';

const world = worldCalled('google');
const { says } = speaking(world.format);

test('a request goes to the model’s own address', async () => {
  const { arrived } = await askVendor(world, { model: 'google/gemini-2.5-pro' });
  expect(arrived.path).toBe('/v1beta/models/gemini-2.5-pro:generateContent');
  const streamed = await askVendor(world, { model: 'google/gemini-2.5-pro', stream: true });
  expect(streamed.arrived.path).toBe('/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse');
});

test.each(['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'])(
  'its key may be in %s',
  async (name) => {
    await using vendor = await startVendor([says('4')]);
    const { complete } = await openVendor({ ...world, env: { [name]: 'g-123456' } }, vendor);
    await complete(question(), untouched());
    expect(vendor.arrived[0]?.headers['x-goog-api-key']).toBe('g-123456');
  },
);

test('the first of them that is set and not empty is taken', async () => {
  const env = { GEMINI_API_KEY: ' ', GOOGLE_API_KEY: 'g-second', GOOGLE_GENERATIVE_AI_API_KEY: 'g-third' };
  await using vendor = await startVendor([says('4')]);
  const { complete } = await openVendor({ ...world, env }, vendor);
  await complete(question(), untouched());
  expect(vendor.arrived[0]?.headers['x-goog-api-key']).toBe('g-second');
});

test('without base_url it is Google’s own host that is meant', async () => {
  const { identity } = await google.open(specFor(world), worldOf({ env: world.env }));
  expect(identity).toEqual({ base_url: undefined });
});

test.each([
  ['gemini-3-pro-preview', 'low', { thinkingLevel: 'low' }, []],
  ['gemini-2.5-flash', 'low', undefined, ['unsupported: effort (this model takes none)']],
  ['gemini-3-pro-preview', 'max', undefined, ['unsupported: effort (max is not among minimal, low, medium, high)']],
])(
  'an effort is a level of thinking where the model has levels: %s %s',
  async (name, effort, thinkingConfig, warnings) => {
    const { arrived, completion } = await askVendor(world, { model: `google/${name}`, effort });
    expect(arrived.body.generationConfig.thinkingConfig).toEqual(thinkingConfig);
    expect(completion.warnings).toEqual(warnings);
  },
);

test('params reach into what is there', async () => {
  const params = { generationConfig: { topK: 5, thinkingConfig: { thinkingBudget: 0 } } };
  const { arrived } = await askVendor(world, { temperature: 0, params });
  expect(arrived.body.generationConfig).toEqual({ temperature: 0, topK: 5, thinkingConfig: { thinkingBudget: 0 } });
});

test('a response_schema is sent, with its type', async () => {
  const response_schema = { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] };
  const { arrived } = await askVendor(world, { response_schema });
  expect(arrived.body.generationConfig).toEqual({
    responseMimeType: 'application/json',
    responseSchema: response_schema,
  });
});

test('a system message that is not the first is rejected, and not tried again', async () => {
  await using vendor = await startVendor([says('4')]);
  const { complete } = await openVendor(world, vendor);
  const messages: Message[] = [
    { role: 'user', content: 'Hello' },
    { role: 'system', content: 'Be brief.' },
  ];
  expect(await rejection(complete(question({ messages }), untouched()))).toMatchObject({ kind: 'rejected' });
  expect(vendor.arrived).toEqual([]);
});

test('a prompt that Google blocks is a refusal', async () => {
  const body = {
    promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
    usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
    modelVersion: 'gemini-2.5-pro',
    responseId: 'req_1',
  };
  const { completion } = await askVendor(world, {}, { reply: saysRaw(JSON.stringify(body)) });
  expect(completion).toMatchObject({ answer: '', finish_reason: 'content-filter', usage: { input: 9, output: 0 } });
});

test('a key that Google does not know is a refused key, though the status says a bad request', async () => {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }];
  const error = { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT', details };
  expect(await failVendor(world, sends(400, JSON.stringify({ error })))).toMatchObject({ kind: 'denied', status: 400 });
});

test('thoughts are no part of an answer', async () => {
  const parts = [{ text: 'Let me see …', thought: true }, { text: '4' }];
  const body = { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }] };
  const { completion } = await askVendor(world, {}, { reply: saysRaw(JSON.stringify(body)) });
  expect(completion).toMatchObject({ answer: '4', usage: null });
});
