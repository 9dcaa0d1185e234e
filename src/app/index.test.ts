import { expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { tempFolder } from '../testing/temp.ts';
import { says, startVendor } from '../testing/vendor.ts';
import { compare, lists, report, run, UserError, validate } from './index.ts';

const suiteFor = (url: string) => `name: library
models: [{ id: m, model: openai-compatible/x, base_url: "${url}", price: { input: 1, output: 1 } }]
tasks: [{ name: t, dataset: ./data.jsonl, prompt: "{{ input }}", grade: exact }]
`;

test('the library validates, runs and reports a suite, and prints nothing', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor([says('4')]);
  await folder.write('data.jsonl', '{"input": "2 + 2 =", "target": "4"}\n{"input": "2 + 3 =", "target": "5"}\n');
  const path = await folder.write('suite.yaml', suiteFor(vendor.url));
  const results = `${folder.path}/results`;

  expect(await validate({ path, env: {}, allowExec: false, show: 0 })).toMatchObject({ calls: 2, warnings: [] });
  expect(vendor.arrived).toHaveLength(0);

  const { scorecard, stopped, lastFailures } = await run({ path, results, env: {} });
  expect(scorecard.rows[0]).toMatchObject({ quality: { value: 0.5, n: 2 }, cost_usd: 0.000024 });
  expect([stopped, lastFailures.size]).toEqual([[], 0]);

  const written = await report({ run: 'latest', results, format: 'json', colour: false });
  expect(JSON.parse((await collect(written)).join(''))).toEqual(scorecard);
  await expect(compare({ runs: [], results })).rejects.toThrow('no two models');
  expect(await lists['runs']?.(results)).toEqual([{ name: scorecard.run_id, summary: 'complete, library' }]);
});

test('what the user can mend is a UserError; nothing is held afterwards', async () => {
  await using folder = await tempFolder();
  const path = await folder.write('suite.yaml', suiteFor('http://127.0.0.1:9/v1'));
  const results = `${folder.path}/results`;
  await expect(run({ path, results, env: {} })).rejects.toThrow(UserError);
  await expect(run({ path, results, env: {} })).rejects.toThrow('data.jsonl: no such file');
});

test('a run that is stopped before it begins asks nothing', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor([says('4')]);
  await folder.write('data.jsonl', '{"input": "2 + 2 =", "target": "4"}\n');
  const path = await folder.write('suite.yaml', suiteFor(vendor.url));
  const stopped = run({ path, results: `${folder.path}/results`, env: {}, stop: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ name: 'Interrupted' });
  expect(vendor.arrived).toHaveLength(0);
});
