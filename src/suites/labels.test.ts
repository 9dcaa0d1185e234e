import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { suiteText } from '../testing/suite-text.ts';
import { tempFolder } from '../testing/temp.ts';
import { readLabels } from './labels.ts';
import { loadSuite } from './load.ts';
import { openTasks } from './tasks.ts';

const JUDGE = 'judge: { name: tone, rubric: tone, labels: ./people/labels.csv }';
const SUITE = suiteText({ grade: `[exact, { ${JUDGE} }]`, top: ['roles: { judge: openai/gpt-4o }'] });

async function load(labels: string | undefined, suite = SUITE) {
  await using folder = await tempFolder();
  await folder.write('data.jsonl', '{"id": "1", "input": "?", "target": "it"}\n');
  if (labels !== undefined) await folder.write('people/labels.csv', labels);
  const loaded = await loadSuite(await folder.write('s.yaml', suite));
  const [{ facts } = expect.fail()] = await openTasks(loaded);
  return { grade: loaded.suite.tasks[0]?.grade, digests: facts.graders.map(({ digest }) => digest) };
}

test('a suite’s labels are read beside it and copied, and change no score', async () => {
  const some = await load('id,label\na000000000000001,0.5\na000000000000002,1\na000000000000003,\n');
  const none = await load(undefined, SUITE.replace(', labels: ./people/labels.csv', ''));
  expect(some.grade?.[1]?.labels?.answers).toEqual([
    { id: 'a000000000000001', value: 0.5 },
    { id: 'a000000000000002', value: 1 },
  ]);
  expect(some.grade?.[0]).not.toHaveProperty('labels');
  expect(some.digests).toEqual(none.digests);
});

test.each([
  [
    'id,label\na000000000000001,lovely\n',
    /^s\.yaml:6:\d+: task t: people\/labels\.csv:2: "lovely" is no level of the rubric/,
  ],
  [undefined, /^s\.yaml:6:\d+: task t: people\/labels\.csv: no such file$/],
])('what is wrong with them is told with both places: %j', async (labels, problem) => {
  expect(await problemOf(() => load(labels))).toMatch(problem);
});

test('an answer that stands there twice keeps what both people said of it, once they do not contradict themselves', async () => {
  const [id, header] = ['a000000000000001', 'id,label,label_2\n'];
  const twice = await load(`${header}${id},1,0\n${id},1,\n`);
  expect(twice.grade?.[1]?.labels?.answers).toEqual([{ id, value: 1, value_2: 0 }]);
  expect(await problemOf(() => load(`${header}${id},1,0\n${id},1,1\n`))).toMatch(
    /labels\.csv:3: a second, different label of a000000000000001$/,
  );
});

test('they are named by a path', async () => {
  expect(await problemOf(() => load('id,label\n', SUITE.replace('./people/', '')))).toMatch(
    /^s\.yaml:6:\d+: task t: "labels\.csv" is no path: write \.\/labels\.csv$/,
  );
});

const OWN = {
  grader: 'judge',
  options: {
    rubric: {
      criterion: '…',
      levels: [
        { name: '1', value: 1, when: '' },
        { name: '2', value: 0.3333, when: '' },
        { name: 'Größe', value: 0, when: '' },
      ],
    },
  },
};

test.each([
  ['1', 1],
  ['2', 0.3333],
  ['größe', 0],
  [' GRÖSSE', 0],
  ['0.25', 0.25],
  ['0,5', 0.5],
  ['.5', 0.5],
  ['0', 0],
  ['1.00', 1],
  ['0.3333', 0.3333],
  ['0.123', null],
  ['-1', null],
  ['1e-1', null],
  ['3', null],
])('%j is a level’s name, or else a number', async (label, value) => {
  await using folder = await tempFolder();
  const path = await folder.write('l.csv', `id;label\na000000000000001;${label}\n`);
  const said = await readLabels(path, OWN).then(
    ({ labels }) => labels.answers[0]?.value ?? null,
    () => null,
  );
  expect(said).toBe(value);
});

test('the same label twice is one', async () => {
  await using folder = await tempFolder();
  const path = await folder.write('l.csv', 'id,label\na000000000000001,1\na000000000000001,1.0\n');
  await writeFile(path, (await readFile(path, 'utf8')).trimEnd());
  expect((await readLabels(join(path), OWN)).labels.answers).toHaveLength(1);
});
