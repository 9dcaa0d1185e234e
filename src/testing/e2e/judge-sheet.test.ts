import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { type TempFolder, tempFolder } from '../temp.ts';
import { says, startVendor, type Vendor } from '../vendor.ts';
import { llmBench, onlyRun, readRun } from './llm-bench.ts';

const SAMPLES = Array.from({ length: 30 }, (_, index) => String(index + 1));

/** Suite, questions and answers: of the candidates' answers every third is curt, and the judge calls kind what is kind. */
async function written(folder: TempFolder, url: string) {
  const lines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const answer = (shift: number) => (id: string) => ({
    id,
    answer: (Number(id) + shift) % 3 === 0 ? `No ${id}.` : `Gladly, dear ${id}.`,
  });
  await folder.write('data.jsonl', lines(SAMPLES.map((id) => ({ id, input: `Request ${id}`, target: 'Gladly.' }))));
  await folder.write('a.jsonl', lines(SAMPLES.map(answer(0))));
  await folder.write('b.jsonl', lines(SAMPLES.map(answer(1))));
  await folder.write('s.yaml', suite(url, ''));
  await folder.write('labelled.yaml', suite(url, ', labels: ./labels.csv'));
}

const suite = (url: string, labels: string): string => `
name: tones
models:
  - { id: model-a, model: recorded/a, file: ./a.jsonl }
  - { id: model-b, model: recorded/b, file: ./b.jsonl }
roles: { judge: { id: judge-j, model: openai-compatible/j, base_url: "${url}", price: { input: 1, output: 1 } } }
tasks:
  - { name: t, dataset: ./data.jsonl, grade: { judge: { name: polite, rubric: tone${labels} } } }
`;

const startJudge = (): Promise<Vendor> =>
  startVendor(({ body }) => {
    const prompt: string = body.messages.map(({ content }: { content: string }) => content).join('\n');
    const [best, , worst] = [...prompt.matchAll(/^- "([^"]+)": /gm)].map(([, name]) => name);
    const verdict = /"Gladly, dear/.test(prompt) ? best : worst;
    return says(JSON.stringify({ reason: 'So it is.', verdict }));
  });

describe('from a run to a judge that people have checked', () => {
  test('sheet, labels, calibrate; then labels in the suite, and the report tells', async () => {
    await using folder = await tempFolder();
    await using judge = await startJudge();
    await written(folder, judge.url);
    const bench = (...words: string[]) => llmBench(words, folder.path);

    expect((await bench('run', 's.yaml')).exitCode).toBe(0);
    const before = await readRun(await onlyRun(folder.path));
    expect(before.scorecard.judging?.[0]).not.toHaveProperty('calibration');
    const calls = judge.arrived.length;

    const sheet = await bench('judge', 'sheet', '--n', '40');
    expect(sheet.exitCode).toBe(0);
    expect(sheet.stderr).toContain('40 answers of 60 judged by polite on t. Fill in the column label: ');
    const words = [...sheet.stderr.matchAll(/"([^"]+)"/g)].map(([, word]) => word);
    const rows: Record<string, string>[] = parse(sheet.stdout, { columns: true, bom: true });
    expect(rows).toHaveLength(40);

    // People are of the judge's mind but for the first five, which they find kind.
    const said = rows.map(({ id, answer }, index) => {
      const isKind = index < 5 || answer?.startsWith('Gladly');
      return `${id};${isKind ? words.at(-1) : words[0]}`;
    });
    await folder.write('labels.csv', `\uFEFFid;label\r\n${said.join('\r\n')}\r\n`);
    const { exitCode, stdout } = await bench('judge', 'calibrate', 'labels.csv', '--json');
    expect(exitCode).toBe(0);
    const { calibration } = JSON.parse(stdout);
    const hard = rows.slice(0, 5).filter(({ answer }) => answer?.startsWith('No')).length;
    expect(calibration).toMatchObject({ n: 40, unknown: 0, specificity: { value: 1 } });
    expect(calibration.agreement.value).toBeCloseTo((40 - hard) / 40, 12);
    expect(calibration.models.map(({ labels }: { labels: number }) => labels)).toEqual([20, 20]);

    expect((await bench('validate', 'labelled.yaml')).stdout).toContain('polite: 40 human labels');
    const regraded = await bench('grade', '--suite', 'labelled.yaml');
    expect(regraded.exitCode).toBe(0);
    const path = await onlyRun(folder.path);
    const after = await readRun(path);
    expect(after.scorecard.judging?.[0]?.calibration).toEqual(calibration);
    expect(after.manifest.suite.tasks[0]?.grade[0]?.labels?.answers).toHaveLength(40);
    expect(after.scores).toEqual(before.scores);
    expect(judge.arrived).toHaveLength(calls);
    expect((await bench('report')).stdout).toMatch(/polite on t: calibrated on 40 human labels: J \d\.\d\d \[/);
  });

  test('a run without a judge, and a group of commands without its second word, are errors of usage', async () => {
    await using folder = await tempFolder();
    await folder.write('data.jsonl', '{"id": "1", "input": "?", "target": "it"}\n');
    await folder.write(
      's.yaml',
      'name: s\nmodels: [baseline/first]\ntasks: [{ name: t, dataset: ./data.jsonl, grade: exact }]\n',
    );
    await llmBench(['run', 's.yaml'], folder.path);
    const { exitCode, stderr } = await llmBench(['judge', 'sheet'], folder.path);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: nothing in \S+ is graded by a judge$/);
    expect((await llmBench(['judge'], folder.path)).exitCode).toBe(2);
    const mistyped = await llmBench(['judge', 'callibrate'], folder.path);
    expect(mistyped).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean calibrate?') });
  });
});
