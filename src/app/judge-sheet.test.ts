import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { writeJudgedRun } from '../testing/judged-run.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { judgeSheet, type SheetInput } from './judge-sheet.ts';

type Run = Parameters<typeof writeJudgedRun>[1];

const TEN = [1, 1, 0, 0.5, 1, 0, 0.5, 1, 0, 1];
const RUN: Run = { judged: { alpha: TEN, beta: TEN, gamma: TEN }, answer: (_, sample) => `It is ${sample}.` };

async function sheetOf(run: Run, flags: Partial<SheetInput> = {}) {
  await using folder = await tempFolder();
  const { results, idOf } = await writeJudgedRun(folder, run);
  const sheet = await judgeSheet({ run: 'run', results, n: 100, seed: 0, ...flags });
  const text = (await collect(sheet.pieces)).join('');
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true });
  return { ...sheet, text, rows, idOf };
}

test('holds what the model was asked, the reference and the answer, and a column to fill in', async () => {
  const { text, rows, idOf, words } = await sheetOf({ judged: { alpha: [1] } });
  expect(text.split('\n')[0]).toBe('\uFEFFid,question,reference,answer,label');
  expect(rows).toEqual([
    { id: idOf('alpha', 1), question: 'Question 1?', reference: 'Reference 1.', answer: 'alpha says 1.', label: '' },
  ]);
  expect(words).toEqual(['rude', 'so-so', 'polite']);
});

test('tells neither the models nor what the judge says', async () => {
  const { text, rows } = await sheetOf(RUN);
  expect(rows).toHaveLength(30);
  expect(text).not.toMatch(/alpha|beta|gamma|polite/);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(30);
  for (const { id } of rows) expect(id).toMatch(/^a[0-9a-f]{15}$/);
});

test('has equally many answers of each model, on the same samples', async () => {
  const { rows, idOf, drawn, judged } = await sheetOf(RUN, { n: 12 });
  expect({ drawn, judged }).toEqual({ drawn: 12, judged: 30 });
  const ids = new Set(rows.map(({ id }) => id));
  const samplesOf = (model: string) => TEN.map((_, index) => index + 1).filter((one) => ids.has(idOf(model, one)));
  expect(samplesOf('alpha')).toHaveLength(4);
  expect(samplesOf('beta')).toEqual(samplesOf('alpha'));
  expect(samplesOf('gamma')).toEqual(samplesOf('alpha'));
});

test('takes more of the others where a model has few', async () => {
  const { rows, idOf } = await sheetOf({ judged: { alpha: [1, 1], beta: TEN } }, { n: 8 });
  const ids = new Set(rows.map(({ id }) => id));
  expect([1, 2].filter((sample) => ids.has(idOf('alpha', sample)))).toHaveLength(2);
  expect(rows).toHaveLength(8);
});

test('is the same for the same seed, and another for another', async () => {
  const idsOf = async (seed: number) => (await sheetOf(RUN, { n: 9, seed })).rows.map(({ id }) => id);
  expect(await idsOf(1)).toEqual(await idsOf(1));
  expect(await idsOf(1)).not.toEqual(await idsOf(2));
});

test('leaves out what the judge gave no value', async () => {
  const { rows, idOf } = await sheetOf({ judged: { alpha: [1, null, 0] } });
  expect(rows.map(({ id }) => id).sort()).toEqual([idOf('alpha', 1), idOf('alpha', 3)].sort());
});

test('answers keep their lines, and none is run by a spreadsheet', async () => {
  const { rows } = await sheetOf({ judged: { alpha: [1] }, answer: () => '=HYPERLINK("x")\r\n"and", more\u001b[2J' });
  expect(rows[0]?.['answer']).toBe('\'=HYPERLINK("x")\n"and", more [2J');
});

test('no line of an answer is run by a spreadsheet that separates by semicolons; lists stay lists', async () => {
  const answer = () => 'See:\n- one\n+ two\n=HYPERLINK("x")\n-1+2\n@SUM(1); =1+1;＝2\na = 1';
  const { rows } = await sheetOf({ judged: { alpha: [1] }, answer });
  expect(rows[0]?.['answer']).toBe("See:\n- one\n+ two\n'=HYPERLINK(\"x\")\n'-1+2\n'@SUM(1); '=1+1;'＝2\na = 1");
});

test('shows the answer as the judge saw it, without its reasoning', async () => {
  const { rows } = await sheetOf({ judged: { alpha: [1] }, answer: () => '<think>I am alpha.</think> Good day.' });
  expect(rows[0]?.['answer']).toBe('Good day.');
});

test('has no reference where the judge sees none', async () => {
  const { rows } = await sheetOf({ judged: { alpha: [1] }, options: { reference: false } });
  expect(rows[0]?.['reference']).toBe('');
});

describe('of pairs', () => {
  test('shows both answers in an order that the id decides, and words for which is better', async () => {
    const PAIRS: Run = {
      judged: { base: TEN.map(() => 0.5), m: TEN },
      options: { pairwise: true, baseline: 'base' },
    };
    const { rows, words, idOf } = await sheetOf(PAIRS);
    expect(words).toEqual(['first', 'tie', 'second']);
    expect(rows).toHaveLength(10);
    for (const sample of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const id = idOf('m', sample);
      const shown = [`m says ${sample}.`, `base says ${sample}.`];
      const [first, second] = Number.parseInt(id.at(-1) ?? '', 16) % 2 ? [...shown].reverse() : shown;
      expect(rows.find((row) => row['id'] === id)).toMatchObject({ first, second, label: '' });
    }
    expect(new Set(rows.map(({ first }) => first?.split(' ')[0]))).toEqual(new Set(['m', 'base']));
  });
});

test('a run without a judge has none', async () => {
  expect(await problemOf(() => sheetOf({ ...RUN, grade: [{ grader: 'exact', judges: undefined }] }))).toBe(
    'nothing in run is graded by a judge',
  );
});

test('is there as JSON too', async () => {
  await using folder = await tempFolder();
  const { results, idOf } = await writeJudgedRun(folder, { judged: { alpha: [1] } });
  const { pieces } = await judgeSheet({ run: 'run', results, n: 100, seed: 0, json: true });
  expect(JSON.parse((await collect(pieces)).join(''))).toEqual([
    { id: idOf('alpha', 1), question: 'Question 1?', reference: 'Reference 1.', answer: 'alpha says 1.', label: null },
  ]);
});
