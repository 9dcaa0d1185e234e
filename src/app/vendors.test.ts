import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/temp.ts';
import { startVendor } from '../testing/vendor.ts';
import { speaking } from '../testing/vendors/format.ts';
import { KEY, type NetworkWorld, networkWorlds } from '../testing/vendors/worlds.ts';
import { run } from './index.ts';

/** The models of a suite that asks every vendor, each below a path of its own on one local server. */
const modelsAt = (origin: string) =>
  networkWorlds.map(({ title, provider, format, spec }, index) => ({
    id: title,
    model: `${provider}/test`,
    base_url: `${origin}/${index}${format.path}`,
    price: { input: 1, output: 2 },
    ...spec,
  }));

test('one suite asks every vendor; no key is in any file; what Anthropic demands is in the manifest', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor(({ path }) =>
    speaking((networkWorlds[Number(path.split('/')[1])] as NetworkWorld).format).says('4'),
  );
  await folder.write('questions.jsonl', '{"input": "2 + 2 =", "target": "4"}\n{"input": "2 * 2 =", "target": "4"}\n');
  const models = modelsAt(new URL(vendor.url).origin);
  const tasks = [{ name: 't', dataset: './questions.jsonl', grade: 'exact' }];
  const path = await folder.write('suite.yaml', JSON.stringify({ name: 'all', models, tasks }));
  const env = Object.assign({}, ...networkWorlds.map((world) => world.env));

  const { scorecard, folder: results } = await run({ path, results: `${folder.path}/results`, env });

  expect(scorecard.rows.map(({ model, quality, failed }) => [model, quality.value, quality.n, failed])).toEqual(
    networkWorlds.map(({ title }) => [title, 1, 2, 0]),
  );
  const files = await readdir(results);
  const texts = await Promise.all(files.map((file) => readFile(join(results, file), 'utf8')));
  expect(texts.join('')).not.toContain(KEY);
  const manifest = JSON.parse(texts[files.indexOf('manifest.json')] ?? '');
  expect(manifest.suite.models[2]).toMatchObject({ id: 'anthropic', max_tokens: 16_384 });
});
