import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { InstantTaskGrader } from '../domain/task.ts';
import { collect } from '../testing/collect.ts';
import { problemOf } from '../testing/problem.ts';
import { SHARED } from '../testing/shared.ts';
import { suiteText } from '../testing/suite-text.ts';
import { tempFolder } from '../testing/temp.ts';
import { loadSuite } from './load.ts';
import { openTasks } from './tasks.ts';

const ROOT = join(import.meta.dirname, '../..');

type Files = Readonly<Record<string, string | Uint8Array>>;

const jsonl = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const TWO = jsonl([
  { input: 'a', target: 'A', topic: 'x' },
  { input: 'b', target: 'B', topic: 'y' },
]);
const CHOICES = jsonl([{ input: 'Which?', target: 'B', choices: ['one', 'two'] }]);

/** The tasks of a suite with all their planned samples. */
async function plan(text: string, files: Files = { 'data.jsonl': TWO }) {
  await using folder = await tempFolder();
  for (const [name, content] of Object.entries(files)) await folder.write(name, content);
  const tasks = await openTasks(await loadSuite(await folder.write('s.yaml', text)));
  const opened = [];
  for (const task of tasks) opened.push({ ...task, planned: await collect(task.samples()) });
  return opened;
}
const planOne = async (text: string, files?: Files) => {
  const [task] = await plan(text, files);
  if (!task) throw new Error('no task');
  return task;
};
const idsOf = async (text: string, files?: Files) => (await planOne(text, files)).planned.map(({ sample: id }) => id);
const promptsOf = async (text: string, files?: Files) =>
  (await planOne(text, files)).planned.map(({ messages }) => messages.map(({ content }) => content).join('|'));
const problemIn = (text: string, files?: Files) => problemOf(() => plan(text, files));

/** Checks the problem of a suite in which `▸` marks where it is. */
async function expectProblem(marked: string, message: string, files?: Files) {
  const before = marked.slice(0, marked.indexOf('▸')).split('\n');
  const place = `s.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  expect(await problemIn(marked.replace('▸', ''), files)).toBe(`${place}: task t: ${message}`);
}
const task = (...lines: string[]) => suiteText({ task: lines });

test('a task is opened into samples with their prompts, graders, and the facts that figures need', async () => {
  const opened = await planOne(
    suiteText({ grade: '{ label: { labels: [A, B] } }', task: ['prompt: classify', 'group: topic'] }),
  );
  expect(opened.planned[0]).toEqual({
    schema_version: 1,
    task: 't',
    sample: '1',
    input: 'a',
    target: 'A',
    choices: null,
    group: 'x',
    category: null,
    metadata: { topic: 'x' },
    messages: [
      {
        role: 'user',
        content:
          'Classify the text. Answer with exactly one of the labels and nothing else.\n\nLabels: A, B\n\nText: a\nLabel:',
      },
    ],
  });
  expect(opened.facts).toMatchObject({
    name: 't',
    dataset_sha256: expect.stringMatching(/^[0-9a-f]{32}$/),
    prompt_sha256: expect.stringMatching(/^[0-9a-f]{32}$/),
    protocol: '0-shot, generated',
    graders: [{ name: 'label', grader: 'label', binary: true, parts: [] }],
  });
  const [grader] = opened.graders;
  expect(
    (grader as InstantTaskGrader).grade(opened.planned[0] as never, { answer: 'A', finish_reason: 'stop' }),
  ).toMatchObject({ value: 1 });
});

test('labels of a grader that another combines reach the prompt too, and all that are binary make a binary whole', async () => {
  const { planned, facts } = await planOne(
    suiteText({
      grade: '{ any: { of: [exact, { all: { of: [{ label: { labels: [A, B] } }] } }] } }',
      task: ['prompt: classify'],
    }),
  );
  expect(planned[0]?.messages[0]?.content).toContain('Labels: A, B');
  expect(facts.graders).toMatchObject([{ name: 'any', binary: true }]);
});

test('a combination has another digest where a grader in it has other options, not where they are only written out', async () => {
  const digestWith = async (of: string) =>
    (await planOne(suiteText({ grade: `{ all: { of: [${of}] } }` }))).facts.graders[0]?.digest;
  expect(await digestWith('exact, { rouge: {} }')).toBe(await digestWith('{ exact: {} }, rouge'));
  expect(await digestWith('exact, rouge')).not.toBe(await digestWith('exact, { rouge: { stem: true } }'));
});

test('its samples may be read again, and are the same', async () => {
  await using folder = await tempFolder();
  await folder.write('data.jsonl', TWO.repeat(20));
  const [opened] = await openTasks(await loadSuite(await folder.write('s.yaml', task('limit: 7', 'group: topic'))));
  const read = () => collect(opened?.samples() ?? []);
  expect(await read()).toHaveLength(7);
  expect(await read()).toEqual(await read());
});

test('the protocol says how many shots were shown, and whether reasoning was asked for', async () => {
  const protocolOf = async (...lines: string[]) =>
    (await planOne(suiteText({ grade: 'choice', task: lines }), { 'data.jsonl': CHOICES, 'dev.jsonl': CHOICES })).facts
      .protocol;
  expect(await protocolOf('prompt: mmlu-cot')).toBe('0-shot chain of thought, generated');
  expect(await protocolOf('prompt: mmlu', 'shots: 1', 'shots_from: ./dev.jsonl')).toBe('1-shot, generated');
});

test('the prompt’s hash follows its template, the dataset’s its bytes', async () => {
  const facts = async (text: string, files?: Files) => (await planOne(text, files)).facts;
  const plain = await facts(suiteText());
  expect((await facts(suiteText(), { 'data.jsonl': `${TWO}\n` })).dataset_sha256).not.toBe(plain.dataset_sha256);
  expect((await facts(task('prompt: "{{ input }} "'))).prompt_sha256).not.toBe(plain.prompt_sha256);
  expect((await facts(task('messages: [{ role: user, content: "{{ input }}" }]'))).prompt_sha256).toBe(
    plain.prompt_sha256,
  );
});

test('a limit takes a share of each group, in the dataset’s order, by the suite’s seed', async () => {
  const rows = Array.from({ length: 60 }, (_, n) => ({
    id: `${n}`,
    input: 'q',
    target: 'A',
    topic: n % 3 === 0 ? 'x' : 'y',
  }));
  const files = { 'data.jsonl': jsonl(rows) };
  const drawn = (seed: number) =>
    idsOf(suiteText({ task: ['limit: 30', 'group: topic'], top: [`seed: ${seed}`] }), files);
  const ids = await drawn(1);
  expect(ids).toHaveLength(30);
  expect(ids.filter((id) => Number(id) % 3 === 0)).toHaveLength(10);
  expect(ids).toEqual([...ids].sort((a, b) => Number(a) - Number(b)));
  expect(await drawn(1)).toEqual(ids);
  expect(await drawn(2)).not.toEqual(ids);
});

test('shots come from the dev split, of the sample’s own subject', async () => {
  const row = (question: string) => `${question},a,b,c,d,A\n`;
  const files = {
    'set/test/law_test.csv': row('Law?'),
    'set/test/art_test.csv': row('Art?'),
    'set/dev/law_dev.csv': row('Law 1') + row('Law 2') + row('Law 3'),
    'set/dev/art_dev.csv': row('Art 1') + row('Art 2'),
  };
  const text = suiteText({ dataset: './set', grade: 'choice', task: ['prompt: mmlu', 'shots: 2'] });
  const prompts = (await promptsOf(text, files)).map((prompt) => prompt.match(/(Law|Art)( \d|\?)/g));
  expect(prompts).toEqual([
    ['Art 1', 'Art 2', 'Art?'],
    ['Law 1', 'Law 2', 'Law?'],
  ]);
  await expectProblem(
    suiteText({ dataset: './set', grade: 'choice', task: ['prompt: mmlu', 'shots: ▸3'] }),
    '3 shots asked for, found 2 examples for the group "art"',
    files,
  );
});

test('shots may come from another file', async () => {
  const files = { 'data.jsonl': TWO, 'more.csv': 'input,target\nc,C\n' };
  const text = task(
    'prompt: "{% for shot in shots %}{{ shot.input }}{{ shot.target }} {% endfor %}{{ input }}"',
    'shots: 1',
    'shots_from: ./more.csv',
  );
  expect(await promptsOf(text, files)).toEqual(['cC a', 'cC b']);
});

test('paths start from where the suite is', async () => {
  expect(await idsOf(suiteText({ dataset: './deep/data.jsonl' }), { 'deep/data.jsonl': TWO })).toEqual(['1', '2']);
});

test('samples with the same text stay two', async () => {
  expect(await idsOf(suiteText(), { 'data.jsonl': `${TWO}${TWO}` })).toEqual(['1', '2', '3', '4']);
});

test.each<[string, string, string, Files?]>([
  [
    'an unknown dataset',
    suiteText({ dataset: '▸mmlu-mni' }),
    'no dataset "mmlu-mni"; did you mean "mmlu-mini"? (a file or folder starts with ./, ../ or /)',
  ],
  ['a missing file', suiteText({ dataset: '▸./nope.jsonl' }), 'nope.jsonl: no such file'],
  [
    'a broken line',
    suiteText({ dataset: '▸./data.jsonl' }),
    'data.jsonl:2: not a JSON object; every line must be one',
    { 'data.jsonl': '{"input": "a", "target": "b"}\n5' },
  ],
  [
    'a ragged CSV',
    suiteText({ dataset: '▸./data.csv' }),
    'data.csv:3: not CSV: Invalid Record Length: columns length is 2, got 1 on line 3',
    { 'data.csv': 'input,target\na,b\nc\n' },
  ],
  [
    'an empty set',
    suiteText({ dataset: '▸./data.csv' }),
    './data.csv has no samples',
    { 'data.csv': 'input,target\n' },
  ],
  [
    'two samples with one id',
    suiteText({ dataset: '▸./data.jsonl' }),
    'two samples have the id "7"',
    {
      'data.jsonl': jsonl([
        { id: 7, input: 'a', target: 'A' },
        { id: '7', input: 'b', target: 'B' },
      ]),
    },
  ],
  ['a split of one file', task('split: ▸dev'), './data.jsonl is one file and has no split "dev"'],
  [
    'subjects of one file',
    task('subjects: ▸[law]'),
    "./data.jsonl has no subjects; only a folder in MMLU's layout has",
  ],
  [
    'an unknown subject',
    suiteText({ dataset: 'mmlu-mini', grade: 'choice', task: ['subjects: ▸[nutriton]'] }),
    'no subject "nutriton" in mmlu-mini; did you mean "nutrition"?',
  ],
  [
    'an unknown column',
    task('fields: { target: target, input: ▸inptu }'),
    'data.jsonl:1: no column "inptu"; did you mean "input"?',
  ],
  [
    'an unknown option column',
    task('fields: { choices: [topic, ▸topc] }'),
    'data.jsonl:1: no column "topc"; did you mean "topic"?',
  ],
  ['an unknown group', task('group: ▸topc'), 'data.jsonl:1: no column "topc"; did you mean "topic"?'],
  [
    'a column that is missing further on',
    suiteText().replace('name: t', '▸name: t'),
    'data.jsonl:2: no column "target"; there is: input',
    { 'data.jsonl': '{"input": "a", "target": "b"}\n{"input": "c"}' },
  ],
  [
    'an unknown built-in prompt',
    task('prompt: ▸mmul'),
    'no built-in prompt "mmul"; did you mean "mmlu"? (a prompt of your own has {{ input }} in it)',
  ],
  ['an unknown variable', task('prompt: ▸"{{ inptu }}"'), 'sample "1": no variable "inptu"; did you mean "input"?'],
  [
    'the target in a prompt',
    task('prompt: ▸"{{ target }}"'),
    'sample "1": no variable "target"; there is: topic, input, group, category, shots',
  ],
  [
    'an unknown variable in system',
    task('prompt: "{{ input }}"', 'system: ▸"{{ inptu }}"'),
    'sample "1": no variable "inptu"; did you mean "input"?',
  ],
  [
    'an unknown filter in a message',
    task('messages:', '  - { role: system, content: hi }', '  - { role: user, content: ▸"{{ input | upcas }}" }'),
    'undefined filter: upcas, line:1, col:1; did you mean "upcase"?',
  ],
  [
    'a template that loops without end',
    task('prompt: ▸"{% for i in (1..9999999999) %}{{ input }}{% endfor %}"'),
    'sample "1": memory alloc limit exceeded, line:1, col:1',
  ],
  [
    'labels that are nowhere',
    task('prompt: ▸classify'),
    'sample "1": this prompt needs labels: give the task grade: { label: { labels: [...] } }',
  ],
  [
    'shots of a prompt that shows none',
    task('shots: ▸2'),
    'this prompt shows no shots; use {{ shots }} in it or take shots: away',
  ],
  [
    'shots from one file',
    task('prompt: summarize', 'shots: 1', 'shots_from: ▸dev'),
    'shots: ./data.jsonl is one file and has no split "dev"',
  ],
  [
    'shots from what is asked',
    task('prompt: summarize', 'shots: 1', 'shots_from: ▸./data.jsonl'),
    'the shots would come from the samples that are asked; give them a file of their own',
  ],
  [
    'too few shots',
    task('prompt: summarize', 'shots: ▸5', 'shots_from: ./dev.jsonl'),
    '5 shots asked for, found 2 examples',
    { 'data.jsonl': TWO, 'dev.jsonl': TWO },
  ],
  [
    'a broken file of shots',
    task('prompt: summarize', 'shots: 1', 'shots_from: ▸./dev.jsonl'),
    'dev.jsonl:1: not a JSON object; every line must be one',
    { 'data.jsonl': TWO, 'dev.jsonl': '[]' },
  ],
  [
    'choices that are not there',
    suiteText({ grade: '▸choice' }),
    'sample "1": it has no choices (name their columns: fields: { choices: [a, b, c, d] })',
  ],
  [
    'a target that is no label',
    suiteText({ grade: '▸{ label: { labels: [A, C] } }' }),
    'sample "2": target "B" is not one of the labels A, C',
  ],
  [
    'bytes that are not UTF-8',
    suiteText({ dataset: '▸./data.csv' }),
    'data.csv: is not UTF-8; save it as UTF-8',
    { 'data.csv': Buffer.from('input,target\ncafé,x\n', 'latin1') },
  ],
])('%s is an error with its place in the suite', (_, text, message, files) => expectProblem(text, message, files));

test('the suites that come along are right', async () => {
  const names = (await readdir(join(ROOT, 'suites'))).filter((name) => name.endsWith('.yaml'));
  expect(names).toContain('quickstart.yaml');
  for (const name of names) {
    for (const opened of await openTasks(await loadSuite(join(ROOT, 'suites', name)))) {
      expect((await collect(opened.samples())).length).toBeGreaterThan(0);
    }
  }
});

test('every task is looked at before anything is said', async () => {
  const second = [
    '  - { name: u, dataset: ./nope.csv, grade: exact }',
    '  - { name: v, dataset: ./data.jsonl, grade: exact, prompt: mmul }',
  ];
  expect(await problemIn(suiteText({ dataset: 'mmlu-mni', top: second }))).toBe(
    [
      's.yaml:5:14: task t: no dataset "mmlu-mni"; did you mean "mmlu-mini"? (a file or folder starts with ./, ../ or /)',
      's.yaml:7:25: task u: nope.csv: no such file',
      's.yaml:8:61: task v: no built-in prompt "mmul"; did you mean "mmlu"? (a prompt of your own has {{ input }} in it)',
    ].join('\n'),
  );
});

test('a line of 10 MB is asked as it is', async () => {
  const input = 'x'.repeat(10_000_000);
  const [sample] = (await planOne(suiteText(), { 'data.jsonl': jsonl([{ input, target: 'A' }]) })).planned;
  expect(sample?.messages[0]?.content === input).toBe(true);
});

test.skipIf(!existsSync(join(SHARED, 'data/mmlu')))(
  'a limit on the published MMLU takes its share of each of 57 subjects (skipped without ../shared/data)',
  async () => {
    const text = suiteText({
      dataset: join(SHARED, 'data/mmlu'),
      grade: 'choice',
      task: ['prompt: mmlu', 'shots: 5', 'limit: 570'],
    });
    const { planned: samples } = await planOne(text);
    expect(samples).toHaveLength(570);
    expect(new Set(samples.map(({ group }) => group)).size).toBe(57);
    expect(samples.every(({ messages }) => messages[0]?.content.match(/^Answer: [A-D]$/gm)?.length === 5)).toBe(true);
    expect(samples.every(({ messages }) => messages[0]?.content.endsWith('\nAnswer:'))).toBe(true);
  },
);

test('a group that is the target does not give the answer away: neither by its shots nor in the prompt', async () => {
  const text = task(
    'group: target',
    'prompt: "{% for shot in shots %}{{ shot.target }} {% endfor %}{{ group }}|{{ input }}"',
    'shots: 2',
    'shots_from: ./dev.jsonl',
  );
  const dev = '{"input": "x", "target": "a"}\n{"input": "y", "target": "b"}\n';
  const data = '{"input": "p", "target": "a"}\n{"input": "q", "target": "b"}\n';
  expect(await promptsOf(text, { 'data.jsonl': data, 'dev.jsonl': dev })).toEqual(['a b |p', 'a b |q']);
});
