import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { ALIAS_BOMB } from '../testing/alias-bomb.ts';
import { parseYaml, YamlProblem } from './yaml.ts';

/** `line:column: message` */
function problemIn(text: string): string {
  try {
    parseYaml(text);
  } catch (error) {
    if (error instanceof YamlProblem) return `${error.place.line}:${error.place.column}: ${error.message}`;
    throw error;
  }
  return 'none';
}

test('any JSON value written as YAML is read back', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(JSON.stringify(parseYaml(stringify(value, { defaultKeyType: 'QUOTE_DOUBLE' })).value))).toEqual(
        JSON.parse(JSON.stringify(value)),
      );
    }),
  ));

test('an anchor is read where its aliases stand, and << merges it, however often', () => {
  expect(parseYaml('a: &x { k: 1 }\nb: *x\nc: { <<: *x, l: 2 }').value).toEqual({
    a: { k: 1 },
    b: { k: 1 },
    c: { k: 1, l: 2 },
  });
  const models = parseYaml(`first: &d { k: 1 }\nrest:\n${'  - { <<: *d }\n'.repeat(500)}`).value;
  expect(models).toMatchObject({ rest: { length: 500 } });
});

test('keys are text, also __proto__, 1 and true', () => {
  const { value } = parseYaml('__proto__: { x: 1 }\n1: a\ntrue: b');
  expect(Object.entries(value as object)).toEqual([
    ['1', 'a'],
    ['__proto__', { x: 1 }],
    ['true', 'b'],
  ]);
});

test('with exact text, what would not be written back as it stands is text', () => {
  const text = '[007, 1.10, True, 0x1F, .nan, 12345678901234567890, 7, 1.5, -3, true, null, ~, "007"]';
  expect(parseYaml(text, { exactText: true }).value).toEqual([
    '007',
    '1.10',
    'True',
    '0x1F',
    '.nan',
    '12345678901234567890',
    7,
    1.5,
    -3,
    true,
    null,
    null,
    '007',
  ]);
  expect(parseYaml('0.70').value).toBe(0.7);
});

test.each([
  ['an unclosed quote', 'a: "x', '1:6: Missing closing "quote'],
  ['a tab for indentation', 'a:\n\tb: 1', '2:1: Tabs are not allowed as indentation'],
  ['a key given twice', 'a: 1\nb: 2\na: 3', '3:1: Map keys must be unique'],
  ['a list as a key', '? [a]\n: 1', '1:3: a key must be text'],
  ['a second document', 'a: 1\n---\nb: 2', '2:1: a second document begins here (---); put it into a file of its own'],
  ['a tag that makes things', 'a: !!js/function x', '1:4: Unresolved tag: tag:yaml.org,2002:js/function'],
  ['an alias to nothing', 'a: 1\nb: *c', '2:4: no anchor &c before this alias'],
  ['an alias before its anchor', 'a: *c\nb: &c 1', '1:4: no anchor &c before this alias'],
  ['an alias within what it names', 'a: &x\n  b: [*x]', '2:7: *x stands in what it names'],
  ['<< of what is no mapping', '<<: 5', '1:1: Merge sources must be maps or map aliases'],
  ['aliases of aliases that fill the memory', ALIAS_BOMB, '1:1: its aliases unfold into more than 10000 parts'],
])('%s is told, with its place', (_, text, problem) => expect(problemIn(text)).toBe(problem));

const nested = {
  lists: (levels: number) => '['.repeat(levels) + ']'.repeat(levels),
  mappings: (levels: number) => `${'{a: '.repeat(levels)}1${'}'.repeat(levels)}`,
  blocks: (levels: number) => Array.from({ length: levels }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
};

test.each(Object.entries(nested))('%s may be 200 levels deep and no deeper', (_, text) => {
  expect(problemIn(text(200))).toBe('none');
  for (const levels of [201, 2000]) {
    expect(problemIn(text(levels))).toMatch(/^\d+:\d+: nested more than 200 levels deep$/);
  }
});
