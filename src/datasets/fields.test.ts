import { expect, test } from 'vitest';
import { pathOf } from '../lib/about.ts';
import { problemOf } from '../testing/problem.ts';
import { mappingOf, toSample } from './fields.ts';

type Task = Parameters<typeof mappingOf>[1];

const plain = { name: 'd', files: [], read: async function* () {} };
const sampleOf = (values: Record<string, unknown>, task: Task = {}, dataset = plain) =>
  toSample({ at: 'd.jsonl:3', values }, 3, mappingOf(dataset, task));
const problemIn = (values: Record<string, unknown>, task?: Task) => problemOf(() => sampleOf(values, task));
const keyOf = (values: Record<string, unknown>, task: Task) => {
  try {
    sampleOf(values, task);
  } catch (error) {
    return pathOf(error);
  }
};

test('a row with the usual columns is a sample; its number is its id, and other columns are metadata', () => {
  expect(sampleOf({ input: 'a', target: 'b', source: 'web', year: 2020 })).toEqual({
    id: '3',
    input: 'a',
    target: 'b',
    choices: null,
    group: null,
    category: null,
    metadata: { source: 'web', year: 2020 },
  });
});

test('a task may say which columns hold what; those that are mapped are no metadata', () => {
  const values = { doc: 'd1', text: 'a', answer: 'B', one: 'x', two: 'y', topic: 'law', input: 'not this' };
  const fields = { id: 'doc', input: 'text', target: 'answer', choices: ['one', 'two'] };
  expect(sampleOf(values, { fields, group: 'topic' })).toEqual({
    id: 'd1',
    input: 'a',
    target: 'B',
    choices: ['x', 'y'],
    group: 'law',
    category: null,
    metadata: { topic: 'law', input: 'not this' },
  });
});

test('the source that a sample shares with others is kept as text, where the task names its column', () => {
  expect(sampleOf({ input: 'a', target: 'b', passage: 7 }, { cluster: 'passage' })).toMatchObject({ cluster: '7' });
  expect(keyOf({ input: 'a', target: 'b' }, { cluster: 'passage' })).toEqual(['cluster']);
});

test('a target that is a mapping becomes JSON', () => {
  expect(sampleOf({ input: 'a', target: { b: [1, null], c: 'd' } }).target).toBe('{"b":[1,null],"c":"d"}');
  expect(sampleOf({ input: 'a', target: [{ b: 1 }, 'none'] }).target).toEqual(['{"b":1}', 'none']);
});

test('numbers and truth values become text; a target may be a list of which any is right', () => {
  const sample = sampleOf({ id: 7, input: true, target: [1, 'one', false], choices: ['a', 2] });
  expect(sample).toMatchObject({ id: '7', input: 'true', target: ['1', 'one', 'false'], choices: ['a', '2'] });
});

test('equal options stay apart', () => {
  expect(sampleOf({ input: 'a', target: 'A', choices: ['x', 'x'] }).choices).toEqual(['x', 'x']);
});

test('a dataset’s own group and its categories hold unless the task names another column', () => {
  const own = { ...plain, group: 'subject', categoryOf: (group: string) => (group === 'law' ? 'humanities' : null) };
  const values = { input: 'a', target: 'b', subject: 'law', year: 2020 };
  expect(sampleOf(values, {}, own)).toMatchObject({ group: 'law', category: 'humanities' });
  expect(sampleOf(values, { group: 'subject' }, own)).toMatchObject({ group: 'law', category: 'humanities' });
  expect(sampleOf(values, { group: 'year' }, own)).toMatchObject({ group: '2020', category: null });
  expect(sampleOf({ ...values, subject: 'art' }, {}, own)).toMatchObject({ group: 'art', category: null });
});

test.each<[string, Record<string, unknown>, Task, string]>([
  ['no input', { inptu: 'a', target: 'b' }, {}, 'no column "input"; did you mean "inptu"?'],
  ['no target', { input: 'a' }, {}, 'no column "target"; there is: input'],
  [
    'a column that is not there',
    { input: 'a', target: 'b', category: 'c' },
    { group: 'categry' },
    'no column "categry"; did you mean "category"?',
  ],
  [
    'an id that is not there',
    { input: 'a', target: 'b' },
    { fields: { id: 'doc' } },
    'no column "doc"; there is: input, target',
  ],
  ['null', { input: null, target: 'b' }, {}, '"input" is null; it must be text'],
  ['null as id', { id: null, input: 'a', target: 'b' }, {}, '"id" is null; it must be text'],
  ['a list', { input: ['a'], target: 'b' }, {}, '"input" is a list; it must be text'],
  ['a mapping', { input: { b: 1 }, target: 'b' }, {}, '"input" is a mapping; it must be text'],
  [
    'a long number in a mapping',
    { input: 'a', target: { b: [12345678901234567000] } },
    {},
    '"target" is a number too long to be kept digit by digit; write it in quotes',
  ],
  ['a list in a list', { input: 'a', target: [['b']] }, {}, '"target" is a list; it must be text'],
  ['no answer at all', { input: 'a', target: [] }, {}, '"target" is an empty list; give at least one answer'],
  [
    'options that are no list',
    { input: 'a', target: 'b', choices: 'x|y' },
    {},
    '"choices" is not a list; name one column per option: choices: [a, b, c, d]',
  ],
  [
    'an option that is not there',
    { input: 'a', target: 'b', x: '1' },
    { fields: { choices: ['x', 'y'] } },
    'no column "y"; there is: input, target, x',
  ],
  [
    'a number that JSON has rounded',
    { id: 12345678901234567000, input: 'a', target: 'b' },
    {},
    '"id" is a number too long to be kept digit by digit; write it in quotes',
  ],
])('%s is an error with the line', async (_, values, task, message) => {
  expect(await problemIn(values, task)).toBe(`d.jsonl:3: ${message}`);
});

test('an error says which key of the task it is about', () => {
  expect(keyOf({ target: 'b' }, { fields: { input: 'text' } })).toEqual(['fields', 'input']);
  expect(keyOf({ input: 'a', target: 'b' }, { group: 'topic' })).toEqual(['group']);
  expect(keyOf({ input: 'a', target: 'b', x: '1' }, { fields: { choices: ['x', 'y'] } })).toEqual([
    'fields',
    'choices',
    1,
  ]);
});

test('what every object inherits is no column', async () => {
  expect(await problemIn({ input: 'a', target: 'b' }, { group: 'constructor' })).toContain('no column "constructor"');
  expect(await problemIn({ input: 'a', target: 'b' }, { fields: { input: '__proto__' } })).toContain(
    'no column "__proto__"',
  );
  const values = JSON.parse('{"__proto__": "p", "constructor": "c", "input": "a", "target": "b"}');
  expect(sampleOf(values, { group: 'constructor' }).group).toBe('c');
  expect(Object.keys(sampleOf(values).metadata)).toEqual(['__proto__', 'constructor']);
});
