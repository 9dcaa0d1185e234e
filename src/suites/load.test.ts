import { expect, test } from 'vitest';
import { providers } from '../providers/index.ts';
import { ALIAS_BOMB } from '../testing/alias-bomb.ts';
import { problemOf } from '../testing/problem.ts';
import { suiteText } from '../testing/suite-text.ts';
import { tempFolder } from '../testing/temp.ts';
import { loadSuite } from './load.ts';

const NAMES = providers.map(({ name }) => name).join(', ');

async function load(text: string | Uint8Array) {
  await using folder = await tempFolder();
  return (await loadSuite(await folder.write('s.yaml', text))).suite;
}
const problemIn = (text: string | Uint8Array) => problemOf(() => load(text));

test('a suite of few words is filled in with every default', async () => {
  expect(await load(suiteText())).toEqual({
    name: 's',
    models: [{ id: 'baseline/first', model: 'baseline/first', timeout_s: 120, deadline_s: 600, retries: 4 }],
    tasks: [
      {
        name: 't',
        dataset: './data.jsonl',
        split: 'test',
        prompt: '{{ input }}',
        shots: 0,
        shots_from: 'dev',
        grade: [{ name: 'exact', grader: 'exact', options: {} }],
        metric: 'exact',
        epochs: 1,
        min_coverage: 0.99,
      },
    ],
    seed: 0,
  });
});

test('a suite of many words is kept as it is said, with the defaults of graders filled in', async () => {
  const text = `
name: full
description: All keys.
defaults: { temperature: 0, top_p: 1, max_tokens: 100, stop: [END], seed: 3, effort: low, retries: 2, timeout_s: 5 }
models:
  - baseline/first
  - id: ours
    model: openai-compatible/meta-llama/Llama-3
    temperature: 0.7
    deadline_s: 60
    params: { top_k: 5 }
    response_schema: { type: object }
    limits: { concurrency: 8 }
    price: { input: 0.14, output: 0.28, input_cached: 0.01, input_cache_write: 0.2 }
    base_url: http://localhost:8000/v1
    key_env: OUR_KEY
    headers: { x-team: "\${TEAM}" }
  - { id: script, model: exec/answer, command: [python3, ./answer.py], env: [TOKEN], price: { usd_per_hour: 0.05 } }
  - { model: recorded/old, file: ./answers.jsonl }
tasks:
  - name: law
    dataset: ./mmlu
    split: val
    subjects: [jurisprudence]
    limit: 20
    group: subject
    prompt: mmlu
    system: Be brief.
    shots: 5
    shots_from: dev
    grade: choice
    epochs: 3
    min_coverage: 0.5
  - name: sums
    dataset: ./sums.csv
    fields: { id: n, input: text, target: sum, choices: [a, b] }
    messages: [{ role: user, content: "{{ input }}" }]
    grade: [{ rouge: { types: [rougeL, rouge1], name: overlap } }, exact, { label: { labels: [x, y] } }]
    metric: overlap.rouge1
seed: 7
`;
  const settings = { temperature: 0, top_p: 1, max_tokens: 100, stop: ['END'], seed: 3, effort: 'low' };
  const patience = { timeout_s: 5, deadline_s: 600, retries: 2 };
  expect(await load(text)).toEqual({
    name: 'full',
    description: 'All keys.',
    models: [
      { id: 'baseline/first', model: 'baseline/first', ...settings, ...patience },
      {
        id: 'ours',
        model: 'openai-compatible/meta-llama/Llama-3',
        ...settings,
        ...patience,
        temperature: 0.7,
        deadline_s: 60,
        params: { top_k: 5 },
        response_schema: { type: 'object' },
        limits: { concurrency: 8 },
        price: { input: 0.14, output: 0.28, input_cached: 0.01, input_cache_write: 0.2 },
        base_url: 'http://localhost:8000/v1',
        key_env: 'OUR_KEY',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: not expanded here
        headers: { 'x-team': '${TEAM}' },
      },
      {
        id: 'script',
        model: 'exec/answer',
        ...settings,
        ...patience,
        command: ['python3', './answer.py'],
        env: ['TOKEN'],
        price: { usd_per_hour: 0.05 },
      },
      { id: 'recorded/old', model: 'recorded/old', ...settings, ...patience, file: './answers.jsonl' },
    ],
    tasks: [
      {
        name: 'law',
        dataset: './mmlu',
        split: 'val',
        subjects: ['jurisprudence'],
        limit: 20,
        group: 'subject',
        prompt: 'mmlu',
        system: 'Be brief.',
        shots: 5,
        shots_from: 'dev',
        grade: [{ name: 'choice', grader: 'choice', options: { multiple: false } }],
        metric: 'choice',
        epochs: 3,
        min_coverage: 0.5,
      },
      {
        name: 'sums',
        dataset: './sums.csv',
        split: 'test',
        fields: { id: 'n', input: 'text', target: 'sum', choices: ['a', 'b'] },
        messages: [{ role: 'user', content: '{{ input }}' }],
        shots: 0,
        shots_from: 'dev',
        grade: [
          { name: 'overlap', grader: 'rouge', options: { types: ['rougeL', 'rouge1'] } },
          { name: 'exact', grader: 'exact', options: {} },
          { name: 'label', grader: 'label', options: { labels: ['x', 'y'] } },
        ],
        metric: 'overlap.rouge1',
        epochs: 1,
        min_coverage: 0.99,
      },
    ],
    seed: 7,
  });
});

test('anchors and << spare repeating', async () => {
  const models = '\n  - &first { id: a, model: baseline/first, retries: 1 }\n  - { <<: *first, id: b }';
  expect((await load(suiteText({ models }))).models).toMatchObject([
    { id: 'a', model: 'baseline/first', retries: 1 },
    { id: 'b', model: 'baseline/first', retries: 1 },
  ]);
});

/** Checks the problem of a suite in which `▸` marks where it is; a message that ends in `…` goes on. */
async function expectProblem(marked: string, message: string) {
  const before = marked.slice(0, marked.indexOf('▸')).split('\n');
  const place = `s.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const found = await problemIn(marked.replace('▸', ''));
  if (message.endsWith('…')) expect(found.startsWith(`${place}: ${message.slice(0, -1)}`), found).toBe(true);
  else expect(found).toBe(`${place}: ${message}`);
}

test('a price with several slips is read as the kind that it is nearest to', async () => {
  const found = await problemIn(server('price: { input: -1, output: .nan, inptu: 3 }'));
  expect(found.split('\n')).toHaveLength(3);
  expect(found).not.toContain('usd_per_hour');
});

const model = (keys: string) => suiteText({ models: `[{ model: baseline/first, ${keys} }]` });
const server = (keys: string) => suiteText({ models: `[{ model: openai-compatible/x, base_url: http://h, ${keys} }]` });
const task = (...lines: string[]) => suiteText({ task: lines });
const top = (...lines: string[]) => suiteText({ top: lines });
const graded = (grade: string, ...lines: string[]) => suiteText({ grade, task: lines });

test.each([
  ['at the top', top('▸seeed: 1'), 'unknown key "seeed"; did you mean "seed"?'],
  ['in a model', model('▸temprature: 1'), 'models[0]: unknown key "temprature"; did you mean "temperature"?'],
  [
    'in limits',
    model('limits: { ▸concurency: 5 }'),
    'models[0].limits: unknown key "concurency"; did you mean "concurrency"?',
  ],
  ['in defaults', top('defaults: { ▸retrys: 1 }'), 'defaults: unknown key "retrys"; did you mean "retries"?'],
  ['in a task', task('▸shotz: 1'), 'tasks[0]: unknown key "shotz"; did you mean "shots"?'],
  ['in fields', task('fields: { ▸inptu: x }'), 'tasks[0].fields: unknown key "inptu"; did you mean "input"?'],
  [
    'in a message',
    task('messages: [{ role: user, content: x, ▸nmae: y }]'),
    'tasks[0].messages[0]: unknown key "nmae"; there is: role, content',
  ],
  [
    'in a grader',
    graded('{ exact: { ▸strict: 1 } }'),
    'tasks[0].grade.exact: unknown key "strict"; there is: mode, name',
  ],
  [
    'in one of several graders',
    graded('[exact, { rouge: { ▸type: [rouge1] } }]'),
    'tasks[0].grade[1].rouge: unknown key "type"; did you mean "types"?',
  ],
  [
    'called __proto__',
    top('▸__proto__: { seed: 1 }'),
    'unknown key "__proto__"; there is: name, description, defaults, models, roles, tasks, budget, prices, economics, gates, stop_early, seed',
  ],
  ['called constructor', model('▸constructor: 1'), 'models[0]: unknown key "constructor"…'],
])('an unknown key %s is an error with the nearest key', (_, text, message) => expectProblem(text, message));

test.each([
  ['a provider', suiteText({ models: '[▸basline/first]' }), 'no provider "basline"; did you mean "baseline"?'],
  [
    'a provider of a long form',
    suiteText({ models: '[{ model: ▸exc/x }]' }),
    'no provider "exc"; did you mean "exec"?',
  ],
  [
    'a model of a provider that has few',
    suiteText({ models: '[▸baseline/frist]' }),
    'baseline has no "frist"; did you mean "first"?',
  ],
  ['no provider at all', suiteText({ models: '[▸gpt-4o]' }), `"gpt-4o" is not provider/name; providers: ${NAMES}`],
  ['no name at all', suiteText({ models: '[▸exec/]' }), `"exec/" is not provider/name; providers: ${NAMES}`],
  ['a grader', graded('▸exactt'), 'tasks[0].grade: no "exactt" here; did you mean "exact"?'],
  ['a grader among several', graded('[exact, ▸chioce]'), 'tasks[0].grade[1]: no "chioce" here; did you mean "choice"?'],
  ['a grader with options', graded('{ ▸exactt: {} }'), 'tasks[0].grade: unknown key "exactt"; did you mean "exact"?…'],
  [
    'a value of an option',
    graded('{ rouge: { types: [rouge1, ▸rougel] } }'),
    'tasks[0].grade.rouge.types[1]: no "rougel" here; did you mean "rougeL"?',
  ],
  ['a metric', graded('exact', 'metric: ▸exct'), 'no metric "exct" in this task; did you mean "exact"?'],
  [
    'a part of a grader',
    graded('{ rouge: { types: [rouge1, rougeL] } }', 'metric: ▸rouge.rouge2'),
    'no metric "rouge.rouge2" in this task; did you mean "rouge.rougeL"?',
  ],
  [
    'a role',
    task('messages: [{ role: ▸usr, content: x }]'),
    'tasks[0].messages[0].role: no "usr" here; did you mean "user"?',
  ],
])('an unknown name, of %s, is an error with the nearest name', (_, text, message) => expectProblem(text, message));

test.each([
  ['name', '▸models: [baseline/first]\ntasks: [{ name: t, dataset: d, grade: exact }]', 'name: is missing'],
  ['models', '▸name: s\ntasks: [{ name: t, dataset: d, grade: exact }]', 'models: is missing'],
  ['tasks', '▸name: s\nmodels: [baseline/first]', 'tasks: is missing'],
  ['a model’s model', suiteText({ models: '[▸{ id: x }]' }), 'models[0].model: is missing'],
  [
    'a task’s grade',
    'name: s\nmodels: [baseline/first]\ntasks:\n  - ▸name: t\n    dataset: d',
    'tasks[0].grade: is missing',
  ],
  ['base_url', suiteText({ models: '[▸openai-compatible/x]' }), 'models[0].base_url: is missing'],
  ['command', suiteText({ models: '[▸{ model: exec/x }]' }), 'models[0].command: is missing'],
  ['file', suiteText({ models: '[▸{ model: recorded/x }]' }), 'models[0].file: is missing; or name a run: of ours'],
  ['output of a price', server('price: ▸{ input: 1 }'), 'models[0].price.output: is missing'],
  ['a role', task('messages: [▸{ content: x }]'), 'tasks[0].messages[0].role: is missing'],
  ['labels', graded('{ label: ▸{} }'), 'tasks[0].grade.label.labels: is missing'],
  ['labels of a bare label', graded('▸label'), 'label needs labels: grade: { label: { labels: … } }'],
])('without %s it is an error', (_, text, message) => expectProblem(text, message));

test.each([
  ['text for a list', suiteText({ models: '▸baseline/first' }), 'models: must be a list, not text'],
  ['no model', suiteText({ models: '▸[]' }), 'models: Too small: expected array to have >=1 items'],
  ['a number for a model', suiteText({ models: '[▸5]' }), 'models[0]: must be text or a mapping, not 5'],
  ['nothing for a model', suiteText({ models: '[▸~]' }), 'models[0]: must be text or a mapping, not empty'],
  ['a number for a name', suiteText().replace('name: t', 'name: ▸5'), 'tasks[0].name: must be text, not 5'],
  [
    'a blank name',
    suiteText().replace('name: t', 'name: ▸" "'),
    'tasks[0].name: Too small: expected string to have >=1 characters',
  ],
  ['text for a number', model('temperature: ▸hot'), 'models[0].temperature: must be a number, not text'],
  ['part of a token', model('max_tokens: ▸1.5'), 'models[0].max_tokens: must be a whole number, not 1.5'],
  ['too much of a share', model('top_p: ▸2'), 'models[0].top_p: Too big: expected number to be <=1'],
  ['no time', model('timeout_s: ▸0'), 'models[0].timeout_s: Too small: expected number to be >0'],
  [
    'more time than a timer can run',
    model('deadline_s: ▸2592000'),
    'models[0].deadline_s: Too big: expected number to be <=604800',
  ],
  ['infinity', model('temperature: ▸.inf'), 'models[0].temperature: must be a number, not Infinity'],
  ['an empty value', task('split:▸'), 'tasks[0].split: must be text, not empty'],
  ['a truth value for a list', server('stop: ▸true'), 'models[0].stop: must be text or a list, not true or false'],
  ['a price that is one number', server('price: ▸5'), 'models[0].price: must be a mapping, not 5'],
  [
    'a price below nothing',
    server('price: { input: ▸-1, output: 1 }'),
    'models[0].price.input: Too small: expected number to be >=0',
  ],
  ['a grader that is a number', graded('▸5'), 'tasks[0].grade: must be text or a mapping or a list, not 5'],
  ['an empty grade', graded('▸~'), 'tasks[0].grade: must be text or a mapping or a list, not empty'],
  ['an empty list of graders', graded('▸[]'), 'tasks[0].grade: Too small: expected array to have >=1 items'],
  ['two graders in one', graded('▸{ exact: {}, choice: {} }'), 'tasks[0].grade: name one grader here'],
  ['a grader with empty options', graded('{ exact: ▸~ }'), 'tasks[0].grade.exact: must be a mapping, not empty'],
  [
    'one choice',
    task('fields: { choices: ▸[a] }'),
    'tasks[0].fields.choices: Too small: expected array to have >=2 items',
  ],
  ['no epoch', task('epochs: ▸0'), 'tasks[0].epochs: Too small: expected number to be >=1'],
  [
    'a base_url of another kind',
    suiteText({ models: '[{ model: openai-compatible/x, base_url: ▸"ftp://h" }]' }),
    'models[0].base_url: must start with http…',
  ],
  [
    'a command that is text',
    suiteText({ models: '[{ model: exec/x, command: ▸ls }]' }),
    'models[0].command: must be a list, not text',
  ],
])('a value of the wrong kind is an error: %s', (_, text, message) => expectProblem(text, message));

test.each([
  ['a key that is not for its provider', model('▸base_url: http://h'), '"base_url" is not for baseline models'],
  [
    'a price per token for what reports none',
    model('price: ▸{ input: 1, output: 1 }'),
    'baseline models report no tokens: price them with usd_per_hour',
  ],
  [
    'a price per hour for what does not run here',
    server('price: ▸{ usd_per_hour: 1 }'),
    'openai-compatible models do not run on this machine: price them per token',
  ],
  [
    'both kinds of price',
    server('price: { input: 1, output: 1, ▸usd_per_hour: 1 }'),
    'models[0].price: unknown key "usd_per_hour"; there is: input, output, input_cached, input_cache_write, input_cache_write_1h, long_context, bands, batch, tiers',
  ],
  [
    'two models with one id',
    suiteText({ models: '[baseline/first, ▸{ id: baseline/first, model: baseline/random }]' }),
    'a second model id "baseline/first"; give it an id: of its own',
  ],
  ['two tasks with one name', top('  - { name: ▸t, dataset: d, grade: exact }'), 'a second task "t"'],
  [
    'a judge among combined graders',
    graded('{ all: { of: [exact, { judge: ▸{ rubric: tone } }] } }'),
    'tasks[0].grade.all.of[1].judge: judge waits for something else than the answer: it cannot be combined',
  ],
  [
    'two graders with one name',
    graded('▸[exact, { choice: { name: exact } }]'),
    'a second grader "exact"; give one grader a name: of its own',
  ],
  [
    'a grader called like a part of another',
    graded('▸[rouge, { exact: { name: rouge.rouge2 } }]'),
    'a second metric "rouge.rouge2"; give one grader a name: of its own',
  ],
  [
    'a grader called like a figure of another’s epochs',
    graded('▸[exact, { contains: { name: exact.pass@2 } }]'),
    '"exact.pass@2" is a figure of another grader here; give one grader a name: of its own',
  ],
  [
    'a grader called like a figure of another’s labels',
    graded('▸[{ label: { labels: [a, b] } }, { exact: { name: label.kappa } }]'),
    '"label.kappa" is a figure of another grader here; give one grader a name: of its own',
  ],
  ['a subject twice', task('subjects: [law, art, ▸law]'), 'a second subject "law"'],
  [
    'prompt and messages',
    task('prompt: "{{ input }}"', '▸messages: [{ role: user, content: x }]'),
    'a task has a prompt or messages, not both',
  ],
  [
    'system and messages',
    task('▸system: x', 'messages: [{ role: user, content: x }]'),
    'with messages, give the system message among them',
  ],
])('what contradicts itself is an error: %s', (_, text, message) => expectProblem(text, message));

test('several problems are told at once, each with its place', async () => {
  expect(await problemIn(suiteText({ models: '[{ modle: x }, 5]', task: ['shotz: 1', 'limit: 0'] }))).toBe(
    [
      's.yaml:2:10: models[0].model: is missing',
      's.yaml:2:12: models[0]: unknown key "modle"; did you mean "model"?',
      's.yaml:2:24: models[1]: must be text or a mapping, not 5',
      's.yaml:8:12: tasks[0].limit: Too small: expected number to be >0',
      's.yaml:7:5: tasks[0]: unknown key "shotz"; did you mean "shots"?',
    ].join('\n'),
  );
  expect(await problemIn(suiteText({ models: '[basline/first, exec/x]', task: ['metric: f1'] }))).toBe(
    [
      's.yaml:2:10: no provider "basline"; did you mean "baseline"?',
      's.yaml:2:25: models[1].command: is missing',
      's.yaml:7:13: no metric "f1" in this task; there is: exact',
    ].join('\n'),
  );
});

test.each([
  ['nothing', '▸', 'the suite: must be a mapping, not empty'],
  ['a comment', '▸# later', 'the suite: must be a mapping, not empty'],
  ['a list', '▸- a', 'the suite: must be a mapping, not a list'],
  ['a text', '▸hello', 'the suite: must be a mapping, not text'],
  ['a key given twice', top('▸name: other'), 'not YAML: Map keys must be unique'],
  ['an alias to nothing', top('seed: ▸*nope'), 'not YAML: no anchor &nope before this alias'],
  ['an alias within what it names', model('params: &p { x: ▸*p }'), 'not YAML: *p stands in what it names'],
  [
    'aliases of aliases that fill the memory',
    `▸${ALIAS_BOMB}`,
    'not YAML: its aliases unfold into more than 10000 parts',
  ],
  ['a tag', top('seed: ▸!!js/function x'), 'not YAML: Unresolved tag: tag:yaml.org,2002:js/function'],
  [
    'two documents',
    `${suiteText()}▸---\nname: t\n`,
    'not YAML: a second document begins here (---); put it into a file of its own',
  ],
])('a file that holds %s is an error', (_, text, message) => expectProblem(text, message));

test('a thousand levels are an error, as lists, as mappings and as blocks', async () => {
  const blocks = Array.from({ length: 1000 }, (_, n) => `${' '.repeat(n)}a:`).join('\n');
  const lists = `name: ${'['.repeat(1000)}${']'.repeat(1000)}`;
  const mappings = `name: ${'{a: '.repeat(1000)}1${'}'.repeat(1000)}`;
  for (const text of [lists, mappings, blocks]) {
    expect(await problemIn(text)).toMatch(/^s\.yaml:\d+:\d+: not YAML: nested more than 200 levels deep$/);
  }
});

test('a byte order mark is no part of the suite; bytes that are not UTF-8 are an error; a NUL is a character', async () => {
  expect((await load(`\uFEFF${suiteText()}`)).name).toBe('s');
  expect(await problemIn(Buffer.from(top('description: café'), 'latin1'))).toBe(
    's.yaml: is not UTF-8; save it as UTF-8',
  );
  expect((await load(top('description: "a\\0b"'))).description).toBe('a\0b');
});

test('a file that is not there, or is none, is an error', async () => {
  await using folder = await tempFolder();
  expect(await problemOf(() => loadSuite(`${folder.path}/nope.yaml`))).toBe('nope.yaml: no such file');
  expect(await problemOf(() => loadSuite(`${folder.path}/`))).toBe(': is a folder; name the suite’s file');
  expect(await problemOf(() => loadSuite('a\0b'))).toContain('null bytes');
});
