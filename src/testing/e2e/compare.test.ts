import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ComparisonReport } from '../../domain/comparison.ts';
import { tempFolder } from '../temp.ts';
import { llmBench, readRun, runsIn } from './llm-bench.ts';

/** The published table of Fagerland, Lydersen & Laake (2014): both right, new only, old only, neither. */
const [BOTH, GAINED, LOST, NEITHER] = [1, 1, 7, 12];
const N = BOTH + GAINED + LOST + NEITHER;

const ids = Array.from({ length: N }, (_, place) => `s${place + 1}`);
const isRight = {
  old: (place: number) => place < BOTH || (place >= BOTH + GAINED && place < BOTH + GAINED + LOST),
  new: (place: number) => place < BOTH + GAINED,
};

const lines = (of: (id: string, place: number) => object): string =>
  `${ids.map((id, place) => JSON.stringify(of(id, place))).join('\n')}\n`;
const answersOf = (model: 'old' | 'new', usd: number) =>
  lines((id, place) => ({
    ...{ id, answer: isRight[model](place) ? 'yes' : `no \u001B[31m${model}`, cost_usd: usd },
    latency_ms: model === 'old' ? 300 : 100,
  }));

const suite = (prompt: string, more = '') => `name: swap
models:
  - { id: old, model: recorded/old, file: ./old.jsonl }
  - { id: new, model: recorded/new, file: ./new.jsonl }
roles: { incumbent: old }
tasks: [{ name: t, dataset: ./data.jsonl, prompt: "${prompt}", grade: exact${more} }]
`;

describe('two models of recorded answers', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  const compare = (...words: string[]) => llmBench(['compare', ...words], folder.path);
  const compared = async (...words: string[]): Promise<ComparisonReport> =>
    JSON.parse((await compare(...words, '--json')).stdout);

  beforeAll(async () => {
    folder = await tempFolder();
    await folder.write(
      'data.jsonl',
      lines((id, place) => ({ id, input: `Question ${id}?`, target: 'yes', passage: `p${place % 4}` })),
    );
    await folder.write('old.jsonl', answersOf('old', 0.01));
    await folder.write('new.jsonl', answersOf('new', 0.001));
    await folder.write('suite.yaml', suite('{{ input }}'));
    await llmBench(['run', 'suite.yaml'], folder.path);
    return () => folder[Symbol.asyncDispose]();
  });

  test('are compared on the same samples, to the published digits', async () => {
    const { comparisons } = await compared();
    expect(comparisons).toMatchObject([
      { candidate: 'new', baseline: 'old', task: 't', n: N, gains: GAINED, regressions: LOST, verdict: 'worse' },
    ]);
    const [one] = comparisons;
    expect(one?.difference.value).toBeCloseTo(-0.285714, 6);
    expect(one?.difference.low).toBeCloseTo(-0.517232, 6);
    expect(one?.difference.high).toBeCloseTo(-0.026003, 6);
    expect(one?.p).toBeCloseTo(0.039063, 6);
    expect(one?.cost_ratio.value).toBeCloseTo(0.1, 12);
    expect(one?.latency_ms).toMatchObject({ value: -200, low: -200, high: -200 });
    expect(one?.lost.map(({ sample }) => sample)).toEqual(['s3', 's4', 's5', 's6', 's7', 's8', 's9']);
    expect(one?.break_even?.verdict).toBe('pays_below');
  });

  test('are told in words, with what was lost', async () => {
    const { stdout, exitCode } = await compare();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('t · exact: against old');
    expect(stdout).toContain('-28.6 [-51.7 to -2.6]');
    expect(stdout).toContain('7 samples lost: s3, s4, s5, s6, s7, s8, s9');
  });

  test('show what was asked and said where that is wanted, and nothing that moves a cursor', async () => {
    const { stdout } = await compare('--regressions', '1');
    expect(stdout).toMatch(/t s3: lost by new\nuser:\n {2}Question s3\?\ntarget:\n {2}yes\nnew: score 0/);
    expect(stdout).toContain('no  [31mnew');
    expect(stdout).not.toContain('\u001B');
  });

  test('mirror each other when the baseline is the other one', async () => {
    const [[there], [back]] = [(await compared()).comparisons, (await compared('--baseline', 'new')).comparisons];
    expect(back).toMatchObject({
      candidate: 'old',
      baseline: 'new',
      gains: LOST,
      regressions: GAINED,
      verdict: 'better',
    });
    expect(back?.difference.low).toBeCloseTo(-(there?.difference.high ?? Number.NaN), 9);
    expect(back?.cost_ratio.value).toBeCloseTo(10, 9);
  });

  test('have their difference in the run’s own table and scorecard, since the suite names an incumbent', async () => {
    const { stdout } = await llmBench(['report'], folder.path);
    expect(stdout).toContain('Δ quality');
    expect(stdout).toContain('-90.0 %');
    const [run] = await runsIn(folder.path);
    const { scorecard } = await readRun(run as string);
    const [one] = (await compared()).comparisons;
    expect(scorecard.economics?.models[1]?.break_even).toEqual([{ task: 't', ...one?.break_even }]);
    expect(scorecard.comparisons).toMatchObject([{ candidate: 'new', baseline: 'old', regressions: LOST }]);
  });

  test('can be had as CSV and Markdown', async () => {
    const csv = await compare('--format', 'csv');
    expect(csv.stdout.split('\n')[1]).toContain(',new,old,t,exact,*,all,21,0,');
    const markdown = await compare('--format', 'markdown');
    expect(markdown.stdout).toContain(String.raw`| new | \-28.6 [-51.7 to -2.6] | 21 |`);
  });

  test.each([
    [['--baseline', 'olt'], 'no model "olt" in'],
    [['--models', 'old'], 'no two models'],
    [['--task', 'u'], 'no task "u" in'],
    [['--metric', 'rouge'], 'no metric "rouge" in'],
    [['--format', 'xml'], 'no format "xml"'],
    [['--format', 'csv', '--regressions', '1'], 'CSV has no room'],
    [['nowhere'], 'no run "nowhere"'],
    [['a', 'b', 'c'], 'one run or two'],
    [['latest', 'latest'], 'name another, or this one alone to compare its models'],
  ])('a wrong %j is told, and is the user’s to mend', async (words, problem) => {
    const { exitCode, stderr } = await compare(...words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
  });

  test('a cluster makes the interval that of new sources', async () => {
    await using other = await tempFolder();
    await cp(folder.path, other.path, { recursive: true });
    await writeFile(join(other.path, 'suite.yaml'), suite('{{ input }}', ', cluster: passage'));
    await llmBench(['run', 'suite.yaml'], other.path);
    const { stdout } = await llmBench(['compare', '--json'], other.path);
    expect(JSON.parse(stdout).comparisons).toMatchObject([{ method: 'cluster', test: 'cluster-t' }]);
  });

  test('two runs of one suite: a model with itself, why its cost changed, and no figure across protocols', async () => {
    await using other = await tempFolder();
    await cp(folder.path, other.path, { recursive: true });
    const results = () => runsIn(other.path);
    const [first] = await results();
    await writeFile(join(other.path, 'new.jsonl'), answersOf('old', 0.002));
    await llmBench(['run', 'suite.yaml'], other.path);
    const second = (await results()).find((run) => run !== first) as string;

    const same = await llmBench(['compare', first as string, second, '--json'], other.path);
    const { comparisons, costs, changes }: ComparisonReport = JSON.parse(same.stdout);
    expect(comparisons).toMatchObject([
      { candidate: 'old', baseline: 'old', regressions: 0, gains: 0 },
      { candidate: 'new', baseline: 'new', regressions: GAINED, gains: LOST },
    ]);
    expect(costs[1]?.by_tokens).toBeCloseTo(1, 9);
    expect(changes).toEqual([]);

    await writeFile(join(other.path, 'suite.yaml'), suite('Say: {{ input }}'));
    await llmBench(['run', 'suite.yaml'], other.path);
    const third = (await results()).find((run) => run !== first && run !== second) as string;
    const refused = await llmBench(['compare', second, third], other.path);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/not comparable:[\s\S]*t: prompt was [\s\S]*--allow-protocol-change/);
    const allowed = await llmBench(['compare', second, third, '--allow-protocol-change'], other.path);
    expect(allowed.exitCode).toBe(0);
    expect(allowed.stdout).toContain('asked or graded in different ways');
    expect(allowed.stdout).toContain('│ prompt');
  });

  test('no file of the run is changed by it', async () => {
    const [run] = await runsIn(folder.path);
    const before = await readFile(join(run as string, 'manifest.json'), 'utf8');
    await compare('--regressions', '2');
    expect(await readFile(join(run as string, 'manifest.json'), 'utf8')).toBe(before);
  });
});
