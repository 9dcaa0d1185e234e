import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { type TempFolder, tempFolder } from '../temp.ts';
import { says, startVendor, type Vendor } from '../vendor.ts';
import { elementsOf } from '../xml.ts';
import { llmBench, onlyRun, readRun } from './llm-bench.ts';

const N = 120;
const SAMPLES = Array.from({ length: N }, (_, at) => String(at + 1));

const suite = (url: string, labels: string): string => `
name: tones
models:
  - { id: cheap, model: recorded/cheap, file: ./cheap.jsonl }
  - { id: dear, model: recorded/dear, file: ./dear.jsonl }
roles: { judge: { id: judge-j, model: openai-compatible/j, base_url: "${url}", price: { input: 1, output: 1 } } }
tasks:
  - { name: t, dataset: ./data.jsonl, grade: { judge: { name: polite, rubric: tone${labels} } } }
gates: [{ candidate: cheap, baseline: dear, max_drop: 0.1 }]
`;

/** To the judge both are kind three times in four; people see through the candidate's flattery, which is every fourth answer. */
async function written(folder: TempFolder, url: string) {
  const lines = (row: (id: string) => object) =>
    SAMPLES.map((id) => `${JSON.stringify({ id, ...row(id) })}\n`).join('');
  await folder.write(
    'data.jsonl',
    lines((id) => ({ input: `Request ${id}`, target: 'Gladly.' })),
  );
  const answer = (id: string, kind: string) => ({ answer: Number(id) % 4 === 0 ? `No ${id}.` : `${kind} ${id}.` });
  await folder.write(
    'cheap.jsonl',
    lines((id) => answer(id, Number(id) % 3 === 0 ? 'O great' : 'Gladly, dear')),
  );
  await folder.write(
    'dear.jsonl',
    lines((id) => answer(id, 'Gladly, my')),
  );
  await folder.write('s.yaml', suite(url, ''));
  await folder.write('labelled.yaml', suite(url, ', labels: ./labels.csv'));
}

/** Takes flattery for politeness. */
const startJudge = (): Promise<Vendor> =>
  startVendor(({ body }) => {
    const prompt: string = body.messages.map(({ content }: { content: string }) => content).join('\n');
    const [best, , worst] = [...prompt.matchAll(/^- "([^"]+)": /gm)].map(([, name]) => name);
    return says(JSON.stringify({ reason: 'So it is.', verdict: /"(Gladly, |O great )/.test(prompt) ? best : worst }));
  });

test('a judge that flatters the candidate lets it pass, and people’s labels do not', async () => {
  await using folder = await tempFolder();
  await using judge = await startJudge();
  await written(folder, judge.url);
  const bench = (...words: string[]) => llmBench(words, folder.path);

  const before = await bench('run', 's.yaml');
  expect(before.exitCode).toBe(0);
  expect(before.stdout).toMatch(
    /as judged, 0\.0 points .*; judge not calibrated: the verdict turns if the judge favours cheap by more than 7\.\d points\./,
  );

  const asJudged = async () => (await bench('compare')).stdout;
  expect(await asJudged()).toContain('by the judge’s scores alone; no human labels tell how far to trust it.');

  const label = async (n: number) => {
    const sheet = await bench('judge', 'sheet', '--n', String(n));
    const words = [...sheet.stderr.matchAll(/"([^"]+)"/g)].map(([, word]) => word);
    const rows: Record<string, string>[] = parse(sheet.stdout, { columns: true, bom: true });
    const said = rows.map(({ id, answer }) => `${id},${answer?.startsWith('Gladly') ? words.at(-1) : words[0]}`);
    await folder.write('labels.csv', `id,label\n${said.join('\n')}\n`);
    return bench('grade', '--suite', 'labelled.yaml');
  };

  const few = await label(20);
  expect(few.exitCode).toBe(4);
  const words = await bench('gate');
  expect(words.stdout).toContain('t: people labelled 10 of 120 pairs, and to set a judge right takes 30.');
  expect(words.stdout).toContain('max_drop on t: label 20 more pairs (judge sheet).');

  expect((await label(160)).exitCode).toBe(1);
  expect(await asJudged()).toMatch(
    /polite on t: by the judge’s scores alone; .* the \d+ human labels; a gate’s max_drop does\./,
  );
  const { scorecard } = await readRun(await onlyRun(folder.path));
  const found = scorecard.verdicts?.[0]?.tasks[0]?.criteria[0];
  expect(found).toMatchObject({
    ...{ ruling: 'fail', n: N, pairs: { method: 'ppi', mcnemar_mid_p: null } },
    judge: { labelled: 80, judged: 0, turns_at: null },
  });
  expect(found?.value).toBeCloseTo(-0.25, 1);

  const told =
    /as judged, -[23]\d\.\d points \[.*by the judge’s scores set right by 80 labelled samples \(0\.0 points by the judge alone\)/;
  const [terminal, markdown, junit] = await Promise.all([
    bench('gate'),
    bench('gate', '--format', 'markdown'),
    bench('gate', '--format', 'junit'),
  ]);
  expect(terminal.stdout).toMatch(told);
  expect(markdown.stdout.replaceAll('\\', '')).toMatch(told);
  const [failure] = elementsOf(junit.stdout).filter(({ name }) => name === 'failure');
  expect(failure?.attributes['message']).toMatch(told);
});
