import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TempFolder, tempFolder } from '../temp.ts';
import { says, startVendor } from '../vendor.ts';
import { elementsOf } from '../xml.ts';
import { llmBench, onlyRun, readRun } from './llm-bench.ts';

const N = 300;

/** Right on nine in ten. */
const dear = (question: number) => question % 10 > 0;
/** Loses five of those. */
const cheap = (question: number) => dear(question) && question % 60 !== 7;

/** What is said of the two whatever the margin: both facts, that it is worse and how the loss lies to the margin. */
const FOUND =
  'law: quality 88.3 % against 90.0 %, -1.7 points [-3.4 to -0.8] at 90 %, n 300, 0 gained and 5 lost (1.7 % differ); significantly worse (McNemar mid-p 0.031), and ';
const WORTH =
  'Replacing dear: saves $43.5 [$43.2 to $43.8] a month, n 300; pays back $500 in 11.5 [11.4–11.6] months, wrong answers not counted.';

const VERDICTS = [
  {
    ...{ ruling: 'PASS', exitCode: 0, margin: '0.05', asked: '5.0 points', level: 'notice', as: 'system-out' },
    headline: 'cheap may replace dear.',
    figures: `${FOUND}within the margin of 5.0 points.`,
    change: 'max_drop on law: it would pass down to a margin of 3.4 points.',
  },
  {
    ...{ ruling: 'FAIL', exitCode: 1, margin: '0.005', asked: '0.5 points', level: 'error', as: 'failure' },
    headline: 'cheap may not replace dear: too much quality is lost on law.',
    figures: `${FOUND}beyond the margin of 0.5 points.`,
    change: 'max_drop on law: it would take a margin of 3.4 points, or fewer losses.',
  },
  {
    ...{ ruling: 'INCONCLUSIVE', exitCode: 4, margin: '0.02', asked: '2.0 points', level: 'warning', as: 'error' },
    headline: 'it cannot be told yet whether cheap may replace dear: it is open how much quality is lost on law.',
    figures: `${FOUND}the interval lies on both sides of the margin of 2.0 points.`,
    change: 'max_drop on law: some 11,000 samples would decide if what was seen is true (300 now).',
  },
];

describe.each(VERDICTS)('of two models that were asked, at a margin of $asked: $ruling', (verdict) => {
  const { ruling, headline, figures, level, as, exitCode } = verdict;
  const change = `What would change it: ${verdict.change} ${WORTH}`;
  const gate = (flags: readonly string[] = [], env: Record<string, string> = {}) =>
    llmBench(['gate', '--candidate', 'cheap', '--max-drop', verdict.margin, ...flags], world.path, env);

  test('three lines, and nothing else', async () => {
    expect(await gate()).toEqual({
      exitCode,
      stdout: [`${ruling} ${headline}`, `  ${figures}`, `  ${change}`].join('\n'),
      stderr: '',
    });
  });

  test('Markdown for a pull request, which is also the summary of a job of GitHub, with an annotation', async () => {
    const summary = await world.write('summary.md', '# Before\n');
    const page = [
      `## ${ruling}: ${headline}`,
      '',
      '| Task | Asked | Found | n | Ruling |',
      '| :--- | :--- | :--- | ---: | :--- |',
      String.raw`| law | max_drop: at most ${verdict.asked} lost | \-1.7 points [-3.4 to -0.8] at 90 % | 300 | ${ruling} |`,
      '',
      `- ${figures}`,
      '',
      change.replaceAll('$', String.raw`\$`),
    ].join('\n');
    const annotation = [headline, figures, change].join('%0A').replaceAll(' %', ' %25');
    expect(await gate(['--format', 'markdown'], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary })).toEqual({
      exitCode,
      stdout: page,
      stderr: `::${level} title=${ruling}::${annotation}`,
    });
    expect(await readFile(summary, 'utf8')).toBe(`# Before\n${page}\n\n`);
  });

  test('JUnit for what shows test results', async () => {
    const { manifest } = await readRun(await onlyRun(world.path));
    const junit = await gate(['--format', 'junit']);
    expect([junit.exitCode, junit.stderr]).toEqual([exitCode, '']);
    const told = `${ruling}: ${figures}`;
    const totals = { tests: '1', failures: as === 'failure' ? '1' : '0', errors: as === 'error' ? '1' : '0' };
    expect(elementsOf(junit.stdout)).toEqual([
      { name: 'testsuites', attributes: totals, text: '' },
      {
        name: 'testsuite',
        attributes: { name: 'swap', id: manifest.run_id, timestamp: manifest.started_at, ...totals },
        text: '',
      },
      { name: 'testcase', attributes: { classname: 'cheap for dear', name: 'law' }, text: '' },
      { name: as, attributes: as === 'system-out' ? {} : { type: ruling, message: told }, text: told },
      { name: 'system-out', attributes: {}, text: headline },
    ]);
  });

  test('JSON with every figure', async () => {
    const { manifest } = await readRun(await onlyRun(world.path));
    const json = await gate(['--json']);
    expect([json.exitCode, json.stderr]).toEqual([exitCode, '']);
    const ruled = ruling.toLowerCase();
    const { verdicts, ...runs } = JSON.parse(json.stdout);
    expect(runs).toEqual({ schema_version: 1, candidate_run: manifest.run_id, baseline_run: manifest.run_id });
    expect(verdicts).toHaveLength(1);
    expect(verdicts).toMatchObject([
      {
        ...{ ruling: ruled, counts_as: ruled, no_ruling: null },
        gate: { candidate: 'cheap', baseline: 'dear', tasks: ['law'], confidence: 0.95 },
        tasks: [{ task: 'law', metric: 'exact', ruling: ruled, criteria: [{ criterion: 'max_drop', ruling: ruled }] }],
      },
    ]);
    const [criterion] = verdicts[0].tasks[0].criteria;
    expect(criterion).toMatchObject({ limit: Number(verdict.margin), n: N, alpha: 0.05 });
    expect(criterion.pairs).toMatchObject({ method: 'tango', gains: 0, losses: 5, missing: 0 });
    expect(criterion.value).toBeCloseTo(-5 / 300, 12);
    expect(criterion.pairs.mcnemar_mid_p).toBeCloseTo(1 / 32, 12);
  });
});

let world: TempFolder;

beforeAll(async () => {
  world = await tempFolder();
  await using vendor = await startVendor(({ body }) => {
    const question = Number.parseInt(body.messages[0].content, 10);
    const isRight = body.model === 'cheap' ? cheap : dear;
    const usage = { prompt_tokens: 10 + (question % 3), completion_tokens: 2 };
    return says(isRight(question) ? 'yes' : 'no', { usage });
  });
  const model = (id: string, price: string) =>
    `{ id: ${id}, model: openai-compatible/${id}, base_url: "${vendor.url}", price: ${price} }`;
  const questions = Array.from({ length: N }, (_, at) => `{"id": "q${at}", "input": "${at}?", "target": "yes"}\n`);
  await world.write('d.jsonl', questions.join(''));
  await world.write(
    'suite.yaml',
    `name: swap
models:
  - ${model('cheap', '{ input: 1, output: 2 }')}
  - ${model('dear', '{ input: 30, output: 60 }')}
roles: { incumbent: dear }
economics: { requests_per_month: 100000, migration_usd: 500 }
tasks: [{ name: law, dataset: ./d.jsonl, grade: exact }]
`,
  );
  expect((await llmBench(['run', 'suite.yaml'], world.path)).exitCode).toBe(0);
});
afterAll(() => world[Symbol.asyncDispose]());
