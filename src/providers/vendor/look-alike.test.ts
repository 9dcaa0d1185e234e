import { expect, test } from 'vitest';
import { world as worldOf } from '../../testing/ask.ts';
import { askVendor, specFor, worldCalled } from '../../testing/vendors/ask.ts';
import { networkWorlds } from '../../testing/vendors/worlds.ts';
import { providers } from '../index.ts';
import { keepVendorKeys } from './vendor-keys.ts';

const response_schema = { type: 'object', properties: { x: { type: 'string' } } };

test.each(['together', 'fireworks', 'groq', 'openrouter', 'xai', 'vllm OUR_KEY'])(
  'a response_schema is sent as it is: %s',
  async (title) => {
    const { arrived, completion } = await askVendor(worldCalled(title), { response_schema });
    expect(arrived.body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { schema: response_schema },
    });
    expect(completion.warnings).toEqual([]);
  },
);

test('DeepSeek, which takes none, is asked for JSON, and a warning says so', async () => {
  const { arrived, completion } = await askVendor(worldCalled('deepseek'), { response_schema });
  expect(arrived.body.response_format).toEqual({ type: 'json_object' });
  expect(completion.warnings).toEqual([expect.stringContaining('unsupported: responseFormat')]);
});

test.each(['vllm', 'ollama', 'llamacpp'])('%s needs no key and no address', async (name) => {
  const provider = providers.find((one) => one.name === name);
  const model = await provider?.open({ ...specFor(worldCalled(`${name} OUR_KEY`)), key_env: undefined }, worldOf());
  expect(model?.identity).toEqual({ base_url: undefined });
});

test.each(networkWorlds.filter(({ spec, provider }) => spec.key_env === undefined && provider !== 'azure'))(
  'a vendor’s own address is where its key belongs: $title',
  async (world) => {
    const provider = providers.find(({ name }) => name === world.provider);
    await provider?.open(specFor(world), worldOf({ env: world.env }));
    for (const name of Object.keys(world.env)) {
      expect(() => keepVendorKeys([name], new URL('https://other.example'), 'model m')).toThrow('may go to');
    }
  },
);
