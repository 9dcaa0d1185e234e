import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { tempFolder } from '../temp.ts';
import { says, startVendor } from '../vendor.ts';
import { llmBench } from './llm-bench.ts';

test('estimate tells calls, tokens and money without a key or a call, and leaves nothing behind', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor(() => says('4'));
  await folder.write('sums.jsonl', '{"input": "2 + 2 =", "target": "4"}\n{"input": "2 + 3 =", "target": "5"}\n');
  const model = `base_url: "${vendor.url}", key_env: NOT_SET`;
  const suite = await folder.write(
    'suite.yaml',
    `name: sums
models:
  - { id: a, model: openai-compatible/a, ${model}, max_tokens: 100, price: { input: 1, output: 1000 } }
  - { id: b, model: openai-compatible/b, ${model} }
tasks: [{ name: sums, dataset: ./sums.jsonl, prompt: "{{ input }}", grade: exact }]
`,
  );
  const { exitCode, stdout, stderr } = await llmBench(['estimate', suite], folder.path);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Model +Calls +Input tokens +Output tokens +\$ low +\$ likely +\$ high +Time +Output from\n/);
  expect(stdout).toMatch(/\na +2 +~\d+ +~200 \[32–200\] +\$0\.0320 +\$0\.200 +\$0\.200 +unknown +a guess\n/);
  expect(stdout).toMatch(/\nb +2 .* unknown +unknown +unknown +unknown +a guess\n/);
  expect(stdout).toMatch(/\nall +4 .* ≥ \$0\.200 +unknown$/);
  expect(stderr).toContain('warning: no price for b on');
  expect(stderr).toContain('Tries again are not counted');

  const json = await llmBench(['estimate', suite, '--json', '--limit', '1', '--models', 'a'], folder.path);
  expect(JSON.parse(json.stdout)).toMatchObject({ calls: 1, unknown_usd: [], models: [{ model: 'a', calls: 1 }] });
  expect(vendor.arrived).toHaveLength(0);
  expect((await readdir(folder.path)).sort()).toEqual(['suite.yaml', 'sums.jsonl']);
});

test('run --confirm-over goes on without a terminal and says what it may cost', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor(() => says('4'));
  await folder.write('sums.jsonl', '{"input": "2 + 2 =", "target": "4"}\n');
  const suite = await folder.write(
    'suite.yaml',
    `name: sums
models: [{ id: a, model: openai-compatible/a, base_url: "${vendor.url}", price: { input: 1, output: 1000 } }]
tasks: [{ name: sums, dataset: ./sums.jsonl, prompt: "{{ input }}", grade: exact }]
`,
  );
  const { exitCode, stderr } = await llmBench(['run', suite, '--confirm-over', '0.01'], folder.path);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('Estimate for 1 call: likely $0.256');
  expect(stderr).toContain('That may be over $0.0100; it goes on');
  expect(vendor.arrived).toHaveLength(1);

  const wrong = await llmBench(['run', suite, '--confirm-over', 'much'], folder.path);
  expect(wrong.exitCode).toBe(2);
});

test('judges are part of an estimate: a call an answer, two for a pair, with lengths from past runs', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor(({ body }) =>
    body.model === 'judge'
      ? says('{"reason": "r", "verdict": "tie"}', { usage: { prompt_tokens: 500, completion_tokens: 30 } })
      : says('4'),
  );
  await folder.write('sums.jsonl', '{"input": "2 + 2 =", "target": "4"}\n{"input": "2 + 3 =", "target": "5"}\n');
  const model = (id: string) =>
    `{ id: ${id}, model: openai-compatible/${id}, base_url: "${vendor.url}", price: { input: 1, output: 1 } }`;
  const suite = await folder.write(
    's.yaml',
    `name: sums
models: [${model('a')}, ${model('b')}]
roles: { judge: ${model('judge')}, incumbent: a }
tasks:
  - { name: sums, dataset: ./sums.jsonl, prompt: "{{ input }}", grade: [exact, { judge: { name: better, rubric: helpfulness, pairwise: true } }] }
`,
  );
  const estimated = async () =>
    JSON.parse((await llmBench(['estimate', suite, '--json', '--fresh'], folder.path)).stdout);
  const judgeIn = ({ models }: { models: { model: string }[] }) => models.find(({ model }) => model === 'judge');
  const before = await estimated();
  expect(judgeIn(before)).toMatchObject({ calls: 4, tasks: [{ basis: 'guess' }] });

  const { exitCode } = await llmBench(['run', suite, '--quiet'], folder.path);
  expect(exitCode).toBe(0);
  expect(judgeIn(await estimated())).toMatchObject({
    calls: 4,
    output_tokens: { likely: 120 },
    tasks: [{ basis: 'same model' }],
  });
});
