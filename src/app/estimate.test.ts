import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { fails, says, startVendor } from '../testing/vendor.ts';
import { estimate } from './estimate.ts';
import { run } from './run.ts';

const suiteFor = (url: string, models: readonly string[], prompt = '{{ input }}') => `name: s
models: [${models.map((model) => `{ base_url: "${url}", ${model} }`).join(', ')}]
tasks: [{ name: t, dataset: ./data.jsonl, prompt: "${prompt}", grade: exact, epochs: 2 }]
`;
const A = 'id: a, model: openai-compatible/a, price: { input: 1, output: 10 }';
const B = 'id: b, model: openai-compatible/b, key_env: NOT_SET';

test('how long answers will be is taken from past runs of the same task and prompt', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor(() => says('four'));
  await folder.write('data.jsonl', '{"input": "2 + 2 =", "target": "4"}\n{"input": "2 + 3 =", "target": "5"}\n');
  const results = `${folder.path}/results`;
  const one = await folder.write('one.yaml', suiteFor(vendor.url, [A]));
  const both = await folder.write('both.yaml', suiteFor(vendor.url, [A, B]));
  const other = await folder.write('other.yaml', suiteFor(vendor.url, [A], 'Add: {{ input }}'));

  const before = await estimate({ path: one, results });
  expect(before).toMatchObject({ calls: 4, seconds: null, unknown_usd: [], warnings: [] });
  expect(before.models[0]?.tasks).toMatchObject([{ calls: 4, basis: 'guess', past_answers: 0 }]);
  expect(vendor.arrived).toHaveLength(0);
  expect(await readdir(folder.path)).not.toContain('results');

  const { scorecard } = await run({ path: one, results, env: {} });
  const output = scorecard.rows[0]?.output_tokens as number;
  const asked = vendor.arrived.length;

  const after = await estimate({ path: both, results });
  expect(after.models[0]).toMatchObject({ model: 'a', output_tokens: { low: output, likely: output, high: output } });
  expect(after.models[0]?.tasks).toMatchObject([{ basis: 'same model', past_answers: 4 }]);
  expect(after.models[0]?.usd?.likely).toBeCloseTo((after.models[0]?.input_tokens as number) / 1e6 + output / 1e5, 12);
  expect(after.models[0]?.seconds).toBeGreaterThan(0);
  expect(after.models[1]).toMatchObject({ model: 'b', usd: null, seconds: null });
  expect(after.models[1]?.tasks).toMatchObject([{ basis: 'other models', past_answers: 4 }]);
  expect(after).toMatchObject({ unknown_usd: ['b'], usd: after.models[0]?.usd, seconds: null });
  expect(after.warnings).toEqual([expect.stringContaining('no price for b on')]);

  expect((await estimate({ path: other, results })).models[0]?.tasks).toMatchObject([{ basis: 'guess' }]);
  expect(vendor.arrived).toHaveLength(asked);
});

test('a past run that was tampered with is told of, and no reason to stop', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor(() => says('4'));
  await folder.write('data.jsonl', '{"input": "2 + 2 =", "target": "4"}\n');
  const results = `${folder.path}/results`;
  const path = await folder.write('suite.yaml', suiteFor(vendor.url, [A]));
  const past = await run({ path, results, env: {} });
  await appendFile(join(past.folder, 'outcomes.jsonl'), '{"schema_ver\n');

  const { warnings, models } = await estimate({ path, results });
  expect(warnings).toEqual([expect.stringContaining('a broken line inside the file')]);
  expect(models[0]?.tasks).toMatchObject([{ past_answers: 2 }]);
});

describe('what is there already is not counted', () => {
  const DATA = '{"input": "2 + 2 =", "target": "4"}\n{"input": "2 + 3 =", "target": "5"}\n';
  /** Suites of one model and of two, and a run of the first with four trials. */
  async function afterRun(folder: Awaited<ReturnType<typeof tempFolder>>, url: string) {
    await folder.write('data.jsonl', DATA);
    const results = `${folder.path}/results`;
    const one = await folder.write('one.yaml', suiteFor(url, [A]));
    const both = await folder.write('both.yaml', suiteFor(url, [A, B.replace(', key_env: NOT_SET', '')]));
    return { results, one, both, past: await run({ path: one, results, env: {} }) };
  }

  /** The run as if it had been killed before its last outcomes. */
  async function cutShort(path: string, left: number): Promise<void> {
    const [manifest, outcomes] = [join(path, 'manifest.json'), join(path, 'outcomes.jsonl')];
    await writeFile(
      manifest,
      (await readFile(manifest, 'utf8')).replace('"status": "complete"', '"status": "running"'),
    );
    const lines = (await readFile(outcomes, 'utf8')).split('\n').slice(0, left);
    await writeFile(outcomes, lines.map((line) => `${line}\n`).join(''));
  }

  test('of the run that goes on: as many calls as it then makes', async () => {
    await using folder = await tempFolder();
    await using vendor = await startVendor(() => says('four'));
    const { results, one, both, past } = await afterRun(folder, vendor.url);
    expect(await estimate({ path: one, results })).toMatchObject({ resumes: null, calls: 4, resumed: 0 });

    await cutShort(past.folder, 3);
    const found = await estimate({ path: one, results });
    expect(found).toMatchObject({ resumes: past.manifest.run_id, calls: 1, resumed: 3, reused: 0 });
    const whole = await estimate({ path: one, results, fresh: true });
    expect(whole).toMatchObject({ resumes: null, calls: 4, resumed: 0 });
    expect(found.input_tokens).toBe(whole.input_tokens / 4);
    expect(await estimate({ path: both, results })).toMatchObject({ resumes: null, calls: 8 });

    const before = vendor.arrived.length;
    await run({ path: one, results, env: {} });
    expect(vendor.arrived.length - before).toBe(1);
  });

  test('failures are done, unless they are to be asked again', async () => {
    await using folder = await tempFolder();
    await using vendor = await startVendor([fails(400, 'no'), says('four')]);
    const { results, one, past } = await afterRun(folder, vendor.url);
    expect(past.scorecard.rows[0]?.failed).toBe(1);
    expect(await estimate({ path: one, results, retryFailed: true })).toMatchObject({ calls: 1, resumed: 3 });
    await cutShort(past.folder, 4);
    expect(await estimate({ path: one, results })).toMatchObject({ calls: 0, resumed: 4, seconds: 0 });
  });

  test('of the run whose answers are taken', async () => {
    await using folder = await tempFolder();
    await using vendor = await startVendor(() => says('four'));
    const { results, one, both, past } = await afterRun(folder, vendor.url);
    expect(await estimate({ path: both, results, reuse: 'latest' })).toMatchObject({
      ...{ resumes: null, reuses: past.manifest.run_id, calls: 4, reused: 4 },
      models: [
        { calls: 0, reused: 4, usd: { likely: 0 } },
        { calls: 4, reused: 0 },
      ],
    });
    const warmer = await folder.write('warmer.yaml', suiteFor(vendor.url, [`${A}, temperature: 1`]));
    expect(await estimate({ path: warmer, results, reuse: 'latest' })).toMatchObject({ calls: 4, reused: 0 });

    const before = vendor.arrived.length;
    await run({ path: both, results, env: {}, reuse: 'latest' });
    expect(vendor.arrived.length - before).toBe(4);
    expect(await problemOf(() => estimate({ path: one, results, reuse: 'lost' }))).toContain('no run "lost"');
  });
});

test('models of one account wait for its limit together; recorded answers cost nothing more', async () => {
  await using folder = await tempFolder();
  await folder.write('data.jsonl', '{"input": "2 + 2 =", "target": "4"}\n');
  await folder.write('answers.jsonl', '{"id": "1", "answer": "4"}\n');
  const limits = 'limits: { requests_per_minute: 2 }';
  const same = 'model: openai-compatible/x, price: { input: 1, output: 1 }';
  const path = await folder.write(
    'suite.yaml',
    `name: s
models:
  - { id: a, ${same}, base_url: "http://127.0.0.1:9/v1", ${limits} }
  - { id: b, ${same}, base_url: "http://127.0.0.1:9/v1", ${limits} }
  - { id: c, model: recorded/c, file: ./answers.jsonl }
tasks: [{ name: t, dataset: ./data.jsonl, prompt: "{{ input }}", grade: exact, epochs: 2 }]
`,
  );
  const { models } = await estimate({ path, results: `${folder.path}/results` });
  expect(models.map(({ seconds }) => seconds)).toEqual([61, 61, null]);
  expect(models[2]?.usd).toEqual({ low: 0, likely: 0, high: 0 });
});
