import { expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { suiteText } from '../testing/suite-text.ts';
import { tempFolder } from '../testing/temp.ts';
import { loadSuite } from './load.ts';

const HUB = 'openai-compatible/meta-llama/Meta-Llama-3-70B-Instruct';

async function load(model: string) {
  await using folder = await tempFolder();
  const text = suiteText({ models: `[{ id: m, base_url: "http://localhost:8000/v1", ${model} }]` });
  return (await loadSuite(await folder.write('s.yaml', text))).suite.models[0];
}
const problemIn = (model: string) => problemOf(() => load(model));

test('a model says which of the catalogue it is, and what it runs on', async () => {
  const hosting = 'hosting: { gpu: a100-80, count: 4, usd_per_gpu_hour: 1.39, utilisation: 0.4 }';
  expect(await load(`model: openai-compatible/ours, catalog: llama-3-70b, ${hosting}`)).toMatchObject({
    catalog: 'llama-3-70b',
    hosting: { gpu: 'a100-80', count: 4, usd_per_gpu_hour: 1.39, utilisation: 0.4 },
  });
});

test('its name on the hub is enough, and half of what the GPUs can do is taken', async () => {
  const model = await load(`model: ${HUB}, hosting: { gpu: a100-80, count: 4 }`);
  expect(model?.hosting).toEqual({ gpu: 'a100-80', count: 4, utilisation: 0.5 });
});

test('names that the catalogue does not know are told with the nearest', async () => {
  expect(await problemIn(`model: ${HUB}, catalog: llama-3-7b, hosting: { gpu: a100-8, count: 4 }`)).toMatch(
    /^s\.yaml:2:\d+: no model "llama-3-7b" in the catalogue; did you mean "llama-3-70b"\?\ns\.yaml:2:\d+: no GPU "a100-8"; did you mean "a100-80"\?$/,
  );
  expect(await problemIn(`model: ${HUB}, hosting: { gpu: a100-80, cont: 4 }`)).toContain('did you mean "count"?');
});

test('a name that is not the catalogue’s needs the catalogue’s beside it', async () => {
  expect(await problemIn('model: openai-compatible/ours, hosting: { gpu: a100-80, count: 4 }')).toMatch(
    /^s\.yaml:2:\d+: "ours" is not in the catalogue; say which model of it this is: catalog: …$/,
  );
});

test('programs report no tokens that a hosting could price', async () => {
  const model = 'model: exec/x, command: [x], catalog: llama-3-8b, hosting: { gpu: l4-24, count: 1 }';
  expect(await problemIn(model)).toContain('exec models report no tokens: give price: { usd_per_hour: … }');
});
