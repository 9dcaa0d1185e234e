import { expect, test } from 'vitest';
import { loadSuite } from '../suites/load.ts';
import { problemOf } from '../testing/problem.ts';
import { suiteText } from '../testing/suite-text.ts';
import { tempFolder } from '../testing/temp.ts';
import { openModels } from './models.ts';

const KEY = 'sk-0123456789';

async function open(models: string) {
  await using folder = await tempFolder();
  const loaded = await loadSuite(await folder.write('s.yaml', suiteText({ models })));
  return await openModels(loaded, { env: { OPENAI_API_KEY: KEY, OTHER_KEY: KEY }, allowExec: false });
}

test('two limits per minute for one account are an error, however the account is spelled', async () => {
  const models = (more: string) =>
    `[{ model: openai/a, limits: { requests_per_minute: 5 } }, { model: openai/b, ${more}, limits: { requests_per_minute: 6 } }]`;
  const problem = 'openai/a has the same account and another requests_per_minute: give both 5, or one of them none';
  for (const same of ['temperature: 0', 'base_url: "https://api.openai.com/v1/"', 'key_env: OTHER_KEY']) {
    expect(await problemOf(() => open(models(same)))).toContain(problem);
  }
  expect(await open(models('base_url: "http://localhost:1/v1"'))).toHaveLength(2);
});
