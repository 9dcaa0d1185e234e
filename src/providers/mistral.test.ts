import { expect, test } from 'vitest';
import { saysRaw } from '../testing/vendor.ts';
import { askVendor, worldCalled } from '../testing/vendors/ask.ts';

const world = worldCalled('mistral');

test('the seed goes by Mistral’s own name', async () => {
  expect((await askVendor(world, { seed: 3 })).arrived.body).toMatchObject({ random_seed: 3 });
});

test('an effort is none or high; another is left out, and said', async () => {
  expect((await askVendor(world, { effort: 'high' })).arrived.body.reasoning_effort).toBe('high');
  const { arrived, completion } = await askVendor(world, { effort: 'low' });
  expect(arrived.body).not.toHaveProperty('reasoning_effort');
  expect(completion.warnings).toEqual(['unsupported: effort (low is not among none, high)']);
});

test('a response_schema is sent, strict', async () => {
  const response_schema = { type: 'object', properties: { x: { type: 'string' } } };
  const { arrived } = await askVendor(world, { response_schema });
  expect(arrived.body.response_format).toMatchObject({
    type: 'json_schema',
    json_schema: { schema: response_schema, strict: true },
  });
});

test('an answer is kept whatever stands beside it as usage', async () => {
  const choices = [{ index: 0, message: { role: 'assistant', content: '4' }, finish_reason: 'length' }];
  for (const usage of [undefined, null, { prompt_tokens: '9' }]) {
    const body = { id: '1', object: 'chat.completion', created: 1, model: 'm', choices, usage };
    const { completion } = await askVendor(world, {}, { reply: saysRaw(JSON.stringify(body)) });
    expect(completion).toMatchObject({ answer: '4', finish_reason: 'length', usage: null });
    expect(completion.attempts).toMatchObject([{ status: 200, reserved: { output: 1 } }]);
  }
});

test('a part of a kind that is new does not cost the text beside it', async () => {
  const message = { role: 'assistant', content: [{ type: 'hologram' }, { type: 'text', text: '4' }] };
  const body = { choices: [{ index: 0, message, finish_reason: 'stop' }] };
  const { completion } = await askVendor(world, {}, { reply: saysRaw(JSON.stringify(body)) });
  expect(completion).toMatchObject({ answer: '4', finish_reason: 'stop' });
});

test('thinking is no part of an answer', async () => {
  const content = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Let me see …' }] },
    { type: 'text', text: '4' },
  ];
  const usage = { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 };
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  const body = { id: '1', object: 'chat.completion', created: 1, model: 'magistral', choices, usage };
  const { completion } = await askVendor(world, {}, { reply: saysRaw(JSON.stringify(body)) });
  expect(completion).toMatchObject({ answer: '4', usage: { input: 9, output: 7 } });
});
