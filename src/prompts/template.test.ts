import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../testing/arbitrary.ts';
import { problemOf } from '../testing/problem.ts';
import { compileTemplate } from './template.ts';

const render = (source: string, scope: Record<string, unknown> = { input: 'hello' }) =>
  compileTemplate(source).render(scope);
const problemIn = (source: string, scope?: Record<string, unknown>) => problemOf(() => render(source, scope));

test('any text is put in as it is: no HTML escapes, no template within', () =>
  fc.assert(
    fc.property(anyText(), (input) => {
      expect(render('<p>{{ input }}</p>', { input })).toBe(`<p>${input}</p>`);
    }),
  ));

test('white space stays as it is written', () => {
  expect(render(' a\n\n{% if input %}  {{ input }}{% endif %} \n')).toBe(' a\n\n  hello \n');
});

test('loops, conditions and filters work', () => {
  expect(
    render('{% for n in list %}{{ n | upcase }}{% unless forloop.last %}, {% endunless %}{% endfor %}', {
      list: ['a', 'b'],
    }),
  ).toBe('A, B');
});

test('its variables are what it takes from outside', () => {
  const { variables } = compileTemplate(
    '{% assign own = input %}{{ own }}{% for shot in shots %}{{ shot.target }}{% endfor %}',
  );
  expect([...variables].sort()).toEqual(['input', 'shots']);
});

test.each([
  ['an unknown variable', '{{ inptu }}', 'no variable "inptu"; did you mean "input"?'],
  ['an unknown variable in a condition', '{% if nope %}x{% endif %}', 'no variable "nope"; there is: input'],
  ['an unknown variable with a default', '{{ nope | default: "x" }}', 'no variable "nope"; there is: input'],
  ['an unknown part', '{{ input.length.x }}', 'no variable "input.length.x"; there is: input'],
  ['an unknown filter', '{{ input | upcaze }}', 'undefined filter: upcaze, line:1, col:1; did you mean "upcase"?'],
  ['an unknown tag', '\n{% iff input %}', 'tag "iff" not found, line:2, col:1; did you mean "if"?'],
  ['an output that does not end', 'a\n {{ input', 'output "{{ input" not closed, line:2, col:2'],
  ['a tag that does not end', '{% if input %}x', 'tag {% if input %} not closed, line:1, col:1'],
])('%s is an error with the nearest name or the place', async (_, source, message) => {
  expect(await problemIn(source)).toBe(message);
});

test('a list or a mapping is no text: it is an error, not [object Object]', async () => {
  const scope = { list: ['a', 'b'], map: { a: 1 }, none: null };
  expect(await problemIn('{{ list }}', scope)).toBe(
    'a list is no text; loop over it, or name one of its parts, line:1, col:1',
  );
  expect(await problemIn('{{ map }}', scope)).toBe(
    'a mapping is no text; loop over it, or name one of its parts, line:1, col:1',
  );
  expect(await problemIn('{{ map | raw }}', scope)).toMatch(/^undefined filter: raw/);
  expect(render('{{ list | join: "+" }} {{ map.a }} [{{ none }}]', scope)).toBe('a+b 1 []');
});

test.each([
  'input.constructor',
  'input.__proto__',
  'map.constructor',
  'map.__proto__',
  'map.toString',
  'constructor',
  '__proto__',
  'hasOwnProperty',
])('{{ %s }} is what objects inherit, and is not there', async (path) => {
  expect(await problemIn(`{{ ${path} }}`, { input: 'a', map: {} })).toContain(`no variable "${path}"`);
});

test.each(['include', 'render', 'layout'])('{%% %s %%} reads no other file', async (tag) => {
  expect(await problemIn(`{% ${tag} './package.json' %}`)).toMatch(new RegExp(`^tag "${tag}" not found`));
  expect(await problemIn(`{% ${tag} input %}`, { input: 'package.json' })).toMatch(
    new RegExp(`^tag "${tag}" not found`),
  );
});

test.each(['"now" | date: "%s"', 'input | date', 'list | sample', '"now" | date_to_string'])(
  '{{ %s }} would be another text another time, and is not there',
  async (expression) => {
    expect(await problemIn(`{{ ${expression} }}`, { input: 'a', list: ['a', 'b'] })).toMatch(/^undefined filter/);
  },
);

test.each([
  ['a range without an end', '{% for i in (1..100000000000) %}x{% endfor %}'],
  ['loops in loops', `${'{% for i in (1..1000) %}'.repeat(4)}x${'{% endfor %}'.repeat(4)}`],
  [
    'a text that doubles',
    '{% assign a = "xxxxxxxxxx" %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}',
  ],
  ['a template of megabytes', `${'x'.repeat(2_000_000)}{{ input }}`],
])('%s is stopped', async (_, source) => expect(await problemIn(source)).toMatch(/limit exceeded/));

test('an input of megabytes is no template of megabytes', () => {
  const input = 'x'.repeat(20_000_000);
  expect(render('{{ input }}', { input }) === input).toBe(true);
});
