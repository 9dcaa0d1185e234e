import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../testing/collect.ts';
import { writeJudgedRun } from '../testing/judged-run.ts';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { findCalibrationFormat, judgeCalibrate } from './judge-calibrate.ts';
import { scorecardOf } from './scorecard.ts';

type Run = Parameters<typeof writeJudgedRun>[1];

/** What people say of answers, by model: in the order of its samples, null where they say nothing. */
type Labels = Readonly<Record<string, readonly (string | number | null)[]>>;

/** Calibrates a run by labels, on disk and back. */
async function calibrated(run: Run, labels: Labels, choice: { task?: string; grader?: string } = {}) {
  await using folder = await tempFolder();
  const { results, idOf } = await writeJudgedRun(folder, run);
  const rows = Object.entries(labels).flatMap(([model, said]) =>
    said.flatMap((label, index) => (label === null ? [] : [`${idOf(model, index + 1)},${label}`])),
  );
  const file = await folder.write('labels.csv', `id,label\n${rows.join('\n')}\n`);
  return await judgeCalibrate({ labels: file, run: 'run', results, ...choice });
}

describe('published figures come out of a run’s folder', () => {
  test('Cohen’s weighted κ: plain .5, linear .746835, quadratic .897436', async () => {
    const people = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 3, 2, 4, 1, 5, 2, 3, 4, 5, 1];
    const judge = [1, 2, 2, 2, 3, 4, 4, 5, 5, 5, 3, 1, 3, 1, 4, 2, 2, 4, 5, 2];
    const levels = [1, 2, 3, 4, 5].map((grade) => ({ name: `grade ${grade}`, value: (grade - 1) / 4, when: '…' }));
    const { calibration } = await calibrated(
      { levels, judged: { m: judge.map((grade) => (grade - 1) / 4) } },
      { m: people.map((grade) => `grade ${grade}`) },
    );
    expect(calibration.n).toBe(20);
    expect(calibration.kappa.plain.value).toBeCloseTo(0.5, 12);
    expect(calibration.kappa.linear.value).toBeCloseTo(0.746835, 6);
    expect(calibration.kappa.quadratic.value).toBeCloseTo(0.897436, 6);
    expect(calibration.agreement.value).toBe(0.6);
    expect(calibration.grades.map(({ name }) => name)).toEqual(levels.map(({ name }) => name));
    // People's 1 1 1 1 are 1 2 1 2 to the judge, and so on.
    expect(calibration.confusion[0]).toEqual([2, 2, 0, 0, 0]);
  });

  test('PPI++: λ .375, mean .8125, variance .049219', async () => {
    const { calibration } = await calibrated({ judged: { m: [1, 0, 0, 1, 1, 1, 0, 1, 0, 1] } }, { m: [1, 0, 1, 1] });
    const [{ by_labels, labels, judged } = expect.fail()] = calibration.models;
    expect(labels).toBe(4);
    expect(judged.value).toBeCloseTo(0.6, 12);
    expect(by_labels.lambda).toBeCloseTo(0.375, 12);
    expect(by_labels.value).toBeCloseTo(0.8125, 12);
    // As sure as .8125 · .1875 / .049219 = 3.0952 right and wrong ones: Wilson's, by Student's t(.975, 3) = 3.182446.
    expect([by_labels.low?.toFixed(4), by_labels.high?.toFixed(4)]).toEqual(['0.1560', '0.9902']);
    expect(by_labels.clipped).toBe(false);
  });

  test('Rogan–Gladen: 300 of 1000 with sensitivity .85 and specificity .90 are .266667', async () => {
    // Of 20 truly right answers the judge calls 17 right, of 10 truly wrong ones 9 wrong.
    const people = [...Array(20).fill(1), ...Array(10).fill(0)];
    const judge = [...Array(17).fill(1), ...Array(3).fill(0), 1, ...Array(9).fill(0)];
    const more = [...Array(300 - 18).fill(1), ...Array(700 - 12).fill(0)];
    const { calibration } = await calibrated({ judged: { m: [...judge, ...more] } }, { m: people });
    const [{ right } = expect.fail()] = calibration.models;
    expect(calibration.sensitivity).toMatchObject({ value: 0.85, n: 20 });
    expect(calibration.specificity).toMatchObject({ value: 0.9, n: 10 });
    expect(calibration.youden.value).toBeCloseTo(0.75, 12);
    expect(right.value).toBeCloseTo(0.266667, 6);
    expect(right).toMatchObject({ n: 1000, clipped: false });
  });
});

const RUN: Run = { judged: { a: [1, 1, 0, 0.5, null, 1], b: [0, 0.5, 1, 1, 1, 0] } };

test('a judge that people agree with throughout', async () => {
  const { calibration } = await calibrated(RUN, { a: ['polite', 'Polite ', 'RUDE', 'so-so'] });
  expect(calibration).toMatchObject({ n: 4, unknown: 0, unjudged: 0, agreement: { value: 1, n: 4 } });
  expect(calibration.youden.value).toBe(1);
  expect(calibration.kappa.plain).toMatchObject({ value: 1, low: null, high: null });
  expect(calibration.confusion).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 2],
  ]);
});

test('an answer that the judge gave no value is told apart from one that is not in the run', async () => {
  await using folder = await tempFolder();
  const { results, idOf } = await writeJudgedRun(folder, RUN);
  const rows = [`${idOf('a', 5)},polite`, `${idOf('a', 1)},polite`, 'a000000000000000,rude', `${idOf('b', 1)},`];
  const labels = await folder.write('labels.csv', `id,label\n${rows.join('\n')}\n`);
  const { calibration, empty } = await judgeCalibrate({ labels, run: 'run', results });
  expect(calibration).toMatchObject({ n: 1, unknown: 1, unjudged: 1 });
  expect(empty).toBe(1);
});

test('a judge that is near to a coin corrects nothing, and that is said', async () => {
  const judge = [1, 0, 1, 0, 1, 0, 1, 0];
  const result = await calibrated({ judged: { m: judge } }, { m: [1, 1, 1, 1, 0, 0, 0, 0] });
  expect(result.calibration.youden.value).toBe(0);
  expect(result.calibration.models[0]?.right).toMatchObject({ value: null, low: null, high: null });
  expect((await collect(findCalibrationFormat('terminal')(result, { colour: false }))).join('')).toContain(
    'Not corrected by sensitivity and specificity: J is 0.00, and a judge at 0.20 or less is too near to a coin.',
  );
});

test('a judge that likes long answers shows it in their third', async () => {
  const { calibration } = await calibrated(
    {
      judged: { m: [0, 0.5, 0, 0.5, 0.5, 0, 1, 1, 0.5] },
      answer: (_, sample) => 'x'.repeat(10 * sample),
    },
    { m: [0, 0.5, 0, 0.5, 0.5, 0, 0, 0.5, 0] },
  );
  expect(calibration.by_length.map(({ most_chars, excess }) => [most_chars, excess.n, excess.value])).toEqual([
    [30, 3, 0],
    [60, 3, 0],
    [90, 3, 2 / 3],
  ]);
});

test('two people who looked at the same answers', async () => {
  await using folder = await tempFolder();
  const { results, idOf } = await writeJudgedRun(folder, RUN);
  const said = [
    ['polite', 'polite'],
    ['polite', 'rude'],
    ['rude', 'rude'],
    ['so-so', ''],
  ];
  const rows = said.map(([one, other], index) => `${idOf('a', index + 1)};${one};${other}`);
  const labels = await folder.write('labels.csv', `\uFEFFID;Label;label_2\r\n${rows.join('\r\n')}\r\n`);
  const { calibration } = await judgeCalibrate({ labels, run: 'run', results });
  expect(calibration.people?.agreement).toMatchObject({ value: 2 / 3, n: 3 });
  expect(calibration.agreement.n).toBe(4);
});

describe('pairs', () => {
  const PAIRS: Run = {
    judged: { base: [0.5, 0.5, 0.5, 0.5], m: [1, 0, 0.5, 1] },
    options: { pairwise: true, baseline: 'base' },
    parts: { consistent: 1, first_position: 0.5 },
  };

  test('a label names the answer shown first or second, and counts for the model judged, not for the baseline', async () => {
    await using folder = await tempFolder();
    const { results, idOf } = await writeJudgedRun(folder, PAIRS);
    const better = (sample: number) => (Number.parseInt(idOf('m', sample).at(-1) ?? '', 16) % 2 ? 'second' : 'first');
    const worse = (sample: number) => (better(sample) === 'first' ? 'Second' : 'FIRST');
    const said = [better(1), worse(2), 'tie', worse(4)].map((word, index) => `${idOf('m', index + 1)},${word}`);
    const rows = [...said, ...[1, 2, 3, 4].map((sample) => `${idOf('base', sample)},tie`)];
    const labels = await folder.write('labels.csv', `id,label\n${rows.join('\n')}\n`);
    const { calibration } = await judgeCalibrate({ labels, run: 'run', results });
    expect(calibration.agreement).toMatchObject({ value: 0.75, n: 4 });
    expect(calibration).toMatchObject({ n: 4, unjudged: 4, sensitivity: { n: 2 } });
    expect(calibration.models.map(({ model }) => model)).toEqual(['m']);
    expect(calibration.position).toMatchObject({ first: { value: 0.5, n: 4 }, consistent: { value: 1, n: 4 } });
    expect(calibration.grades.map(({ name }) => name)).toEqual(['loss', 'tie', 'win']);
  });

  test('what is won by length alone is gone at equal length', async () => {
    await using folder = await tempFolder();
    const won = [...Array(72).fill(1), ...Array(18).fill(0), ...Array(2).fill(1), ...Array(8).fill(0)];
    const { manifest } = await writeJudgedRun(folder, {
      ...PAIRS,
      judged: { base: won.map(() => 0.5), m: won },
      answer: (model, sample) => 'x'.repeat(model === 'base' ? 200 : sample <= 90 ? 300 : 100),
    });
    const { judging = [] } = await scorecardOf(join(folder.path, 'results/run'), manifest);
    expect(judging[0]?.equal_length).toMatchObject([{ model: 'm', win_rate: { n: 100 } }]);
    expect(judging[0]?.equal_length?.[0]?.win_rate.value).toBeCloseTo(0.5, 10);
  });

  test('a level’s name is no label of a pair', async () => {
    expect(await problemOf(() => calibrated(PAIRS, { m: ['polite'] }))).toBe(
      'labels.csv:2: "polite" is none of first, tie, second',
    );
  });
});

describe('what is wrong with labels', () => {
  test.each<[Labels, string]>([
    [
      { a: ['polit'] },
      'labels.csv:2: "polit" is no level of the rubric, nor a number 0…1 with two digits; did you mean "polite"?',
    ],
    [
      { a: [1.5] },
      'labels.csv:2: "1.5" is no level of the rubric, nor a number 0…1 with two digits; there is: rude, so-so, polite',
    ],
    [{ a: [''] }, 'labels.csv: the column label is empty; nobody has filled it in'],
    [
      { c: ['polite', 'rude'] },
      'labels.csv: none of its 2 labels is of an answer of run; name the run that the sheet was made from',
    ],
    [{ a: [null, null, null, null, 'polite'] }, 'labels.csv: the judge gave none of these answers a value (1 label)'],
  ])('%j', async (labels, problem) => {
    expect(await problemOf(() => calibrated(RUN, labels))).toBe(problem);
  });

  test.each([
    [
      'id,label\na000000000000000,polite\na000000000000000,rude\n',
      'labels.csv:3: a second, different label of a000000000000000',
    ],
    ['id,label\n1.2E+15,polite\n', 'labels.csv:2: "1.2E+15" is no id of a sheet; ids stay as they were printed'],
    [
      `id,label\n${'x'.repeat(81)},polite\n`,
      `labels.csv:2: "${'x'.repeat(80)}…" is no id of a sheet; ids stay as they were printed`,
    ],
    [
      `id,label\na000000000000000,${'x'.repeat(81)}\n`,
      `labels.csv:2: "${'x'.repeat(80)}…" is no level of the rubric, nor a number 0…1 with two digits; there is: rude, so-so, polite`,
    ],
    ['', 'labels.csv is empty: no sheet with the columns id and label'],
    ['id,answer\n', 'labels.csv:1: no column "label"; there is: id, answer'],
    ['id,label,label\n', 'labels.csv:1: two columns are named "label"'],
    [
      'id,label\n"open',
      'labels.csv:2: not CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2',
    ],
  ])('%j', async (text, problem) => {
    await using folder = await tempFolder();
    const { results } = await writeJudgedRun(folder, RUN);
    const labels = await folder.write('labels.csv', text);
    expect(await problemOf(() => judgeCalibrate({ labels, run: 'run', results }))).toBe(problem);
  });

  test('the first ten problems are told, and how many more there are', async () => {
    const problem = await problemOf(() => calibrated({ judged: { m: Array(14).fill(1) } }, { m: Array(14).fill('?') }));
    expect(problem.split('\n')).toHaveLength(11);
    expect(problem).toMatch(/and 4 more$/);
  });

  test('a file that is not there', async () => {
    await using folder = await tempFolder();
    const { results } = await writeJudgedRun(folder, RUN);
    const labels = join(folder.path, 'none.csv');
    expect(await problemOf(() => judgeCalibrate({ labels, run: 'run', results }))).toBe('none.csv: no such file');
  });
});

describe('which judge', () => {
  test('a run without a judge has none to calibrate', async () => {
    const problem = problemOf(() =>
      calibrated({ ...RUN, grade: [{ grader: 'exact', judges: undefined }] }, { a: ['rude'] }),
    );
    expect(await problem).toBe('nothing in run is graded by a judge');
  });

  test('of several, one must be named', async () => {
    const run: Run = { ...RUN, grade: [{}, { name: 'helpful' }] };
    expect(await problemOf(() => calibrated(run, { a: ['polite'] }))).toBe(
      'run has several judges; say which:\n--task t --grader tone\n--task t --grader helpful',
    );
    expect((await calibrated(run, { a: ['polite'] }, { grader: 'tone' })).calibration.n).toBe(1);
    expect(await problemOf(() => calibrated(run, { a: ['polite'] }, { grader: 'ton' }))).toBe(
      '--grader: no judge is called "ton"; did you mean "tone"?',
    );
    expect(await problemOf(() => calibrated(run, { a: ['polite'] }, { task: 'u' }))).toBe(
      '--task: no judge grades a task "u"; there is: t',
    );
  });
});

test('labels of the suite are in the scorecard of the run, and change no score', async () => {
  await using folder = await tempFolder();
  const { manifest, idOf } = await writeJudgedRun(folder, RUN);
  const path = join(folder.path, 'results/run');
  const before = await scorecardOf(path, manifest);
  expect(before.judging?.[0]).not.toHaveProperty('calibration');
  const [task = expect.fail()] = manifest.suite.tasks;
  const labels = { levels: [], answers: [{ id: idOf('a', 1), value: 1 }] };
  const grade = task.grade.map((spec) => ({ ...spec, labels }));
  const after = await scorecardOf(path, { ...manifest, suite: { ...manifest.suite, tasks: [{ ...task, grade }] } });
  expect(after.judging?.[0]?.calibration).toMatchObject({ n: 1, agreement: { value: 1, n: 1 } });
  expect(after.rows).toEqual(before.rows);
});

test('every format can write every calibration, and each share stays within 0…1', async () => {
  const grade = fc.constantFrom(0, 0.5, 1);
  const answers = fc.array(fc.tuple(grade, fc.option(grade)), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(answers, fc.array(grade, { maxLength: 5 }), async (said, more) => {
      fc.pre(said.some(([, label]) => label !== null));
      const run = { judged: { m: [...said.map(([value]) => value), ...more] } };
      const result = await calibrated(run, { m: said.map(([, label]) => label) });
      for (const { by_labels, right } of result.calibration.models) {
        for (const { low, value, high } of [by_labels, right]) {
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(low ?? 0).toBeLessThanOrEqual(value);
          expect(high ?? 1).toBeGreaterThanOrEqual(value);
        }
      }
      for (const format of ['terminal', 'markdown', 'csv', 'json']) {
        const text = (await collect(findCalibrationFormat(format)(result, { colour: false }))).join('');
        expect(text).not.toMatch(/NaN|undefined/);
      }
    }),
    { numRuns: 40 },
  );
});

test('a format that is not there', async () => {
  expect(await problemOf(() => findCalibrationFormat('cssv'))).toBe(
    'no format "cssv" of a calibration; did you mean "csv"?',
  );
});
