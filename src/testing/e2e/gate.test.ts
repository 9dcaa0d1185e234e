import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TempFolder, tempFolder } from '../temp.ts';
import { elementsOf } from '../xml.ts';
import { llmBench, onlyRun, readRun, runsIn } from './llm-bench.ts';

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

  test.each([
    ['--max-drop 0.05', 0],
    ['--max-drop 0.02', 4],
    ['--max-drop 0.005', 1],
    ['--max-drop 15%', 0],
    ['--max-drop 5%', 4],
    ['--max-drop law=0.02', 4],
    ['--min-quality 0.8', 0],
    ['--min-quality 0.9', 4],
    ['--min-quality 0.95', 1],
    ['--min-saving 0.89', 0],
    ['--min-saving 0.895', 4],
    ['--min-saving 0.9', 1],
    ['--max-unparsed 0', 0],
    ['--max-latency-p95-ms 200', 0],
    ['--max-latency-p95-ms 199', 1],
    ['--max-usd-per-1k-tasks 1.15', 0],
    ['--max-usd-per-1k-tasks 1.14', 1],
    ['--max-drop 0.02 --confidence 0.5', 0],
    ['--max-drop 0.02 --max-latency-p95-ms 1', 1],
    ['--max-drop 0.02 --inconclusive pass', 0],
    ['--max-drop 0.02 --inconclusive fail', 1],
  ])('gate --candidate cheap %s ends with %i', async (flags, code) => {
    const { exitCode, stdout, stderr } = await gate(`--candidate cheap ${flags}`);
    expect([exitCode, stderr]).toEqual([code, '']);
    const word = flags.includes('--inconclusive') ? /^INCONCLUSIVE, counted as a (pass|fail) / : undefined;
    expect(stdout).toMatch(word ?? { 0: /^PASS /, 1: /^FAIL /, 4: /^INCONCLUSIVE / }[code] ?? /never/);
  });

  test('says it in three lines', async () => {
    const { stdout } = await gate('--candidate cheap --max-drop 0.02');
    expect(stdout.split('\n')).toEqual([
      'INCONCLUSIVE it cannot be told yet whether cheap may replace dear: it is open how much quality is lost on law.',
      '  law: quality 88.3 % against 90.0 %, -1.7 points [-3.4 to -0.8] at 90 %, n 300, 0 gained and 5 lost (1.7 % differ); significantly worse (McNemar mid-p 0.031), and the interval holds the margin of 2.0 points.',
      expect.stringMatching(
        /^ {2}What would change it: max_drop on law: some [\d,]+ samples would decide if what was seen is true \(300 now\)\. The change by the month: saves \$985 \[/,
      ),
    ]);
  });

  test.each([
    ['', /the suite has no gates; give --candidate, --baseline and a criterion/],
    ['--max-drop 0.1', /--candidate: name the model that would take over; there is: cheap, dear/],
    ['--candidate chep --max-drop 0.1', /--candidate: no model "chep" in this suite; did you mean "cheap"\?/],
    ['--candidate cheap', /this gate asks nothing; give it one of max_drop/],
    ['--candidate cheap --max-drop 1.5', /--max-drop: /],
    ['--candidate cheap --max-drop 0%', /--max-drop: must be above 0 % and below 100 %/],
    ['--candidate cheap --max-drop lwa=0.1', /--max-drop: no task "lwa" in this gate/],
    ['--candidate cheap --max-drop much', /must be a number/i],
    ['--candidate cheap --baseline cheap --max-drop 0.1', /"cheap" cannot replace itself/],
    ['--candidate cheap --max-drop 0.1 --tasks maths', /--tasks: no task "maths"/],
    ['--candidate cheap --max-drop 0.1 --format jnit', /gate has no format "jnit"; did you mean "junit"\?/],
    ['--candidate cheap --max-drop 0.1 --inconclusive maybe', /must be pass or fail/],
    ['a b c', /one run, or two; these are 3/],
  ])('gate %s is refused in words', async (flags, words) => {
    const { exitCode, stdout, stderr } = await gate(flags);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  test('writes JSON, Markdown and JUnit that can be read back', async () => {
    const flags = '--candidate cheap --max-drop 0.02';
    const [json, markdown, junit] = await Promise.all([
      gate(`${flags} --json`),
      gate(`${flags} --format markdown`),
      gate(`${flags} --format junit`),
    ]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema_version: 1,
      verdicts: [{ ruling: 'inconclusive', tasks: [{ criteria: [{ pairs: { gains: 0, losses: 5 } }] }] }],
    });
    expect(markdown.stdout).toMatch(/^## INCONCLUSIVE: it cannot be told yet/);
    expect(markdown.stdout).toContain(
      '| law | max_drop: at most 2.0 points lost | \\-1.7 points [-3.4 to -0.8] at 90 % | 300 | INCONCLUSIVE |',
    );
    expect(elementsOf(junit.stdout).filter(({ name }) => name === 'error')).toMatchObject([
      { attributes: { type: 'INCONCLUSIVE' } },
    ]);
  });

  test('tells a job of GitHub, and leaves what other programs read alone', async () => {
    const summary = await world.write('summary.md', '# Before\n');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { stdout, stderr } = await gate('--candidate cheap --max-drop 0.005 --json', env);
    expect(JSON.parse(stdout)).toMatchObject({ verdicts: [{ ruling: 'fail' }] });
    const [, level, title, text = ''] = /^::(\w+) title=([^:]*)::(.*)$/.exec(stderr) ?? [];
    expect([level, title]).toEqual(['error', 'FAIL']);
    const read = text.replaceAll('%0A', '\n').replaceAll('%25', '%');
    expect(read.split('\n')[0]).toBe('cheap may not replace dear: too much quality is lost on law.');
    expect(read).toContain('quality 88.3 % against 90.0 %');
    expect(await readFile(summary, 'utf8')).toMatch(/^# Before\n## FAIL: cheap may not replace dear/);

    const open = await gate('--candidate cheap --max-drop 0.02', { GITHUB_ACTIONS: 'true' });
    expect(open.stderr).toMatch(/^::warning title=INCONCLUSIVE::/);
    const lost = await gate('--candidate cheap --max-drop 0.1', {
      ...env,
      GITHUB_STEP_SUMMARY: `${world.path}/no/such`,
    });
    expect(lost.exitCode).toBe(0);
    expect(lost.stderr).toMatch(/^::notice title=PASS::.*\nwarning: the job’s summary could not be written/);
  });
});

describe('a suite’s gates', () => {
  const gated = (gate: string) => worldOf(MODELS, TASK, `gates: [{ candidate: cheap, baseline: incumbent, ${gate} }]`);

  test.each([
    ['max_drop: 0.05', 0, 'PASS'],
    ['max_drop: 0.005', 1, 'FAIL'],
    ['max_drop: 0.02', 4, 'INCONCLUSIVE'],
    ['max_drop: 0.02, inconclusive: pass', 0, 'INCONCLUSIVE, counted as a pass'],
  ])('with %s end a run with %i, and its last lines are the verdict', async (gate, code, word) => {
    await using world = await gated(gate);
    const ran = await llmBench(['run', 's.yaml'], world.path);
    expect(ran.exitCode).toBe(code);
    expect(ran.stdout.split('\n').at(-3)).toMatch(new RegExp(`^${word} `));
    expect((await readRun(await onlyRun(world.path))).scorecard.verdicts).toHaveLength(1);

    const [again, report] = await Promise.all([llmBench(['gate'], world.path), llmBench(['report'], world.path)]);
    expect(again.exitCode).toBe(code);
    expect(ran.stdout.endsWith(again.stdout)).toBe(true);
    expect(report.stdout.startsWith(again.stdout)).toBe(true);
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
