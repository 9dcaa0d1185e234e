import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { groupBy } from '../lib/group-by.ts';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { SHARED } from '../testing/shared.ts';
import { tempFolder } from '../testing/temp.ts';
import type { Dataset } from './define.ts';
import { mappingOf, toSample } from './fields.ts';
import { hashOfDataset, openDataset } from './open.ts';

const LETTERS = '"What, then?",one,two,three,four,A\nWhy?,a,b,c,d,d\n';

async function samplesOf(dataset: Dataset) {
  const rows = await collect(dataset.read());
  return rows.map((row, index) => toSample(row, index + 1, mappingOf(dataset, {})));
}

async function open(files: Record<string, string>, where: { split?: string; subjects?: string[] } = {}) {
  const folder = await tempFolder();
  for (const [name, content] of Object.entries(files)) await folder.write(name, content);
  const opened = () => openDataset('./', { directory: folder.path, split: 'test', ...where });
  return { opened, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

async function read(files: Record<string, string>, where?: { split?: string; subjects?: string[] }) {
  await using set = await open(files, where);
  return await samplesOf(await set.opened());
}

async function problemIn(files: Record<string, string>, where?: { split?: string; subjects?: string[] }) {
  await using set = await open(files, where);
  return await problemOf(async () => collect((await set.opened()).read()));
}

test('a row is a question with four options and a letter; its subject is its group, and its id says where it stands', async () => {
  expect(await read({ 'test/virology_test.csv': LETTERS })).toEqual([
    {
      id: 'virology/1',
      input: 'What, then?',
      target: 'A',
      choices: ['one', 'two', 'three', 'four'],
      group: 'virology',
      category: 'other',
      metadata: { subject: 'virology' },
    },
    expect.objectContaining({ id: 'virology/2', target: 'D' }),
  ]);
});

test('with a header or without, with letters or with 0–3, it is the same set', async () => {
  const header = 'question,choice0,choice1,choice2,choice3,answer\n';
  const numbers = LETTERS.replace(/,A\n/, ',0\n').replace(/,d\n/, ',3\n');
  const expected = await read({ 'test/x_test.csv': LETTERS });
  for (const content of [header + LETTERS, numbers, header + numbers, `\uFEFF${header}${numbers}`]) {
    expect(await read({ 'test/x_test.csv': content })).toEqual(expected);
  }
});

test('two samples with the same text stay two', async () => {
  const twice = 'Same?,a,b,c,d,A\n'.repeat(2);
  expect((await read({ 'test/x_test.csv': twice })).map(({ id }) => id)).toEqual(['x/1', 'x/2']);
});

test('options that read like a missing value stay text', async () => {
  const [sample] = await read({ 'test/x_test.csv': 'Which?,None,NA,nan,007,B\n' });
  expect(sample?.choices).toEqual(['None', 'NA', 'nan', '007']);
});

test('subjects come in alphabetical order, or those that are asked for in the order asked', async () => {
  const files = { 'test/b_test.csv': LETTERS, 'test/a_test.csv': LETTERS, 'test/notes.txt': 'x' };
  const groups = async (subjects?: string[]) => [
    ...new Set((await read(files, subjects && { subjects })).map(({ group }) => group)),
  ];
  expect(await groups()).toEqual(['a', 'b']);
  expect(await groups(['b', 'a'])).toEqual(['b', 'a']);
  expect(await groups(['b'])).toEqual(['b']);
});

test('a split is a folder of its own', async () => {
  const files = { 'test/a_test.csv': LETTERS, 'dev/a_dev.csv': 'Dev?,a,b,c,d,C\n' };
  expect(await read(files, { split: 'dev' })).toMatchObject([{ id: 'a/1', input: 'Dev?', target: 'C' }]);
  expect(await problemIn(files, { split: 'val' })).toBe(
    './ has no split "val": no val.jsonl, .csv or .yaml, nor val/*_val.csv',
  );
});

test.each([
  [
    'letters and numbers',
    'Q,a,b,c,d,A\nR,a,b,c,d,1\n',
    'x_test.csv:2: answers A–D and 0–3 in one file; use one of them',
  ],
  [
    'an answer that is no option',
    'Q,a,b,c,d,E\n',
    'x_test.csv:1: not a row of MMLU: question, four options, and an answer A–D or 0–3',
  ],
  ['five columns', 'Q,a,b,c,A\n', 'x_test.csv:1: not a row of MMLU: question, four options, and an answer A–D or 0–3'],
  [
    'seven columns',
    'Q,a,b,c,d,e,A\n',
    'x_test.csv:1: not a row of MMLU: question, four options, and an answer A–D or 0–3',
  ],
  [
    'a row with fewer columns than the first',
    'Q,a,b,c,d,A\nR,a,b,c,B\n',
    'x_test.csv:2: not CSV: Invalid Record Length: expect 6, got 5 on line 2',
  ],
])('%s are an error with file and line', async (_, content, message) => {
  expect(await problemIn({ 'test/x_test.csv': content })).toBe(`test/${message}`);
});

test('an unknown subject is an error with the nearest one', async () => {
  const files = { 'test/virology_test.csv': LETTERS, 'test/sociology_test.csv': LETTERS };
  expect(await problemIn(files, { subjects: ['virolgy'] })).toBe(
    'no subject "virolgy" in ./; did you mean "virology"?',
  );
});

test('the hash follows the bytes and names of the files that are read', async () => {
  const hash = async (files: Record<string, string>, subjects?: string[]) => {
    await using set = await open(files, subjects && { subjects });
    return await hashOfDataset(await set.opened());
  };
  const files = { 'test/a_test.csv': LETTERS, 'test/b_test.csv': LETTERS };
  expect(await hash(files)).toBe(await hash(files));
  const others = [
    await hash({ ...files, 'test/b_test.csv': `${LETTERS} ` }),
    await hash({ 'test/a_test.csv': LETTERS, 'test/c_test.csv': LETTERS }),
    await hash(files, ['a']),
  ];
  expect(new Set([...others, await hash(files)]).size).toBe(4);
});

/** `categories.py` of https://github.com/hendrycks/test. */
const OFFICIAL: Readonly<Record<string, string>> = {
  STEM: `abstract_algebra astronomy college_biology college_chemistry college_computer_science college_mathematics college_physics
    computer_security conceptual_physics electrical_engineering elementary_mathematics high_school_biology high_school_chemistry
    high_school_computer_science high_school_mathematics high_school_physics high_school_statistics machine_learning`,
  humanities: `formal_logic high_school_european_history high_school_us_history high_school_world_history international_law jurisprudence
    logical_fallacies moral_disputes moral_scenarios philosophy prehistory professional_law world_religions`,
  'social sciences': `econometrics high_school_geography high_school_government_and_politics high_school_macroeconomics high_school_microeconomics
    high_school_psychology human_sexuality professional_psychology public_relations security_studies sociology us_foreign_policy`,
  other: `anatomy business_ethics clinical_knowledge college_medicine global_facts human_aging management marketing medical_genetics
    miscellaneous nutrition professional_accounting professional_medicine virology`,
};

test('the 57 subjects are in their official categories, 18, 13, 12 and 14 of them; another subject is in none', async () => {
  await using set = await open({ 'test/x_test.csv': LETTERS });
  const { categoryOf } = await set.opened();
  const subjects = Object.entries(OFFICIAL).flatMap(([category, names]) =>
    names.split(/\s+/).map((subject) => [subject, category] as const),
  );
  expect(subjects).toHaveLength(57);
  expect([...groupBy(subjects, ([, category]) => category).values()].map(({ length }) => length)).toEqual([
    18, 13, 12, 14,
  ]);
  for (const [subject, category] of subjects) expect([subject, categoryOf?.(subject)]).toEqual([subject, category]);
  expect(categoryOf?.('x')).toBeNull();
  expect(categoryOf?.('constructor')).toBeNull();
});

test.skipIf(!existsSync(join(SHARED, 'data/mmlu')))(
  'the published set has 14,042 test and 285 dev rows in 57 subjects, each with an id of its own (skipped without ../shared/data)',
  async () => {
    const published = (split: string) => openDataset('./data/mmlu', { directory: SHARED, split });
    const [asked, shown] = [await samplesOf(await published('test')), await samplesOf(await published('dev'))];
    expect([asked.length, shown.length]).toEqual([14_042, 285]);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(14_042);
    const texts = asked.map(({ group, input, choices }) => JSON.stringify([group, input, choices]));
    expect(new Set(texts).size).toBeLessThan(14_042);

    const categories = groupBy(asked, ({ category }) => category);
    const subjects = [...categories].map(([name, samples]) => [name, new Set(samples.map(({ group }) => group)).size]);
    expect(Object.fromEntries(subjects)).toEqual({ STEM: 18, humanities: 13, 'social sciences': 12, other: 14 });
    expect([...groupBy(shown, ({ group }) => group).values()].every(({ length }) => length === 5)).toBe(true);
    expect(new Set(asked.map(({ target }) => target))).toEqual(new Set(['A', 'B', 'C', 'D']));
  },
);
