import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answered } from '../../domain/outcome.ts';
import { type TempFolder, tempFolder } from '../temp.ts';
import { says, startVendor, type Vendor } from '../vendor.ts';
import { llmBench, onlyRun, readRun, runsIn } from './llm-bench.ts';

const N = 200;
const questions = Array.from({ length: N }, (_, n) => `{"id": "q${n}", "input": "No. ${n}?", "target": "yes"}\n`).join(
  '',
);

let folder: TempFolder;
let vendor: Vendor;

/** Both are right on nine in ten; the cheap one loses two of them. */
beforeEach(async () => {
  folder = await tempFolder();
  await folder.write('d.jsonl', questions);
  vendor = await startVendor(({ body }) => {
    const n = Number(/\d+/.exec(body.messages.at(-1).content)?.[0]);
    const isRight = n % 10 > 0 && (body.model === 'dear' || n % 100 !== 7);
    return says(isRight ? 'yes' : 'no', { model: `${body.model}-0324` });
  });
});
afterEach(async () => {
  await vendor[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const model = (name: string, usd: number) =>
  `{ id: ${name}, model: openai-compatible/${name}, base_url: "${vendor.url}", price: { input: ${usd}, output: ${usd} } }`;
const GATE = 'gates: [{ candidate: cheap, baseline: dear-then, max_drop: 0.05, min_saving: 0.5 }]';
const TASK = '{ name: law, dataset: ./d.jsonl, grade: exact }';

const write = (models: readonly string[], { name = 's', task = TASK, more = '' } = {}) =>
  folder.write('s.yaml', `name: ${name}\nmodels:\n  - ${models.join('\n  - ')}\ntasks: [${task}]\n${more}\n`);
const bench = (...words: string[]) => llmBench(words, folder.path);
const askedOf = (name: string) => vendor.arrived.filter(({ body }) => body.model === name).length;

/** The dear one's answers, asked once. */
async function askDear(): Promise<string> {
  await write([model('dear', 10)]);
  expect((await bench('run', 's.yaml')).exitCode).toBe(0);
  return await onlyRun(folder.path);
}

/** The run that came after. */
const otherRun = async (first: string) => (await runsIn(folder.path)).find((run) => run !== first) as string;

const then = (run: string, more = '') => `{ id: dear-then, model: recorded/dear, run: ${run}${more} }`;

test('a gate asks the candidate alone, against the incumbent’s answers of the latest run of the suite', async () => {
  const first = await askDear();
  const before = await readRun(first);
  await write([model('cheap', 1), then('latest', ', max_age_days: 30')], { more: GATE });

  const estimate = JSON.parse((await bench('estimate', 's.yaml', '--json')).stdout);
  expect(estimate.warnings).toEqual([]);
  const { exitCode, stdout } = await bench('run', 's.yaml');
  expect([exitCode, askedOf('dear'), askedOf('cheap')]).toEqual([0, N, N]);
  expect(stdout).toContain('PASS cheap may replace dear-then');
  expect(stdout).toContain('n 200, 0 gained and 2 lost');
  expect(stdout).toContain(`dear-then: the answers of dear (openai-compatible/dear) in run ${basename(first)};`);

  const now = await readRun(await otherRun(first));
  const [kept, asked] = [now.outcomes, before.outcomes].map(
    (all) => all.find(({ sample, model }) => sample === 'q3' && model.startsWith('dear')) as Answered,
  );
  const facts = ({ answer, usage, snapshot, latency_ms, attempts }: Answered) => ({
    ...{ answer, usage, snapshot, latency_ms, attempts },
  });
  expect(facts(kept as Answered)).toEqual(facts(asked as Answered));
  expect(kept).toMatchObject({ model: 'dear-then', snapshot: 'dear-0324' });

  const row = now.scorecard.rows.find((one) => one.model === 'dear-then');
  expect(row).toMatchObject({ cost_usd: (N * 12 * 10) / 1e6, spent_usd: 0 });
  expect(now.manifest.suite.models[1]).toMatchObject({
    run: 'latest',
    recorded_from: { run_id: before.manifest.run_id, id: 'dear', model: 'openai-compatible/dear' },
  });
});

test('a run that was cut short goes on with the same run’s answers, though it is now the latest itself', async () => {
  const first = await askDear();
  await write([model('cheap', 1), then('latest')], { more: GATE });
  await bench('run', 's.yaml');
  const own = await otherRun(first);
  const manifest = join(own, 'manifest.json');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"complete"', '"running"'));
  const { exitCode, stderr } = await bench('run', 's.yaml');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('400 already recorded');
  expect(await runsIn(folder.path)).toHaveLength(2);
  expect(askedOf('cheap')).toBe(N);
});

test('a run is named by its id or its folder too, and a model by what it was', async () => {
  const run = await askDear();
  for (const named of [basename(run), `./results/${basename(run)}`]) {
    await write([then(named).replace('recorded/dear', 'recorded/openai-compatible/dear')]);
    expect(await bench('run', 's.yaml', '--fresh')).toMatchObject({ exitCode: 0 });
  }
  expect(askedOf('dear')).toBe(N);
});

const REWORDED = '{ name: law, dataset: ./d.jsonl, prompt: "Say: {{ input }}", grade: exact }';

test.each([
  [
    'other words',
    then('latest'),
    { task: REWORDED },
    /asked 200 of 200 questions in other words \(law q0 is the first\): ask/,
  ],
  [
    'a task of another name',
    then('latest'),
    { task: TASK.replace('law', 'tax') },
    /has no answer to any of these questions/,
  ],
  [
    'a model that is not there',
    then('RUN').replace('recorded/dear', 'recorded/deer'),
    {},
    /no model "deer"; did you mean "dear"\?/,
  ],
  ['a run that is not there', then('law-2024'), {}, /no run "law-2024" in results/],
  [
    'another suite’s latest',
    then('latest'),
    { name: 'other' },
    /no complete run of a suite named "other" in results has asked dear/,
  ],
  [
    'answers that are too old',
    then('latest', ', max_age_days: 0.0000001'),
    {},
    /is 0\.0 days old, and max_age_days is 1e-7: ask it anew/,
  ],
  [
    'neither file nor run',
    '{ id: dear-then, model: recorded/dear }',
    {},
    /models\[1\]\.file: is missing; or name a run: of ours/,
  ],
  ['both', then('latest', ', file: ./d.jsonl'), {}, /answers come from a file or a run, not both/],
  [
    'an age of a file',
    '{ id: x, model: recorded/x, file: ./d.jsonl, max_age_days: 1 }',
    {},
    /max_age_days: is for answers of a run/,
  ],
])('%s: refused with its place, before anything is asked', async (_, spec, facts, message) => {
  const run = basename(await askDear());
  await write([model('cheap', 1), spec.replace('RUN', run)], facts);
  for (const command of ['validate', 'run']) {
    const { exitCode, stderr } = await bench(command, 's.yaml');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: s\.yaml:4:\d+: /);
    expect(stderr).toMatch(message);
  }
  expect(askedOf('cheap')).toBe(0);
});

test('answers that are taken from a run are not taken on from there: their age would be lost', async () => {
  const first = await askDear();
  const run = basename(first);
  await write([then(run)]);
  await bench('run', 's.yaml');
  const second = basename(await otherRun(first));
  await write([then(second).replace('recorded/dear', 'recorded/dear-then')]);
  const { exitCode, stderr } = await bench('run', 's.yaml');
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`has its answers of dear-then from dear of ${run}: name that run`);
});

test('questions that are new are told beforehand and count as missing', async () => {
  const first = await askDear();
  await folder.write('d.jsonl', `${questions}{"id": "new", "input": "No. 3?", "target": "yes"}\n`);
  await write([then('latest')]);
  const told = 'has no answer to 1 of 201 questions';
  expect((await bench('validate', 's.yaml')).stderr).toContain(told);
  const { exitCode, stderr } = await bench('run', 's.yaml');
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(told)]);
  const { outcomes } = await readRun(await otherRun(first));
  expect(outcomes.find(({ sample }) => sample === 'new')).toMatchObject({ failure: { kind: 'missing' } });
});

test('a price that the suite gives counts before the one of then', async () => {
  const first = await askDear();
  await write([then('latest', ', price: { input: 20, output: 20 }')]);
  await bench('run', 's.yaml');
  const { scorecard } = await readRun(await otherRun(first));
  expect(scorecard.rows[0]).toMatchObject({ cost_usd: (N * 12 * 20) / 1e6, spent_usd: 0 });
});

test('without a price in the suite, answers cost what the model that gave them costs today; its key is not needed', async () => {
  const key = { OPENAI_API_KEY: 'sk-local-123456' };
  await write([`{ id: dear, model: openai/gpt-4o, base_url: "${vendor.url}" }`], {
    task: TASK.replace('law', 'law, epochs: 2'),
  });
  expect((await llmBench(['run', 's.yaml'], folder.path, key)).exitCode).toBe(0);
  const first = await onlyRun(folder.path);
  await write([then('latest')], { task: TASK.replace('law', 'law, epochs: 2') });
  expect(await bench('validate', 's.yaml')).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await bench('run', 's.yaml', '--max-usd', '0.01')).exitCode).toBe(0);

  const [before, after] = [await readRun(first), await readRun(await otherRun(first))];
  const row = after.scorecard.rows[0];
  expect(before.scorecard.rows[0]?.cost_usd).toBeGreaterThan(0);
  expect(row).toMatchObject({ cost_usd: before.scorecard.rows[0]?.cost_usd, spent_usd: 0, asked: 2 * N });
  expect(after.manifest.prices?.[0]).toMatchObject({ model: 'dear-then', origin: 'catalogue' });
  const repriced = await bench('report', basename(await otherRun(first)), '--prices', '2024-06-01', '--format', 'json');
  expect(JSON.parse(repriced.stdout).rows[0].cost_usd).toBeGreaterThan(row?.cost_usd as number);
});
