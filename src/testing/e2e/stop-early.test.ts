import { describe, expect, test } from 'vitest';
import { tempFolder } from '../temp.ts';
import { type Arrived, fails, type Reply, says, startVendor } from '../vendor.ts';
import { llmBench, onlyRun, readRun, startLlmBench } from './llm-bench.ts';

const SAMPLES = 400;

interface World {
  /** The candidate's answer to a question; the baseline always says 4. */
  readonly candidate: (question: number) => string;
  /** Milliseconds that a question takes. */
  readonly delayMs?: (question: number) => number;
  readonly gate?: string;
  /** What is replied to a question in place of an answer; undefined for the answer. */
  readonly reply?: (question: number, model: string) => Reply | undefined;
}

async function world({ candidate, delayMs = () => 0, gate = 'max_drop: 0.05', reply }: World) {
  const folder = await tempFolder();
  const vendor = await startVendor((arrived): Reply => {
    const question = Number(arrived.body.messages[0].content);
    const other = reply?.(question, arrived.body.model);
    if (other) return other;
    return says(arrived.body.model === 'cheap' ? candidate(question) : '4', { delayMs: delayMs(question) });
  });
  const model = (id: string) =>
    `{ id: ${id}, model: openai-compatible/${id}, base_url: "${vendor.url}", price: { input: 1, output: 1 } }`;
  await folder.write(
    'd.jsonl',
    Array.from({ length: SAMPLES }, (_, id) => `{"id": "${id}", "input": "${id}", "target": "4"}\n`).join(''),
  );
  await folder.write(
    's.yaml',
    [
      'name: s',
      `models: [${model('dear')}, ${model('cheap')}]`,
      'tasks: [{ name: t, dataset: ./d.jsonl, grade: exact }]',
      `gates: [{ candidate: cheap, baseline: dear, ${gate} }]`,
      'stop_early: true',
      '',
    ].join('\n'),
  );
  return { folder, vendor, [Symbol.asyncDispose]: () => vendor[Symbol.asyncDispose]() };
}

/** A question's share that a candidate of this kind gets wrong, by the question alone. */
const wrongEvery = (n: number) => (question: number) => (question % n === 0 ? '5' : '4');

test('a candidate that is as good passes before all is asked, and what was not asked is told', async () => {
  await using here = await world({ candidate: () => '4' });
  const { stdout, exitCode } = await llmBench(['run', 's.yaml'], here.folder.path);
  const { manifest, scorecard } = await readRun(await onlyRun(here.folder.path));
  expect(manifest.status).toBe('complete');
  const asked = here.vendor.arrived.length;
  expect(asked).toBeGreaterThanOrEqual(2 * 171);
  expect(asked).toBeLessThan(2 * SAMPLES);
  expect(scorecard.stopped_early?.trials).toBe(2 * SAMPLES - asked);
  expect(scorecard.stopped_early?.usd).toBeCloseTo(((2 * SAMPLES - asked) * 12) / 1e6, 9);
  expect(stdout).toContain('Stopped early');
  expect([exitCode, scorecard.verdicts?.[0]?.ruling]).toEqual([0, 'pass']);
  expect(scorecard.verdicts?.[0]?.tasks[0]?.criteria[0]?.pairs).toMatchObject({
    method: 'e-process',
    mcnemar_mid_p: null,
  });
  const other = ['gate', '--candidate', 'cheap', '--baseline', 'dear', '--max-drop', '0.06'];
  expect(await llmBench(other, here.folder.path)).toMatchObject({
    exitCode: 4,
    stdout: expect.stringContaining('would suppose a fixed number of samples'),
  });
  expect(scorecard.rows.map(({ quality }) => [quality.low, quality.high])).toEqual([
    [null, null],
    [null, null],
  ]);
});

test('a candidate that is far worse fails soon, by one ruling a gate', async () => {
  await using here = await world({ candidate: wrongEvery(2) });
  await llmBench(['run', 's.yaml'], here.folder.path);
  expect(here.vendor.arrived.length).toBeLessThan(200);
});

test('lost answers come late; that they do changes no ruling', async () => {
  const fates = async (delayMs: (question: number) => number) => {
    await using here = await world({ candidate: wrongEvery(4), delayMs });
    await llmBench(['run', 's.yaml', '--concurrency', '32'], here.folder.path);
    const { scorecard } = await readRun(await onlyRun(here.folder.path));
    return scorecard.stopped_early !== undefined;
  };
  expect(await fates((question) => (question % 4 === 0 ? 30 : 0))).toBe(await fates(() => 0));
}, 60_000);

test('a run killed before it is decided goes on with the same evidence', async () => {
  await using here = await world({ candidate: () => '4', delayMs: () => 2 });
  const first = startLlmBench(['run', 's.yaml', '--concurrency', '4'], here.folder.path);
  while (here.vendor.arrived.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
  first.kill('SIGKILL');
  await first;
  await llmBench(['run', 's.yaml', '--concurrency', '4'], here.folder.path);
  const { manifest, outcomes } = await readRun(await onlyRun(here.folder.path));
  expect(manifest.status).toBe('complete');
  expect(new Set(outcomes.map(({ key }) => key)).size).toBe(outcomes.length);
  const answers = (model: string) => outcomes.filter((outcome) => outcome.model === model).length;
  for (const model of ['dear', 'cheap']) {
    expect(answers(model)).toBeGreaterThanOrEqual(171);
    expect(answers(model)).toBeLessThan(SAMPLES);
  }
}, 30_000);

test('without a max_drop nothing can be decided early: the suite says so', async () => {
  await using here = await world({ candidate: () => '4', gate: 'min_quality: 0.5' });
  const { exitCode, stderr } = await llmBench(['run', 's.yaml'], here.folder.path);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('with stop_early a gate needs max_drop');
  expect(here.vendor.arrived satisfies Arrived[]).toEqual([]);
});

describe('a run that has stopped', () => {
  test('stays complete when it is graded again, and says the same', async () => {
    await using here = await world({ candidate: () => '4' });
    await llmBench(['run', 's.yaml'], here.folder.path);
    const asked = here.vendor.arrived.length;
    const before = await readRun(await onlyRun(here.folder.path));
    expect((await llmBench(['grade'], here.folder.path)).exitCode).toBe(0);
    const after = await readRun(await onlyRun(here.folder.path));
    expect(after.manifest.status).toBe('complete');
    expect(after.scorecard.verdicts).toEqual(before.scorecard.verdicts);
    expect(here.vendor.arrived.length).toBe(asked);
  });

  test('asks its failures again when told to, and nothing else', async () => {
    let isDown = true;
    await using here = await world({
      candidate: () => '4',
      reply: (question) => (isDown && question % 60 === 7 ? fails(400) : undefined),
    });
    const first = await llmBench(['run', 's.yaml'], here.folder.path);
    expect(first.exitCode).toBe(3);
    const { outcomes } = await readRun(await onlyRun(here.folder.path));
    const failed = outcomes.filter((outcome) => 'failure' in outcome).length;
    expect(failed).toBeGreaterThan(0);
    isDown = false;
    const asked = here.vendor.arrived.length;
    const again = await llmBench(['run', 's.yaml', '--retry-failed'], here.folder.path);
    expect(here.vendor.arrived.length - asked).toBe(failed);
    expect(again.exitCode).toBe(0);
    const { manifest, scorecard } = await readRun(await onlyRun(here.folder.path));
    expect([manifest.status, scorecard.verdicts?.[0]?.ruling]).toEqual(['complete', 'pass']);
  });
});

test('a gate of a model that the command line leaves out stops nothing', async () => {
  await using here = await world({ candidate: () => '4' });
  const { exitCode, stdout } = await llmBench(['run', 's.yaml', '--models', 'cheap'], here.folder.path);
  expect(exitCode).toBe(4);
  expect(stdout).toContain('dear was not asked t in this run');
  expect(here.vendor.arrived.length).toBe(SAMPLES);
});

test('a candidate that is given up takes its baseline along, until it is there again', async () => {
  let isDown = true;
  await using here = await world({
    candidate: () => '4',
    reply: (_, model) => (isDown && model === 'cheap' ? fails(400) : undefined),
  });
  const asked = (model: string) => here.vendor.arrived.filter(({ body }) => body.model === model).length;
  const first = await llmBench(['run', 's.yaml', '--concurrency', '4'], here.folder.path);
  expect([first.exitCode, (await readRun(await onlyRun(here.folder.path))).manifest.status]).toEqual([2, 'incomplete']);
  expect(asked('cheap')).toBeLessThan(40);
  expect(asked('dear')).toBeLessThan(40);

  isDown = false;
  const again = await llmBench(['run', 's.yaml', '--retry-failed'], here.folder.path);
  expect(again.exitCode).toBe(0);
  const { manifest, scorecard } = await readRun(await onlyRun(here.folder.path));
  expect([manifest.status, scorecard.verdicts?.[0]?.ruling]).toEqual(['complete', 'pass']);
});
