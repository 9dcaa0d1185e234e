import { expect, test } from 'vitest';
import { pathOf } from '../lib/about.ts';
import { sample } from '../testing/builders.ts';
import { problemOf } from '../testing/problem.ts';
import { compilePrompt, type PromptSource } from './build.ts';

const build = (source: PromptSource, facts: Parameters<typeof sample>[0] = {}, extra = {}) =>
  compilePrompt(source).build(sample(facts), [], extra);
const textOf = (prompt: string, facts?: Parameters<typeof sample>[0]) => build({ prompt }, facts)[0]?.content;
const keyOf = (source: PromptSource) => {
  try {
    build(source);
  } catch (error) {
    return pathOf(error);
  }
};

test('a prompt is one message of the user, a system message stands before it', () => {
  expect(
    build({ prompt: 'Say {{ input }}.', system: 'Be {{ mood }}.' }, { input: 'hi', metadata: { mood: 'kind' } }),
  ).toEqual([
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Say hi.' },
  ]);
});

test('messages are sent as they are listed, each a template', () => {
  const messages = [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: '{{ input }}?' },
    { role: 'assistant', content: 'Hm: ' },
  ] as const;
  expect(build({ messages }, { input: 'hi' }).map(({ role, content }) => `${role} ${content}`)).toEqual([
    'system Be kind.',
    'user hi?',
    'assistant Hm: ',
  ]);
});

test('a template sees the input, the choices with their letters, the group, its category and every other column', () => {
  const facts = {
    input: 'Why?',
    choices: ['x', 'y'],
    group: 'law',
    category: 'humanities',
    metadata: { source: 'web', tags: ['a', 'b'], 'the year': 2020 },
  };
  const template =
    '{{ input }} {{ choices[1].letter }}={{ choices[1].text }} {{ group }} {{ category }} {{ source }} {{ tags | join: "+" }}';
  expect(textOf(template, facts)).toBe('Why? B=y law humanities web a+b');
});

test('a column that happens to be called group or category is there where the task has none', () => {
  expect(textOf('{{ group }} {{ category }}', { metadata: { group: 'g', category: 'c' } })).toBe('g c');
  expect(textOf('{{ group }}', { group: 'own', metadata: { group: 'g' } })).toBe('own');
  expect(textOf('[{{ group }}]')).toBe('[]');
});

test('the target is not to be seen, but that of a shot is, the first where several are right', async () => {
  expect(await problemOf(() => textOf('{{ target }}'))).toMatch(/^no variable "target"/);
  expect(await problemOf(() => textOf('{{ answer }}', { target: 'it' }))).toMatch(/^no variable "answer"/);
  const shots = [sample({ input: 'a', target: ['b', 'c'] })];
  const prompt = compilePrompt({
    prompt: '{% for shot in shots %}{{ shot.input }}={{ shot.target }} {% endfor %}{{ input }}',
  });
  expect(prompt.build(sample({ input: 'd' }), shots, {})[0]?.content).toBe('a=b d');
  expect(prompt.usesShots).toBe(true);
});

test('a prompt that shows no shots is known, whichever of its messages it is', () => {
  expect(compilePrompt({ prompt: '{{ input }}' }).usesShots).toBe(false);
  expect(compilePrompt({ prompt: '{{ input }}', system: '{{ shots.size }}' }).usesShots).toBe(true);
});

test('its source is what is hashed: role and text of each message before anything is put in', () => {
  const { source } = compilePrompt({ prompt: '{{ input }}', system: 'x' });
  expect(source).toEqual([
    { role: 'system', content: 'x' },
    { role: 'user', content: '{{ input }}' },
  ]);
});

test('a prompt without {{ is the name of a built-in one', async () => {
  const how = '(a prompt of your own has {{ input }} in it)';
  expect(await problemOf(() => textOf('mmul'))).toBe(`no built-in prompt "mmul"; did you mean "mmlu"? ${how}`);
  expect(textOf('  summarize\n')).toMatch(/^Summarize/);
  const long = `Answer\nthe question. ${'x'.repeat(100)}`;
  expect(await problemOf(() => textOf(long))).toBe(
    `no built-in prompt "Answer\\nthe question. ${'x'.repeat(39)}…"; there is: mmlu, mmlu-cot, classify, summarize ${how}`,
  );
});

test('a prompt that needs labels says where they come from', async () => {
  expect(await problemOf(() => textOf('classify'))).toBe(
    'this prompt needs labels: give the task grade: { label: { labels: [...] } }',
  );
  expect(build({ prompt: '{{ labels | join }}' }, {}, { labels: ['a', 'b'] })[0]?.content).toBe('a b');
});

test('an error says which message it is about, whether it cannot be read or cannot be filled', () => {
  const bad = ['{{ input', '{{ inptu }}'];
  for (const content of bad) {
    expect(keyOf({ prompt: content })).toEqual(['prompt']);
    expect(keyOf({ prompt: '{{ input }}', system: content })).toEqual(['system']);
    const messages = [
      { role: 'user' as const, content: 'x' },
      { role: 'user' as const, content },
    ];
    expect(keyOf({ messages })).toEqual(['messages', 1, 'content']);
  }
});

test('what stands in a dataset is text, never a template', () => {
  expect(textOf('{{ input }}', { input: '{{ target }}{% include "x" %} <b>&' })).toBe(
    '{{ target }}{% include "x" %} <b>&',
  );
});

test('columns named __proto__ and constructor change nothing', () => {
  const metadata = JSON.parse('{"__proto__": {"secret": "s"}, "constructor": "c"}');
  expect(textOf('{{ input }} {{ constructor }}', { input: 'a', metadata })).toBe('a c');
  expect(() => textOf('{{ secret }}', { metadata })).toThrow('no variable "secret"');
});
