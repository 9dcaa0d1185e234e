import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Scorecard } from '../../domain/scorecard.ts';
import { tempFolder } from '../temp.ts';
import { type Arrived, fails, says, startVendor } from '../vendor.ts';
import { llmBench, onlyRun, readRun, runsIn, startLlmBench } from './llm-bench.ts';

const SAMPLES = 300;

const questions = Array.from({ length: SAMPLES }, (_, n) =>
  JSON.stringify({ id: `q${n}`, input: `What is ${n}?`, target: String(n % 7) }),
).join('\n');

const suiteFor = (url: string, more = '') => `name: resume
models: [{ id: m, model: openai-compatible/x, base_url: "${url}", price: { input: 1, output: 2 }, limits: { concurrency: 8 }${more} }]
tasks: [{ name: t, dataset: ./questions.jsonl, prompt: "{{ input }}", grade: exact }]
`;

/** Right for every third question, so that there is something to count. */
const answers =
  (delayMs: number) =>
  ({ body }: Arrived) => {
    const n = Number(/\d+/.exec(body.messages[0].content)?.[0]);
    return says(String(n % 3 === 0 ? n % 7 : 9), { delayMs });
  };

/** What two runs of the same suite must share. */
const comparable = ({ run_id, started_at, rows, ...rest }: Scorecard) => ({
  ...rest,
  rows: rows.map(({ latency_p50_ms, latency_p95_ms, output_tokens_per_s, ...row }) => row),
});

/** A suite of questions in a folder of its own, against a vendor of its own. */
async function resumable(replies: Parameters<typeof startVendor>[0], lines = questions) {
  const folder = await tempFolder();
  const vendor = await startVendor(replies);
  await folder.write('questions.jsonl', lines);
  const suite = await folder.write('suite.yaml', suiteFor(vendor.url));
  return {
    folder,
    vendor,
    suite,
    async [Symbol.asyncDispose]() {
      await vendor[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Makes a complete run look as if it had been cut short. */
async function reopen(run: string): Promise<void> {
  const manifest = join(run, 'manifest.json');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"complete"', '"running"'));
}

test('a run that is killed again and again asks nothing twice that was on disk, and ends with the same figures', async () => {
  await using folder = await tempFolder();
  await using whole = await startVendor(answers(0));
  await using vendor = await startVendor(answers(10));
  await folder.write('questions.jsonl', questions);
  const suite = await folder.write('suite.yaml', suiteFor(vendor.url));

  const onDisk = new Map<string, number>();
  for (let kill = 0; kill < 4; kill++) {
    const running = startLlmBench(['run', suite], folder.path);
    while (vendor.arrived.length < 40 * (kill + 1)) await sleep(2);
    running.kill('SIGKILL');
    await running;
    const lines = (await readFile(join(await onlyRun(folder.path), 'outcomes.jsonl'), 'utf8').catch(() => ''))
      .split('\n')
      .slice(0, -1);
    for (const line of lines) onDisk.set(JSON.parse(line).sample, vendor.arrived.length);
  }
  const { exitCode } = await llmBench(['run', suite], folder.path);
  expect(exitCode).toBe(0);
  expect(onDisk.size).toBeGreaterThan(0);

  const run = await readRun(await onlyRun(folder.path));
  expect(run.outcomes).toHaveLength(SAMPLES);
  expect(new Set(run.outcomes.map(({ sample }) => sample)).size).toBe(SAMPLES);
  for (const [sample, after] of onDisk) {
    const asked = `What is ${sample.slice(1)}?`;
    expect(vendor.arrived.slice(after).some(({ body }) => body.messages[0].content === asked)).toBe(false);
  }

  await using other = await tempFolder();
  await other.write('questions.jsonl', questions);
  await llmBench(['run', await other.write('suite.yaml', suiteFor(whole.url))], other.path);
  const uninterrupted = await readRun(await onlyRun(other.path));
  expect(comparable(run.scorecard)).toEqual(comparable(uninterrupted.scorecard));
});

test('a torn last line is set aside and its call made again', async () => {
  await using world = await resumable(answers(0));
  const { folder, vendor, suite } = world;
  await llmBench(['run', suite], folder.path);
  const run = await onlyRun(folder.path);
  const outcomes = join(run, 'outcomes.jsonl');
  const { length } = await readFile(outcomes);
  await truncate(outcomes, length - 10);
  await reopen(run);

  const { exitCode, stderr } = await llmBench(['run', suite], folder.path);
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`Resuming`);
  expect(vendor.arrived).toHaveLength(SAMPLES + 1);
  expect(await readFile(join(run, 'outcomes.torn'), 'utf8')).toContain('"schema_version":1');
});

test('a complete run is not gone on with: the same command starts another', async () => {
  await using world = await resumable([says('1')], '{"input": "1?", "target": "1"}');
  const { folder, suite } = world;
  await llmBench(['run', suite], folder.path);
  await llmBench(['run', suite], folder.path);
  expect(await runsIn(folder.path)).toHaveLength(2);
});

test('failures stand until they are asked for again; what was answered is not asked again', async () => {
  let isWell = false;
  await using world = await resumable(({ body }) =>
    isWell || /[02468]\?$/.test(body.messages[0].content) ? says('1') : fails(400),
  );
  const { folder, vendor, suite } = world;

  const first = await llmBench(['run', suite], folder.path);
  expect(first.exitCode).toBe(3);
  expect(first.stderr).toContain(`llm-bench run ${suite} --retry-failed`);
  expect(first.stdout).toContain('150 trials without an answer (rejected 150)');

  isWell = true;
  const second = await llmBench(['run', suite, '--retry-failed'], folder.path);
  expect(second.exitCode).toBe(0);
  expect(vendor.arrived).toHaveLength(SAMPLES + SAMPLES / 2);
  const { scorecard } = await readRun(await onlyRun(folder.path));
  expect(scorecard.rows[0]).toMatchObject({ asked: SAMPLES, failed: 0, quality: { n: SAMPLES } });
});

test('changed graders score the recorded answers again without a call', async () => {
  await using world = await resumable(answers(0));
  const { folder, vendor, suite } = world;
  const running = startLlmBench(['run', suite], folder.path);
  await running;
  const run = await onlyRun(folder.path);
  await reopen(run);
  await writeFile(suite, (await readFile(suite, 'utf8')).replace('grade: exact', 'grade: [exact, rouge]'));

  const { exitCode } = await llmBench(['run', suite], folder.path);
  expect(exitCode).toBe(0);
  expect(vendor.arrived).toHaveLength(SAMPLES);
  const { scores } = await readRun(run);
  expect(scores.filter(({ grader }) => grader === 'exact')).toHaveLength(SAMPLES);
  expect(scores.filter(({ grader }) => grader === 'rouge')).toHaveLength(SAMPLES);
});

test('two processes do not write one run', async () => {
  await using world = await resumable(answers(20));
  const { folder, vendor, suite } = world;
  const first = startLlmBench(['run', suite], folder.path);
  while (vendor.arrived.length === 0) await sleep(10);
  const second = await llmBench(['run', suite], folder.path);
  expect(second.exitCode).toBe(2);
  expect(second.stderr).toMatch(/is being written by process \d+.*--fresh/);
  expect((await first).exitCode).toBe(0);
});

test('Ctrl-C lets calls in flight end, prints what there is as partial, and the same command goes on', async () => {
  await using world = await resumable(answers(50));
  const { folder, vendor, suite } = world;
  const running = startLlmBench(['run', suite], folder.path);
  while (vendor.arrived.length < 20) await sleep(10);
  running.kill('SIGINT');
  const { exitCode, stdout, stderr } = await running;
  expect(exitCode).toBe(3);
  expect(stdout).toContain('Partial');
  expect(stderr).toContain(`Incomplete; the same command goes on where it stopped: llm-bench run ${suite}`);
  const { outcomes } = await readRun(await onlyRun(folder.path));
  expect(outcomes).toHaveLength(vendor.arrived.length);

  expect((await llmBench(['run', suite], folder.path)).exitCode).toBe(0);
  expect(vendor.arrived).toHaveLength(SAMPLES);
});

test('a broken line inside the file stops the resume and is named', async () => {
  await using world = await resumable([says('1')], '{"input": "1?", "target": "1"}');
  const { folder, suite } = world;
  await llmBench(['run', suite], folder.path);
  const run = await onlyRun(folder.path);
  await appendFile(join(run, 'outcomes.jsonl'), 'not a line of ours\n');
  const { exitCode, stderr } = await llmBench(['report'], folder.path);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/outcomes\.jsonl:2: a broken line inside the file/);
});

test('samples that were changed behind our back stop the resume, and leave no lock', async () => {
  await using world = await resumable([says('1')], '{"input": "1?", "target": "1"}');
  const { folder, suite } = world;
  await llmBench(['run', suite], folder.path);
  const run = await onlyRun(folder.path);
  await reopen(run);
  const samples = join(run, 'samples.jsonl');
  await writeFile(samples, (await readFile(samples, 'utf8')).replace('"1?"', '"2?"'));
  const { exitCode, stderr } = await llmBench(['run', suite], folder.path);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is not what this run was started with')]);
  expect((await readdir(run)).filter((name) => name.includes('lock'))).toEqual([]);
});

test('what is to be typed again is what was typed, flags and all', async () => {
  await using world = await resumable(answers(50));
  const { folder, vendor } = world;
  await folder.write('my suite.yaml', suiteFor(vendor.url));
  const running = startLlmBench(
    ['run', 'my suite.yaml', '--limit', '200', '--fresh', '--results', 'kept'],
    folder.path,
  );
  while (vendor.arrived.length < 20) await sleep(10);
  running.kill('SIGINT');
  const { exitCode, stderr } = await running;
  expect(exitCode).toBe(3);
  expect(stderr).toContain("where it stopped: llm-bench run 'my suite.yaml' --limit 200 --results kept");
});

test('stopped while it plans, a run leaves nothing and says so', async () => {
  await using folder = await tempFolder();
  const many = Array.from({ length: 60_000 }, (_, n) => JSON.stringify({ input: `What is ${n}?`, target: '1' })).join(
    '\n',
  );
  await folder.write('questions.jsonl', many);
  const suite = await folder.write('suite.yaml', suiteFor('http://127.0.0.1:9/v1'));
  const running = startLlmBench(['run', suite], folder.path);
  while (!(await readdir(join(folder.path, 'results')).catch(() => [])).length) await sleep(2);
  running.kill('SIGINT');
  const { exitCode, stderr } = await running;
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('Stopped before anything was asked.')]);
  expect(await readdir(join(folder.path, 'results'))).toEqual([]);
});

test('a folder that is removed in mid-run ends the run at once, and says so', async () => {
  await using world = await resumable(answers(20));
  const { folder, vendor, suite } = world;
  const running = startLlmBench(['run', suite], folder.path);
  while (vendor.arrived.length < 20) await sleep(10);
  await rm(await onlyRun(folder.path), { recursive: true });
  const { exitCode, stderr } = await running;
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('was removed while the run was writing it')]);
  expect(vendor.arrived.length).toBeLessThan(SAMPLES);
});
