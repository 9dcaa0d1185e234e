import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type TempFolder, tempFolder } from '../temp.ts';
import { fails, says, startVendor } from '../vendor.ts';
import { llmBench, onlyRun, readRun, runsIn } from './llm-bench.ts';

const GOOD_DATA = '{"input": "a", "target": "a"}\n{"input": "b", "target": "b"}\n';

interface World {
  readonly suite: string;
  readonly data?: string;
  readonly flags?: readonly string[];
}

/** Runs a suite that something is wrong with, and checks what is true of every such end. */
async function runBad(folder: TempFolder, { suite, data = GOOD_DATA, flags = [] }: World) {
  await folder.write('data.jsonl', data);
  await folder.write('suite.yaml', suite);
  const ended = await llmBench(['run', 'suite.yaml', ...flags], folder.path);
  expect(ended.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(ended.stderr).not.toContain('bug');
  return ended;
}

const MODELS = 'models: [baseline/first]';
const TASKS = 'tasks: [{ name: t, dataset: ./data.jsonl, prompt: "{{ input }}", grade: exact }]';

test.each<[string, World, RegExp]>([
  [
    'YAML that cannot be read',
    { suite: `name: x\n${MODELS}\ntasks: [{ name: t` },
    /^error: suite\.yaml:\d+:\d+: not YAML: /,
  ],
  ['an empty file', { suite: '' }, /^error: suite\.yaml:1:1: the suite: must be a mapping, not empty$/m],
  [
    'an unknown key',
    { suite: `name: x\nmodles: []\n${MODELS}\n${TASKS}` },
    /^error: suite\.yaml:2:1: unknown key "modles"; did you mean "models"\?$/m,
  ],
  [
    'an unknown key of a task',
    { suite: `name: x\n${MODELS}\ntasks:\n  - { name: t, dataset: ./data.jsonl, grade: exact, shotz: 2 }` },
    /^error: suite\.yaml:4:53: tasks\[0\]: unknown key "shotz"; did you mean "shots"\?$/m,
  ],
  [
    'an unknown grader',
    { suite: `name: x\n${MODELS}\n${TASKS.replace('exact', 'exactt')}` },
    /^error: suite\.yaml:3:\d+: tasks\[0\]\.grade: .*"exactt".*did you mean "exact"\?$/m,
  ],
  [
    'an unknown provider',
    { suite: `name: x\nmodels: [basline/first]\n${TASKS}` },
    /^error: suite\.yaml:2:10: no provider "basline"; did you mean "baseline"\?$/m,
  ],
  [
    'an unknown dataset',
    { suite: `name: x\n${MODELS}\n${TASKS.replace('./data.jsonl', 'mmlu-mni')}` },
    /^error: suite\.yaml:3:\d+: task t: no dataset "mmlu-mni"; did you mean "mmlu-mini"\?/m,
  ],
  [
    'a missing dataset file',
    { suite: `name: x\n${MODELS}\n${TASKS.replace('./data', './dta')}` },
    /^error: suite\.yaml:3:\d+: task t: dta\.jsonl: no such file$/m,
  ],
  [
    'an unknown column',
    { suite: `name: x\n${MODELS}\n${TASKS.replace('prompt', 'fields: { input: inptu }, prompt')}` },
    /data\.jsonl:1: no column "inptu"; did you mean "input"\?$/m,
  ],
  [
    'an unknown variable in a prompt',
    { suite: `name: x\n${MODELS}\n${TASKS.replace('{{ input }}', '{{ inptu }}')}` },
    /^error: suite\.yaml:3:\d+: task t: .*no variable "inptu"; did you mean "input"\?/m,
  ],
  [
    'an empty dataset',
    { suite: `name: x\n${MODELS}\n${TASKS}`, data: '' },
    /^error: suite\.yaml:3:\d+: task t: \.\/data\.jsonl has no samples$/m,
  ],
  [
    'a broken line of a dataset',
    { suite: `name: x\n${MODELS}\n${TASKS}`, data: '{"input": "a", "target": "a"}\n{"input": ' },
    /data\.jsonl:2: not JSON/,
  ],
  [
    'a program without leave',
    { suite: `name: x\nmodels: [{ model: exec/x, command: [cat] }]\n${TASKS}` },
    /^error: .*allow it with --allow-exec$/m,
  ],
  [
    'a program that is not there',
    { suite: `name: x\nmodels: [{ model: exec/x, command: [./no-such-program] }]\n${TASKS}`, flags: ['--allow-exec'] },
    /^error: .*no program \.\/no-such-program/m,
  ],
  [
    'a key that is not set',
    {
      suite: `name: x\nmodels: [{ id: m, model: openai-compatible/x, base_url: "http://127.0.0.1:9/v1", key_env: NO_SUCH_KEY }]\n${TASKS}`,
    },
    /^error: suite\.yaml:2:\d+: model m needs NO_SUCH_KEY, which is set neither in the environment nor in \.env$/m,
  ],
])('%s: one clear message, exit code 2, nothing asked, nothing left behind', async (_, world, message) => {
  await using folder = await tempFolder();
  const { exitCode, stderr, stdout } = await runBad(folder, world);
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(await runsIn(folder.path)).toEqual([]);
});

test('a suite that is not there', async () => {
  await using folder = await tempFolder();
  const { exitCode, stderr } = await llmBench(['run', 'nope.yaml'], folder.path);
  expect([exitCode, stderr]).toEqual([2, 'error: nope.yaml: no such file']);
  expect(existsSync(`${folder.path}/results`)).toBe(false);
});

test('a server that cannot be reached: no answer at all from a model is exit code 2; the other models have their figures', async () => {
  await using folder = await tempFolder();
  const models = `models:
  - { id: gone, model: openai-compatible/x, base_url: "http://127.0.0.1:9/v1", retries: 0 }
  - { id: here, model: exec/cat, command: [cat] }`;
  const { exitCode, stderr, stdout } = await runBad(folder, {
    suite: `name: x\n${models}\n${TASKS}`,
    flags: ['--allow-exec'],
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error: gone gave no answer at all: unreachable: connect ECONNREFUSED 127.0.0.1:9');
  expect(stdout).toContain('gone on t: 2 trials without an answer (unreachable 2)');
  const { outcomes, scorecard } = await readRun(await onlyRun(folder.path));
  expect(outcomes).toHaveLength(4);
  expect(scorecard.rows.find(({ model }) => model === 'here')?.quality.value).toBe(1);
  expect(scorecard.rows.find(({ model }) => model === 'gone')?.quality.value).toBe(null);
});

test('a program that exits 1 now and then: its failures are counted and never scored, and the exit code says incomplete', async () => {
  await using folder = await tempFolder();
  await folder.write(
    'answer.cjs',
    "const text = require('node:fs').readFileSync(0, 'utf8'); if (text === 'b') { console.error('no idea'); process.exit(1); } process.stdout.write(text);",
  );
  const models = `models: [{ id: m, model: exec/x, command: [${process.execPath}, ./answer.cjs] }]`;
  const { exitCode, stdout } = await runBad(folder, { suite: `name: x\n${models}\n${TASKS}`, flags: ['--allow-exec'] });
  expect(exitCode).toBe(3);
  expect(stdout).toContain(
    'm on t: 1 trial without an answer (crashed 1), not in n. Coverage 50.0 % is under the floor of 99.0 %.',
  );
  const { outcomes, scores, scorecard } = await readRun(await onlyRun(folder.path));
  expect(outcomes).toHaveLength(2);
  expect(outcomes.find((outcome) => 'failure' in outcome)).toMatchObject({
    failure: { kind: 'crashed', message: expect.stringContaining('exit code 1: no idea') },
  });
  expect(scores).toMatchObject([{ value: 1 }]);
  expect(scorecard.rows[0]).toMatchObject({ asked: 2, failed: 1, quality: { value: 1, n: 1 } });
});

test('a refused key stops its model with one message after a few calls; the others go on', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor([fails(401, 'bad key')]);
  await using good = await startVendor([says('a')]);
  const data = Array.from({ length: 100 }, (_, n) => JSON.stringify({ input: `${n}`, target: 'a' })).join('\n');
  const models = `models:
  - { id: refused, model: openai-compatible/x, base_url: "${vendor.url}", limits: { concurrency: 1 } }
  - { id: good, model: openai-compatible/x, base_url: "${good.url}" }`;
  const { exitCode, stderr } = await runBad(folder, { suite: `name: x\n${models}\n${TASKS}`, data });
  expect(exitCode).toBe(2);
  expect(stderr.match(/its key is refused/g)).toHaveLength(1);
  expect(vendor.arrived.length).toBeLessThan(10);
  expect(good.arrived).toHaveLength(100);
});

test('a model whose first calls all fail is not asked the rest', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor([fails(404, 'no such model')]);
  const data = Array.from({ length: 200 }, (_, n) => JSON.stringify({ input: `${n}`, target: 'a' })).join('\n');
  const models = `models: [{ id: m, model: openai-compatible/x, base_url: "${vendor.url}", limits: { concurrency: 2 } }]`;
  const { exitCode, stderr } = await runBad(folder, { suite: `name: x\n${models}\n${TASKS}`, data });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('m was asked no more: none of its first 20 calls had an answer: HTTP 404: no such model');
  expect(vendor.arrived.length).toBeLessThan(30);
});

test('a server cannot write on the user’s terminal', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor([fails(400, '\u001B]0;owned\u0007\u001B[2J\u202Eno')]);
  const models = `models: [{ id: m, model: openai-compatible/x, base_url: "${vendor.url}" }]`;
  const { exitCode, stderr, stdout } = await runBad(folder, { suite: `name: x\n${models}\n${TASKS}` });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error: m gave no answer at all: rejected: HTTP 400:');
  expect(stderr + stdout).not.toMatch(/[\u001B\u0007\u202E]/);
});

test('a results folder that cannot be made', async () => {
  await using folder = await tempFolder();
  await folder.write('results', 'a file in the way');
  await folder.write('data.jsonl', GOOD_DATA);
  await folder.write('suite.yaml', `name: x\n${MODELS}\n${TASKS}`);
  const { exitCode, stderr } = await llmBench(['run', 'suite.yaml'], folder.path);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('cannot make the folder');
  expect(stderr).toContain('--results');
});
