import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { world as worldOf } from '../testing/ask.ts';
import { problemOf } from '../testing/problem.ts';
import { sends } from '../testing/vendor.ts';
import { askVendor, specFor, worldCalled } from '../testing/vendors/ask.ts';
import { azure } from './azure.ts';
import { optionalPackage } from './vendor/optional-package.ts';

const world = worldCalled('azure');

test('a model is asked through chat completions, or the Responses API where the suite says so', async () => {
  expect((await askVendor(world)).arrived.path).toBe('/v1/chat/completions');
  expect((await askVendor(worldCalled('azure responses'))).arrived.path).toBe('/v1/responses');
});

test('Azure is told to keep nothing where it would', async () => {
  expect((await askVendor(worldCalled('azure responses'))).arrived.body.store).toBe(false);
  expect((await askVendor(world)).arrived.body).not.toHaveProperty('store');
});

test('a version with a date is that of the API with an address for each deployment', async () => {
  const { arrived } = await askVendor(world, { api_version: '2024-10-21' });
  expect(arrived.path).toBe('/v1/deployments/test/chat/completions?api-version=2024-10-21');
});

test('a deployment that is asked for an effort is of a reasoning model, whatever its name', async () => {
  const { arrived } = await askVendor(world, { effort: 'low', max_tokens: 9 });
  expect(arrived.body).toMatchObject({ reasoning_effort: 'low', max_completion_tokens: 9 });
  expect((await askVendor(world, { max_tokens: 9 })).arrived.body).toMatchObject({ max_tokens: 9 });
});

describe('the resource', () => {
  test('may stand in AZURE_RESOURCE_NAME, and is part of what could change an answer', async () => {
    const env = { ...world.env, AZURE_RESOURCE_NAME: 'ours' };
    const { identity } = await azure.open(specFor(world), worldOf({ env }));
    expect(identity).toMatchObject({ base_url: 'https://ours.openai.azure.com/openai' });
  });

  test('is missed by its name', async () => {
    expect(await problemOf(() => azure.open(specFor(world), worldOf({ env: world.env })))).toBe(
      'model m needs base_url, or AZURE_RESOURCE_NAME in the environment or in .env',
    );
  });
});

describe('the package', () => {
  test('that is not installed is named, with the way to install it', async () => {
    const absent = '@ai-sdk/absent';
    expect(await problemOf(() => optionalPackage(() => import(absent), `${absent}@1.2.3`, 'model m'))).toBe(
      'model m needs the package @ai-sdk/absent, which is not installed: npm install @ai-sdk/absent@1.2.3',
    );
  });

  test('that is installed but broken is a bug, told as it is', async () => {
    const broken = Object.assign(new Error("Cannot find package 'zod' imported from /x/@ai-sdk/azure"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    await expect(optionalPackage(() => Promise.reject(broken), '@ai-sdk/azure@1.0.0', 'model m')).rejects.toBe(broken);
  });

  test.each(['azure', 'bedrock'])('is named by %s in the version that the manifest asks for', async (name) => {
    const source = await readFile(new URL(`./${name}.ts`, import.meta.url), 'utf8');
    const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    const [, pack = '', version] = /'(@ai-sdk\/[a-z-]+)@([\d.]+)'/.exec(source) ?? [];
    expect(JSON.parse(manifest).peerDependencies[pack]).toBe(version);
  });
});

test('what Azure’s filter stops before the model is asked is a refusal, and free', async () => {
  const message = 'The response was filtered due to the prompt triggering Azure OpenAI’s content management policy.';
  const innererror = { code: 'ResponsibleAIPolicyViolation', content_filter_result: { hate: { filtered: true } } };
  const error = { message, type: null, param: 'prompt', code: 'content_filter', status: 400, innererror };
  const { completion } = await askVendor(world, {}, { reply: sends(400, JSON.stringify({ error })) });
  expect(completion).toMatchObject({ answer: '', finish_reason: 'content-filter', attempts: [{ status: 400 }] });
});
