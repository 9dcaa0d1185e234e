import { describe, expect, test } from 'vitest';
import { saysRaw } from '../testing/vendor.ts';
import { askVendor, failVendor, worldCalled } from '../testing/vendors/ask.ts';

const chat = worldCalled('openai');
const responses = worldCalled('openai responses');

test('a model is asked through chat completions, or the Responses API where the suite says so', async () => {
  expect((await askVendor(chat)).arrived.path).toBe('/v1/chat/completions');
  expect((await askVendor(chat, { api: 'chat' })).arrived.path).toBe('/v1/chat/completions');
  expect((await askVendor(responses)).arrived.path).toBe('/v1/responses');
});

test.each([chat, responses])('$title: OpenAI is told to keep nothing', async (world) => {
  expect((await askVendor(world)).arrived.body.store).toBe(false);
});

test.each([chat, responses])('$title: a response_schema is sent, strict', async (world) => {
  const response_schema = {
    type: 'object',
    properties: { x: { type: 'string' } },
    required: ['x'],
    additionalProperties: false,
  };
  const { arrived, completion } = await askVendor(world, { response_schema });
  expect(world.format.settingsOf(arrived.body)).toMatchObject({ response_schema });
  expect(JSON.stringify(arrived.body)).toContain('"strict":true');
  expect(completion.warnings).toEqual([]);
});

describe('a reasoning model', () => {
  const model = 'openai/o3-mini';

  test('has its effort and max_completion_tokens, and no temperature, which a warning says', async () => {
    const { arrived, completion } = await askVendor(chat, { model, effort: 'low', max_tokens: 9, temperature: 0 });
    expect(arrived.body).toMatchObject({ reasoning_effort: 'low', max_completion_tokens: 9 });
    expect(arrived.body).not.toHaveProperty('temperature');
    expect(arrived.body).not.toHaveProperty('max_tokens');
    expect(completion.warnings).toEqual([
      'unsupported: temperature (temperature is not supported for reasoning models)',
    ]);
  });

  test('has its effort in the Responses API, too', async () => {
    const { arrived } = await askVendor(responses, { model, effort: 'high' });
    expect(arrived.body).toMatchObject({ reasoning: { effort: 'high' } });
  });

  test('is not sent an effort that there is not, which a warning says', async () => {
    const { arrived, completion } = await askVendor(chat, { model, effort: 'tiny' });
    expect(arrived.body).not.toHaveProperty('reasoning_effort');
    expect(completion.warnings).toEqual([
      'unsupported: effort (tiny is not among none, minimal, low, medium, high, xhigh, max)',
    ]);
  });
});

test('an answer is kept whatever stands beside it as usage', async () => {
  const body =
    '{"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": "4"}, "finish_reason": "stop"}], "usage": "many"}';
  const { completion } = await askVendor(chat, {}, { reply: saysRaw(body) });
  expect(completion).toMatchObject({ answer: '4', finish_reason: 'stop', usage: null });
});

test('a reply of the other interface is broken, not an answer', async () => {
  const body = '{"id": "1", "object": "response", "output": []}';
  expect(await failVendor(chat, saysRaw(body))).toMatchObject({ kind: 'broken' });
});

describe('a refusal is an answer', () => {
  test('in chat completions', async () => {
    const message = { role: 'assistant', content: null, refusal: 'I cannot help.' };
    const body = { id: '1', model: 'm', choices: [{ index: 0, message, finish_reason: 'stop' }] };
    const { completion } = await askVendor(chat, {}, { reply: saysRaw(JSON.stringify(body)) });
    expect(completion).toMatchObject({ answer: 'I cannot help.', finish_reason: 'content-filter' });
  });

  test('in the Responses API', async () => {
    const content = [{ type: 'refusal', refusal: 'I cannot help.' }];
    const output = [{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content }];
    const body = { id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model: 'm', output };
    const { completion } = await askVendor(responses, {}, { reply: saysRaw(JSON.stringify(body)) });
    expect(completion).toMatchObject({ answer: 'I cannot help.', finish_reason: 'content-filter' });
  });
});

test('the Responses API’s reasoning is no part of an answer', async () => {
  const output = [
    { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Let me see …' }] },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: '4', annotations: [] }],
    },
  ];
  const body = { id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model: 'm', output };
  const { completion } = await askVendor(responses, {}, { reply: saysRaw(JSON.stringify(body)) });
  expect(completion).toMatchObject({ answer: '4', finish_reason: 'stop', usage: null });
});
