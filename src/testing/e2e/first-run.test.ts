import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PlannedSample } from '../../domain/sample.ts';
import { tempFolder } from '../temp.ts';
import { busy, says, startVendor } from '../vendor.ts';
import { llmBench, onlyRun, ROOT, readCsv, readLinesOf, readRun } from './llm-bench.ts';
import { recompute } from './recompute.ts';
import { recomputeLabels, recomputePass } from './recompute-labels.ts';

const QUICKSTART = join(ROOT, 'suites/quickstart.yaml');

const REPORTS = [
  ['markdown', 'report.md'],
  ['html', 'report.html'],
  ['csv', 'summary.csv'],
  ['calls', 'calls.csv'],
  ['comparisons', 'comparisons.csv'],
  ['confusion', 'confusion.csv'],
  ['json', 'scorecard.json'],
] as const;

describe('the quickstart suite', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let ended: Awaited<ReturnType<typeof llmBench>>;
  let path: string;
  let files: Awaited<ReturnType<typeof readRun>>;

  beforeAll(async () => {
    folder = await tempFolder();
    ended = await llmBench(['run', QUICKSTART], folder.path);
    path = await onlyRun(folder.path);
    files = await readRun(path);
    return () => folder[Symbol.asyncDispose]();
  });

  test('ends well, with a table a task on standard output and words for people on standard error', () => {
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toMatch(/knowledge · choice[\s\S]*tickets · label[\s\S]*summaries · rouge/);
    expect(ended.stdout).not.toContain('\u001B');
    expect(ended.stderr).toContain('Results: results/');
  });

  test('leaves a folder with every file that is promised, and no lock', async () => {
    expect((await readdir(path)).sort()).toEqual([
      'calls.csv',
      'comparisons.csv',
      'confusion.csv',
      'manifest.json',
      'outcomes.jsonl',
      'report.html',
      'report.md',
      'samples.jsonl',
      'scorecard.json',
      'scores.jsonl',
      'summary.csv',
    ]);
  });

  test('has one outcome a trial and a score for each of its graders', () => {
    expect(files.outcomes).toHaveLength(3 * (80 + 80 + 16));
    expect(new Set(files.outcomes.map(({ key }) => key)).size).toBe(files.outcomes.length);
    expect(new Set(files.scores.map(({ key }) => key)).size).toBe(files.outcomes.length);
    expect(files.manifest.status).toBe('complete');
    expect(files.calls).toHaveLength(files.outcomes.length);
  });

  test('prices computing time by the hour', () => {
    const cost = files.summary.filter((row) => row['group'] === '*').map((row) => Number(row['cost_usd']));
    expect(cost.every((usd) => usd > 0 && usd < 0.0001)).toBe(true);
  });

  test('has a summary whose figures follow from outcomes, scores and prices', () => {
    const expected = recompute(files, (sample) => sample.split('/')[0] as string);
    const rows = files.summary.filter(({ level, metric }) => level === 'all' && !metric?.includes('.'));
    expect(rows).toHaveLength(9);
    for (const row of rows) {
      const figures = expected.get([row['model'], row['task'], row['group']].join(' | '));
      expect(Number(row['n'])).toBe(figures?.n);
      expect(Number(row['quality'])).toBeCloseTo(figures?.quality ?? Number.NaN, 12);
      expect(Number(row['cost_usd'])).toBeCloseTo(figures?.cost_usd ?? Number.NaN, 10);
    }
  });

  test('has label figures and a confusion matrix that follow from targets and answers', async () => {
    const all = { ...files, samples: await readLinesOf<PlannedSample>(join(path, 'samples.jsonl')) };
    const cells = await readCsv(join(path, 'confusion.csv'));
    for (const model of files.scorecard.models) {
      const { figures, confusion } = recomputeLabels(all, model, 'tickets');
      const rows = files.summary.filter((row) => row['model'] === model && row['metric']?.startsWith('label.'));
      expect(rows).toHaveLength(5 + 3 * 6);
      for (const { metric = '', group, quality } of rows) {
        const expected = figures.get(`${metric.replace('label.', '')} ${group}`) ?? Number.NaN;
        if (Number.isNaN(expected)) expect(quality).toBe('');
        else expect(Number(quality)).toBeCloseTo(expected, 12);
      }
      const own = cells.filter((cell) => cell['model'] === model);
      expect(new Map(own.map(({ target, predicted, n }) => [`${target} > ${predicted}`, Number(n)]))).toEqual(
        confusion,
      );
    }
  });

  test('gives the same answers and figures again, but for times and what they cost', async () => {
    await using other = await tempFolder();
    await llmBench(['run', QUICKSTART, '--quiet'], other.path);
    const again = await readRun(await onlyRun(other.path));
    const answers = ({ outcomes }: typeof files) =>
      outcomes.map((outcome) => [outcome.key, outcome.generation_key, 'answer' in outcome && outcome.answer]).sort();
    expect(answers(again)).toEqual(answers(files));
    expect(again.manifest.id).toBe(files.manifest.id);
    expect(again.scorecard.rows.map(({ quality }) => quality)).toEqual(
      files.scorecard.rows.map(({ quality }) => quality),
    );
  });

  test('can be reported again, byte for byte', async () => {
    for (const [format, file] of REPORTS) {
      const { stdout, exitCode } = await llmBench(['report', 'latest', '--format', format], folder.path);
      expect(exitCode).toBe(0);
      expect(`${stdout}\n`).toBe(await readFile(join(path, file), 'utf8'));
    }
  });

  test('latest is the newest run, never an example kept in a folder below', async () => {
    await cp(path, join(folder.path, 'results/example/99999999T000000Z-example-00000000'), { recursive: true });
    const { stdout } = await llmBench(['report', '--json'], folder.path);
    expect(JSON.parse(stdout).run_id).toBe(files.manifest.run_id);
  });
});

test('the example that the project keeps is what today’s program makes of its files', async () => {
  const [name] = await readdir(join(ROOT, 'results/example'));
  const example = join(ROOT, 'results/example', name as string);
  // It keeps no page: that is large, and another build of zlib may pack it into other bytes.
  for (const [format, file] of REPORTS.filter(([name]) => name !== 'html')) {
    const { stdout } = await llmBench(['report', example, '--format', format], ROOT);
    expect(`${stdout}\n`).toBe(await readFile(join(example, file), 'utf8'));
  }
});

test('answers to several epochs are summed up as every choice among them would be', async () => {
  await using folder = await tempFolder();
  const suite = await folder.write(
    'suite.yaml',
    `name: epochs
models: [{ model: baseline/random }]
tasks: [{ name: t, dataset: ticket-routing, limit: 30, prompt: classify, epochs: 3,
  grade: { label: { labels: [billing, outage, account, feature, abuse, other] } } }]
`,
  );
  await llmBench(['run', suite], folder.path);
  const path = await onlyRun(folder.path);
  const { scores, outcomes, summary } = await readRun(path);
  const marks = new Map<string, boolean[]>();
  for (const { key, sample } of outcomes) {
    const isRight = scores.find((score) => score.key === key)?.value === 1;
    marks.set(sample, [...(marks.get(sample) ?? []), isRight]);
  }
  const qualityOf = (metric: string) => Number(summary.find((row) => row['metric'] === metric)?.['quality']);
  for (const k of [1, 2, 3]) {
    const expected = (isMet: (chosen: boolean[]) => boolean) => recomputePass([...marks.values()], k, isMet);
    expect(qualityOf(`label.pass@${k}`)).toBeCloseTo(
      expected((chosen) => chosen.includes(true)),
      12,
    );
    expect(qualityOf(`label.pass^${k}`)).toBeCloseTo(
      expected((chosen) => !chosen.includes(false)),
      12,
    );
  }
  expect(qualityOf('label.pass@3')).toBeGreaterThan(qualityOf('label.pass^3'));
  const { stdout } = await llmBench(['report', '--format', 'json'], folder.path);
  expect(`${stdout}\n`).toBe(await readFile(join(path, 'scorecard.json'), 'utf8'));
});

const LABEL = 'label: { labels: [billing, outage, account, feature, abuse, other] }';

test('graded again without labels, no confusion matrix stays behind; with them, it is as it was', async () => {
  await using folder = await tempFolder();
  const suiteWith = (grade: string) =>
    folder.write(
      'suite.yaml',
      `name: labels
models: [{ model: baseline/similar }]
tasks: [{ name: t, dataset: ticket-routing, limit: 12, prompt: classify, shots: 6, grade: [${grade}] }]
`,
    );
  await llmBench(['run', await suiteWith(LABEL)], folder.path);
  const path = await onlyRun(folder.path);
  const confusion = await readFile(join(path, 'confusion.csv'), 'utf8');

  await llmBench(['grade', '--suite', await suiteWith('exact')], folder.path);
  expect(await readdir(path)).not.toContain('confusion.csv');
  expect((await readRun(path)).scorecard.classification).toBeUndefined();

  await llmBench(['grade', '--suite', await suiteWith(LABEL)], folder.path);
  expect(await readFile(join(path, 'confusion.csv'), 'utf8')).toBe(confusion);
});

test('graded by a suite with gates, a run is ruled by these; they can name no model that it has not', async () => {
  await using folder = await tempFolder();
  const suiteWith = (models: string, gates: string) =>
    folder.write(
      'suite.yaml',
      `name: gated
models: [${models}]
tasks: [{ name: t, dataset: ticket-routing, limit: 12, prompt: classify, shots: 6, grade: { ${LABEL} }, error_cost_usd: 2 }]
${gates}`,
    );
  const gate = (candidate: string) =>
    `gates: [{ candidate: ${candidate}, baseline: baseline/random, min_quality: 0.99 }]\n`;
  const models = 'baseline/first, baseline/random';
  await llmBench(['run', await suiteWith(models, '')], folder.path);

  expect(
    await llmBench(['grade', '--suite', await suiteWith(models, gate('baseline/first'))], folder.path),
  ).toMatchObject({
    exitCode: 1,
  });
  const { scorecard, manifest } = await readRun(await onlyRun(folder.path));
  expect(scorecard.verdicts).toMatchObject([{ gate: { candidate: 'baseline/first' }, ruling: 'fail' }]);
  expect(manifest.suite.tasks[0]).toMatchObject({ error_cost_usd: 2 });
  expect((await llmBench(['gate'], folder.path)).exitCode).toBe(1);

  const stranger = await suiteWith(`${models}, baseline/similar`, gate('baseline/similar'));
  expect(await llmBench(['grade', '--suite', stranger], folder.path)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(
      'with the models of this run: gates and roles name "baseline/similar", and it has baseline/first, baseline/random',
    ),
  });
});

test('a busy vendor is asked again, not scored as wrong, and the refusal of a try costs nothing', async () => {
  await using folder = await tempFolder();
  await using vendor = await startVendor([busy({ retryAfterSeconds: 0 }), says('4')]);
  await folder.write('sums.jsonl', '{"input": "2 + 2 =", "target": "4"}\n');
  const suite = await folder.write(
    'suite.yaml',
    `name: sums
models: [{ id: m, model: openai-compatible/x, base_url: "${vendor.url}", price: { input: 1, output: 2 } }]
tasks: [{ name: sums, dataset: ./sums.jsonl, prompt: "{{ input }}", grade: exact }]
`,
  );
  const { exitCode } = await llmBench(['run', suite], folder.path);
  const { scores, outcomes, summary } = await readRun(await onlyRun(folder.path));

  expect(exitCode).toBe(0);
  expect(scores).toMatchObject([{ grader: 'exact', state: 'scored', value: 1 }]);
  expect(outcomes).toMatchObject([{ attempts: [{ status: 429, failure: 'busy', waited_ms: 0 }, { status: 200 }] }]);
  expect(summary[0]).toMatchObject({
    cost_usd: '0.000014',
    usd_per_1k_tasks: '0.014',
    input_tokens: '10',
    output_tokens: '2',
  });
});
