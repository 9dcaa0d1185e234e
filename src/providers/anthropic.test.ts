import { expect, test } from 'vitest';
import { saysRaw, sends } from '../testing/vendor.ts';
import { askVendor, failVendor, worldCalled } from '../testing/vendors/ask.ts';
import { anthropic } from './anthropic.ts';

const world = worldCalled('anthropic');

test('a request names the version of the API', async () => {
  const { arrived } = await askVendor(world);
  expect(arrived.path).toBe('/v1/messages');
  expect(arrived.headers['anthropic-version']).toBe('2023-06-01');
});

test.each([
  ['claude-3-opus-20240229', 4096],
  ['claude-3-haiku-20240307', 4096],
  ['claude-2.1', 4096],
  ['claude-instant-1.2', 4096],
  ['claude-3-5-sonnet-20241022', 8192],
  ['claude-3-7-sonnet-20250219', 16_384],
  ['claude-sonnet-4-5', 16_384],
  ['claude-next', 16_384],
])('max_tokens is what the API demands and the model can say: %s', async (name, max_tokens) => {
  expect(anthropic.defaults?.(name)).toEqual({ max_tokens });
  const { arrived, completion } = await askVendor(world, { model: `anthropic/${name}`, max_tokens });
  expect(arrived.body).toMatchObject({ model: name, max_tokens });
  expect(completion.warnings).toEqual([]);
});

test('an effort is sent as it is; one that there is not is left out, and said', async () => {
  const model = 'anthropic/claude-opus-4-5';
  expect((await askVendor(world, { model, effort: 'low' })).arrived.body.output_config).toEqual({ effort: 'low' });
  const { arrived, completion } = await askVendor(world, { model, effort: 'minimal' });
  expect(arrived.body).not.toHaveProperty('output_config');
  expect(completion.warnings).toEqual(['unsupported: effort (minimal is not among low, medium, high, xhigh, max)']);
});

test('a response_schema is sent to a model that takes one, and as a tool to one that does not', async () => {
  const response_schema = {
    type: 'object',
    properties: { x: { type: 'string' } },
    required: ['x'],
    additionalProperties: false,
  };
  const today = await askVendor(world, { model: 'anthropic/claude-sonnet-4-5', response_schema });
  expect(today.arrived.body.output_config.format).toMatchObject({ type: 'json_schema', schema: response_schema });
  const early = await askVendor(world, { model: 'anthropic/claude-3-opus-20240229', response_schema });
  expect(early.arrived.body.tools).toMatchObject([{ name: 'json', input_schema: response_schema }]);
});

test('params reach into what is there', async () => {
  const { arrived } = await askVendor(world, { effort: 'low', params: { output_config: { ours: 1 }, top_k: 5 } });
  expect(arrived.body).toMatchObject({ top_k: 5, output_config: { effort: 'low', ours: 1 } });
});

test('the seed, which it does not know, is left out and said', async () => {
  const { completion } = await askVendor(world, { seed: 3 });
  expect(completion.warnings).toEqual(['unsupported: seed']);
});

test('a temperature that a model refuses is left out, and said', async () => {
  const { arrived, completion } = await askVendor(world, { model: 'anthropic/claude-opus-4-7', temperature: 0 });
  expect(arrived.body).not.toHaveProperty('temperature');
  expect(completion.warnings).toEqual([expect.stringContaining('unsupported: temperature')]);
});

test('thinking is no part of an answer', async () => {
  const content = [
    { type: 'thinking', thinking: 'Let me see …', signature: 'x' },
    { type: 'text', text: '4' },
  ];
  const usage = { input_tokens: 9, output_tokens: 7 };
  const body = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content, stop_reason: 'end_turn', usage };
  const { completion } = await askVendor(world, {}, { reply: saysRaw(JSON.stringify(body)) });
  expect(completion).toMatchObject({ answer: '4', usage: { input: 9, output: 7 } });
});

test('a stream that ends in an error is broken, in the vendor’s words', async () => {
  const error =
    'event: error\ndata: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}\n\n';
  const start = world.format
    .chunks({ pieces: ['one'], finish: 'stop', model: 'm' })
    .slice(0, 3)
    .join('');
  const reply = sends(200, start + error, { 'content-type': 'text/event-stream' });
  const failed = await failVendor(world, reply, { stream: true });
  expect(failed).toMatchObject({ kind: 'broken', message: expect.stringContaining('Overloaded') });
});

test('an answer is kept whatever stands beside it as usage, and beside it as another part', async () => {
  const of = async (beside: object) => {
    const text = { type: 'text', text: '4' };
    const body = {
      id: '1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [text],
      stop_reason: 'max_tokens',
    };
    const reply = saysRaw(JSON.stringify({ ...body, ...beside }));
    return (await askVendor(world, {}, { reply })).completion;
  };
  const rescued = { answer: '4', finish_reason: 'length', usage: null, attempts: [{ status: 200, reserved: {} }] };
  expect(await of({})).toMatchObject(rescued);
  expect(await of({ usage: { input_tokens: '5', output_tokens: '1' } })).toMatchObject(rescued);
  const content = [{ type: 'hologram' }, { type: 'text', text: '4' }];
  expect(await of({ content, usage: { input_tokens: 5, output_tokens: 1 } })).toMatchObject(rescued);
  expect(await of({ stop_reason: 'refusal' })).toMatchObject({ finish_reason: 'content-filter' });
});
