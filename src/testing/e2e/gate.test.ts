import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TempFolder, tempFolder } from '../temp.ts';
import { llmBench, readRun, runsIn } from './llm-bench.ts';

const N = 300;

interface Answers {
  /** Right on which questions, from 0. */
  readonly isRight: (question: number) => boolean;
  readonly usd: (question: number) => number;
  readonly latency_ms: number;
}

const lines = (row: (question: number) => object): string =>
  Array.from({ length: N }, (_, question) => `${JSON.stringify({ id: `q${question}`, ...row(question) })}\n`).join('');

const recorded = ({ isRight, usd, latency_ms }: Answers): string =>
  lines((question) => ({ answer: isRight(question) ? 'yes' : 'no', cost_usd: usd(question), latency_ms }));

/** Right on nine in ten, at about a cent. */
const DEAR: Answers = { isRight: (at) => at % 10 > 0, usd: (at) => 0.01 + 0.001 * (at % 3), latency_ms: 100 };
/** Loses five of them (quality 88.3 %), saves 89.5 %. */
const CHEAP: Answers = {
  isRight: (at) => at % 10 > 0 && at % 60 !== 7,
  usd: (at) => 0.001 + 0.0001 * (at % 4),
  latency_ms: 200,
};

const TASK = 'tasks: [{ name: law, dataset: ./d.jsonl, grade: exact }]';
const MODELS = `models:
  - { id: cheap, model: recorded/cheap, file: ./cheap.jsonl }
  - { id: dear, model: recorded/dear, file: ./dear.jsonl }
roles: { incumbent: dear }
economics: { requests_per_month: 100000, migration_usd: 5000 }`;

async function worldOf(...parts: string[]): Promise<TempFolder> {
  const folder = await tempFolder();
  await folder.write(
    'd.jsonl',
    lines((question) => ({ input: `${question}?`, target: 'yes' })),
  );
  await folder.write('dear.jsonl', recorded(DEAR));
  await folder.write('cheap.jsonl', recorded(CHEAP));
  await folder.write('s.yaml', ['name: s', ...parts, ''].join('\n'));
  return folder;
}

describe('on a recorded run', () => {
  let world: TempFolder;
  beforeAll(async () => {
    world = await worldOf(MODELS, TASK);
    expect((await llmBench(['run', 's.yaml'], world.path)).exitCode).toBe(0);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const gate = (flags: string, env: Record<string, string> = {}) =>
    llmBench(['gate', ...flags.split(' ').filter(Boolean)], world.path, env);

  test('every flag is a criterion of the gate', async () => {
    const flags =
      '--candidate cheap --baseline dear --tasks law --max-drop law=15% --confidence 0.9 --min-saving 0.8 --min-quality 0.8 --max-unparsed 0.1 --max-latency-p95-ms 200 --max-usd-per-1k-tasks 1.2 --inconclusive fail';
    const { exitCode, stdout, stderr } = await gate(`${flags} --json`);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).verdicts[0].gate).toEqual({
      ...{ candidate: 'cheap', baseline: 'dear', tasks: ['law'], max_drop: { law: { relative: 0.15 } } },
      ...{ confidence: 0.9, min_saving: 0.8, min_quality: 0.8, max_unparsed: 0.1, max_latency_p95_ms: 200 },
      ...{ max_usd_per_1k_tasks: 1.2, inconclusive: 'fail' },
    });
  });

  test.each([
    ['pass', 0],
    ['fail', 1],
  ])('what is open counts as a %s where that is wanted, and says that it is open', async (inconclusive, code) => {
    const { exitCode, stdout } = await gate(`--candidate cheap --max-drop 0.02 --inconclusive ${inconclusive}`);
    expect(exitCode).toBe(code);
    expect(stdout).toMatch(new RegExp(`^INCONCLUSIVE, counted as a ${inconclusive} it cannot be told yet`));
  });

  test.each([
    ['', /^error: \S+: the suite has no gates; give --candidate, --baseline and a criterion/],
    ['--candidate cheap --max-drop much', /It must be a number: 0\.03; a share: 5%; or one a task: law=0\.01/],
    ['--candidate cheap --max-drop 0,03', /It must be a number: 0\.03/],
    ['--candidate cheap --max-drop 0.1 --format jnit', /gate has no format "jnit"; did you mean "junit"\?/],
    ['--candidate cheap --max-drop 0.1 --inconclusive maybe', /must be pass or fail/],
    ['a b c', /one run, or two; these are 3/],
  ])('gate %s is refused in words', async (flags, words) => {
    const { exitCode, stdout, stderr } = await gate(flags);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  test('a job of GitHub is told once: --quiet is for a further look at the same verdict', async () => {
    const summary = await world.write('summary.md', '');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { exitCode, stdout, stderr } = await gate('--candidate cheap --max-drop 0.1 --format junit --quiet', env);
    expect([exitCode, stderr, await readFile(summary, 'utf8')]).toEqual([0, '', '']);
    expect(stdout).toContain('<testcase classname="cheap for dear" name="law">');
  });

  test('a job of GitHub whose summary cannot be written is told so, and its verdict stands', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: `${world.path}/no/such` };
    const { exitCode, stdout, stderr } = await gate('--candidate cheap --max-drop 0.1 --json', env);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdicts: [{ ruling: 'pass' }] });
    expect(stderr).toMatch(/^::notice title=PASS::.*\nwarning: the job’s summary could not be written/);
  });
});

describe('a suite’s gates', () => {
  const gates = (gate: string) => `gates: [{ candidate: cheap, baseline: incumbent, ${gate} }]`;
  const gated = (gate: string) => worldOf(MODELS, TASK, gates(gate));

  test('end a run with their exit code, and its last lines are the verdict', async () => {
    await using world = await worldOf();
    let printed = '';
    for (const [gate, code, word] of [
      ['max_drop: 0.05', 0, 'PASS'],
      ['max_drop: 0.02', 4, 'INCONCLUSIVE'],
      ['max_drop: 0.02, inconclusive: pass', 0, 'INCONCLUSIVE, counted as a pass'],
      ['max_drop: 0.005', 1, 'FAIL'],
    ] as const) {
      await world.write('s.yaml', ['name: s', MODELS, TASK, gates(gate), ''].join('\n'));
      const ran = await llmBench(['run', 's.yaml'], world.path);
      expect(ran.exitCode, gate).toBe(code);
      printed = ran.stdout;
      expect(printed.split('\n').at(-3)).toMatch(new RegExp(`^${word} `));
    }
    const [again, report] = await Promise.all([llmBench(['gate'], world.path), llmBench(['report'], world.path)]);
    expect(again.exitCode).toBe(1);
    expect(printed.endsWith(again.stdout)).toBe(true);
    expect(report.stdout.startsWith(again.stdout)).toBe(true);
    const newest = (await runsIn(world.path)).at(-1) as string;
    expect((await readRun(newest)).scorecard.verdicts).toMatchObject([{ ruling: 'fail' }]);
  });

  test('rule job after job with the same words, on answers that are kept between them', async () => {
    await using world = await gated('max_drop: 0.05');
    const job = () => llmBench(['run', 's.yaml', '--reuse', 'latest'], world.path);
    const first = await job();
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toContain('warning: --reuse latest: there is no other run yet to take answers from');
    const second = await job();
    expect(second.exitCode).toBe(0);
    expect(second.stderr).not.toContain('--reuse');
    expect(second.stdout.split('\n').slice(-3)).toEqual(first.stdout.split('\n').slice(-3));
    const { outcomes } = await readRun((await runsIn(world.path)).at(-1) as string);
    expect(outcomes.filter((outcome) => 'reused_from' in outcome)).toHaveLength(2 * N);
  });

  test('do not stand in the way of what reads a run’s JSON', async () => {
    await using world = await gated('max_drop: 0.005');
    const { exitCode, stdout, stderr } = await llmBench(['run', 's.yaml', '--json'], world.path, {
      GITHUB_ACTIONS: '1',
    });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdicts: [{ ruling: 'fail' }] });
    expect(stderr).toMatch(/\nFAIL cheap may not replace dear/);
    expect(stderr).toMatch(/\n::error title=FAIL::/);
  });

  test('are not part of the run’s id, and may be mapped by a flag', async () => {
    await using world = await gated('max_drop: 0.02');
    expect((await llmBench(['run', 's.yaml', '--inconclusive', 'fail'], world.path)).exitCode).toBe(1);
    await world.write('s.yaml', ['name: s', MODELS, TASK, ''].join('\n'));
    expect((await llmBench(['run', 's.yaml'], world.path)).exitCode).toBe(0);
    const ids = (await runsIn(world.path)).map((run) => run.slice(-8));
    expect(new Set(ids).size).toBe(1);
  });

  test('rule nothing where too few answers came, which comes before a fail', async () => {
    await using world = await gated('max_drop: 0.005');
    await world.write('cheap.jsonl', recorded(CHEAP).split('\n').slice(0, 200).join('\n'));
    const ran = await llmBench(['run', 's.yaml'], world.path);
    expect(ran.exitCode).toBe(3);
    expect(ran.stdout).toMatch(
      /\nNO VERDICT nothing is ruled yet on whether cheap may replace dear: cheap answered only 66\.7 % of law/,
    );
    expect((await llmBench(['gate'], world.path)).exitCode).toBe(3);
  });

  test('that name what the command line leaves out cannot be decided', async () => {
    await using world = await gated('max_drop: 0.05');
    const ran = await llmBench(['run', 's.yaml', '--models', 'cheap'], world.path);
    expect(ran.exitCode).toBe(4);
    expect(ran.stdout).toContain('law: dear was not asked law in this run.');
  });
});

describe('two runs', () => {
  const model = (id: string) => `models: [{ id: ${id}, model: recorded/${id}, file: ./${id}.jsonl }]`;

  test('are paired by sample, whichever comes first; another prompt leaves it open', async () => {
    await using world = await worldOf(model('dear'), TASK);
    const runs: string[] = [];
    const ran = async (...parts: string[]) => {
      await world.write('s.yaml', ['name: s', ...parts, ''].join('\n'));
      expect((await llmBench(['run', 's.yaml', '--fresh'], world.path)).exitCode).toBe(0);
      runs.push((await runsIn(world.path)).find((run) => !runs.includes(run)) as string);
    };
    await ran(model('dear'), TASK);
    await ran(model('cheap'), TASK);
    await ran(model('cheap'), TASK.replace('grade:', 'prompt: "Say {{ input }}", grade:'));
    const [dear = '', cheap = '', reworded = ''] = runs;
    const gate = (...given: string[]) =>
      llmBench(['gate', ...given, '--candidate', 'cheap', '--baseline', 'dear', '--max-drop', '0.05'], world.path);

    const [one, other] = await Promise.all([gate(cheap, dear), gate(dear, cheap)]);
    expect(one).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^PASS /) });
    expect(other.stdout).toBe(one.stdout);
    expect(one.stdout).toContain('n 300, 0 gained and 5 lost');

    const differs = await gate(reworded, dear);
    expect(differs.exitCode).toBe(4);
    expect(differs.stdout).toContain('0 gained and 5 lost (1.7 % differ); the two runs differ in the prompt.');
    expect(differs.stdout).toContain('ask both in the same way');

    const alone = await gate(cheap, reworded);
    expect(alone.exitCode).toBe(2);
    expect(alone.stderr).toContain('no model "dear" in this suite');
  });
});

describe('before anything is asked', () => {
  const gates = 'gates: [{ candidate: cheap, baseline: incumbent, max_drop: 0.05, min_saving: 0.5 }]';

  test('estimate --power tells how many samples the gates need, by a past run where there is one', async () => {
    await using world = await worldOf(MODELS, TASK, gates);
    const power = async () => {
      const { exitCode, stdout } = await llmBench(['estimate', 's.yaml', '--power', '--json'], world.path);
      expect(exitCode).toBe(0);
      return JSON.parse(stdout).power;
    };
    const gate = { candidate: 'cheap', baseline: 'dear', task: 'law', margin: 0.05, samples: 300, least_samples: 54 };
    expect(await power()).toMatchObject([
      {
        ...gate,
        suppositions: [
          { flip_rate: 0.1, pilot: null, samples_needed: 274 },
          { flip_rate: 0.2, pilot: null, samples_needed: 507 },
        ],
      },
    ]);
    await llmBench(['run', 's.yaml'], world.path);
    expect(await power()).toMatchObject([{ ...gate, suppositions: [{ flip_rate: 5 / 300, pilot: { n: 300 } }] }]);

    const { stdout } = await llmBench(['estimate', 's.yaml', '--power'], world.path);
    expect(stdout).toMatch(/\ncheap for dear +law +5\.0 points +1\.7 % +\S+ \(n 300\) +300 +100 +2\.4 points\n/);
  });

  test('estimate --power of a suite that bounds no loss has nothing to tell', async () => {
    await using world = await worldOf(MODELS, TASK);
    const { exitCode, stderr } = await llmBench(['estimate', 's.yaml', '--power'], world.path);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--power: the suite has no gate with max_drop');
  });

  test('validate warns of gates that no answers could pass', async () => {
    await using world = await worldOf(MODELS, TASK, gates);
    const warned = (await llmBench(['validate', 's.yaml', '--limit', '53'], world.path)).stderr;
    expect(warned).toContain(
      'gate cheap for dear: 53 samples of law cannot pass a margin of 5 points, even where the two never differ; that takes 54',
    );
    expect((await llmBench(['validate', 's.yaml', '--limit', '54'], world.path)).stderr).not.toContain('gate cheap');
  });
});
