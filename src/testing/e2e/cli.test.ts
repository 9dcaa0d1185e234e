import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { dataOf } from '../report-page.ts';
import { tempFolder } from '../temp.ts';
import { says, startVendor } from '../vendor.ts';
import { llmBench, onlyRun, ROOT, readRun } from './llm-bench.ts';

test('--help names every command and every exit code', async () => {
  const { exitCode, stdout } = await llmBench(['--help'], ROOT);
  expect(exitCode).toBe(0);
  for (const word of ['run', 'estimate', 'validate', 'report', 'list', 'schema', 'Exit codes:'])
    expect(stdout).toContain(word);
});

test('--version is the package’s', async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect((await llmBench(['--version'], ROOT)).stdout).toBe(version);
});

test.each([
  [['rnu'], "error: unknown command 'rnu'"],
  [['run'], "error: missing required argument 'suite'"],
  [['run', 'x.yaml', '--limt', '3'], "error: unknown option '--limt'"],
  [['run', 'x.yaml', '--limit', 'three'], 'It must be a whole number from 1 on.'],
  [['run', 'x.yaml', '--format', 'xml'], 'error: no report format "xml"'],
  [['run', 'x.yaml', '--table', 'standrad'], 'error: no table "standrad" of a run; did you mean "standard"?'],
  [['list', 'gradrs'], 'error: nothing called "gradrs" to list; did you mean "graders"?'],
  [['report'], 'error: there is no run in results'],
])('%j is an error of usage: exit code 2', async (words, message) => {
  await using folder = await tempFolder();
  const { exitCode, stderr } = await llmBench(words, folder.path);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});

test('validate tells what a run would ask, shows prompts as they would be sent, and asks nothing', async () => {
  await using folder = await tempFolder();
  const { exitCode, stdout } = await llmBench(
    ['validate', join(ROOT, 'suites/quickstart.yaml'), '--show', '1', '--tasks', 'knowledge'],
    folder.path,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('is valid: 3 models, 240 calls');
  expect(stdout).toContain('knowledge: 80 samples, 5-shot, generated');
  expect(stdout.match(/--- prompt/g)).toHaveLength(1);
  expect(stdout).toMatch(/\[user\]\nThe following are multiple choice questions \(with answers\) about {2}\w+/);
  expect(stdout.trimEnd()).toMatch(/\nAnswer:$/);
});

test.each(['graders', 'providers', 'prompts', 'datasets', 'reports', 'runs'])(
  'list %s prints names, or JSON',
  async (what) => {
    const { exitCode, stdout } = await llmBench(['list', what, '--json', '--results', 'results/example'], ROOT);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).length).toBeGreaterThan(0);
  },
);

test('flags say what the suite does not: models, tasks, limit, epochs, seed', async () => {
  await using folder = await tempFolder();
  const words = [
    '--models',
    'baseline/random',
    '--tasks',
    'tickets',
    '--limit',
    '12',
    '--epochs',
    '2',
    '--seed',
    '3',
    '--quiet',
    '--json',
  ];
  const { stdout, stderr } = await llmBench(['run', join(ROOT, 'suites/quickstart.yaml'), ...words], folder.path);
  const scorecard = JSON.parse(stdout);
  expect(stderr).toBe('');
  expect(scorecard).toMatchObject({ models: ['baseline/random'], seed: 3 });
  expect(scorecard.rows[0]).toMatchObject({ task: 'tickets', asked: 24, quality: { n: 12 } });
});

test('a reader that closes the pipe early is no error', async () => {
  await using folder = await tempFolder();
  await llmBench(['run', join(ROOT, 'suites/quickstart.yaml'), '--quiet'], folder.path);
  const { stdout, stderr } = await execa({
    cwd: folder.path,
    shell: '/bin/bash',
  })`set -o pipefail; ${process.execPath} ${join(ROOT, 'bin/llm-bench.js')} report --format calls | head -n 1; echo $?`;
  expect(stdout.split('\n').at(-1)).toBe('0');
  expect(stderr).toBe('');
});

test('a key stays out of every file and message, even where the vendor echoes it', async () => {
  await using folder = await tempFolder();
  const key = 'sk-very-secret-0123456789';
  await using vendor = await startVendor(({ headers, body }) =>
    body.messages[0].content === 'a'
      ? says(`You sent ${headers.authorization} and ${headers['x-team']}`)
      : says('b', { model: `m-${headers.authorization}` }),
  );
  await folder.write('data.jsonl', '{"input": "a", "target": "a"}\n{"input": "b", "target": "b"}\n');
  await writeFile(join(folder.path, '.env'), `OUR_KEY=${key}\nTEAM=team-secret-42\n`);
  const suite = `name: x
models: [{ id: m, model: openai-compatible/x, base_url: "${vendor.url}", key_env: OUR_KEY, headers: { x-team: "t \${TEAM}" } }]
tasks: [{ name: t, dataset: ./data.jsonl, prompt: "{{ input }}", grade: exact }]
`;
  const { exitCode, stdout, stderr } = await llmBench(['run', await folder.write('suite.yaml', suite)], folder.path);
  expect(exitCode).toBe(0);
  expect(vendor.arrived[0]?.headers).toMatchObject({ authorization: `Bearer ${key}`, 'x-team': 't team-secret-42' });

  const run = await onlyRun(folder.path);
  const names = [
    'manifest.json',
    'samples.jsonl',
    'outcomes.jsonl',
    'scores.jsonl',
    'summary.csv',
    'calls.csv',
    'scorecard.json',
    'report.md',
    'report.html',
  ];
  const files = await Promise.all(names.map((name) => readFile(join(run, name), 'utf8')));
  const packed = JSON.stringify(dataOf(files.at(-1) as string));
  expect(packed).toContain('You sent Bearer [secret]');
  for (const text of [stdout, stderr, ...files, packed]) {
    expect(text).not.toContain(key);
    expect(text).not.toContain('team-secret-42');
  }
  expect(
    (await readRun(run)).outcomes.some(
      (outcome) => 'answer' in outcome && outcome.answer === 'You sent Bearer [secret] and t [secret]',
    ),
  ).toBe(true);
});
