import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { label } from './label.ts';

const LABELS = ['billing', 'bug_report', 'Outage', 'C', 'C#', 'N/A', 'straße'];

const grade = (answer: string, target = 'billing', labels: readonly string[] = LABELS) =>
  label.grade({ sample: sample({ target }), answer, options: { labels } });

test('a label may be called like a member of every object, beside synonyms of another', () => {
  const labels = ['constructor', '__proto__', 'billing'];
  const options = { labels, synonyms: { billing: ['invoice'] } };
  const told = (answer: string) => label.grade({ sample: sample({ target: 'constructor' }), answer, options });
  expect(told('constructor')).toMatchObject({ value: 1, extracted: 'constructor' });
  expect(told('__proto__')).toMatchObject({ value: 0, extracted: '__proto__' });
  expect(told('invoice')).toMatchObject({ value: 0, extracted: 'billing' });
});

describe('reads the label', () => {
  test.each([
    ['billing', 'billing'],
    [' BILLING\n', 'billing'],
    ['Billing.', 'billing'],
    ['**billing**', 'billing'],
    ['"billing".', 'billing'],
    ['[billing]', 'billing'],
    ['Label: billing', 'billing'],
    ['**Label:** `billing`', 'billing'],
    ['**Label: bug_report**', 'bug_report'],
    ['bug_report', 'bug_report'],
    ['`bug_report`', 'bug_report'],
    ['__bug_report__', 'bug_report'],
    ['$\\boxed{\\text{bug_report}}$', 'bug_report'],
    ['category: outage', 'Outage'],
    ['Answer:\n\noutage\nIt is down.', 'Outage'],
    ['Class: billing\nClass: outage', 'Outage'],
    ['It may be billing.\nLabel: outage\n\nIt is down.', 'Outage'],
    ['C', 'C'],
    ['**C**', 'C'],
    ['C#', 'C#'],
    ['**C#**', 'C#'],
    ['n/a', 'N/A'],
    ['Ｎ／Ａ', 'N/A'],
    ['STRASSE', 'straße'],
    ['bill\u200Bing', 'billing'],
  ])('%j → %s', (answer, extracted) => {
    expect(grade(answer)).toMatchObject({ state: 'scored', extracted, value: extracted === 'billing' ? 1 : 0 });
  });
});

describe('finds no label in', () => {
  test.each([
    ['', 'not exactly a label'],
    ['refund', 'not exactly a label'],
    ['It is a billing problem', 'not exactly a label'],
    ['billing or outage', 'names several labels: billing, Outage'],
    ['Label: billing, outage', 'names several labels: billing, Outage'],
    ['billing\nLabel: neither', 'not exactly a label'],
    ['Label:', 'not exactly a label'],
    ['bugreport', 'not exactly a label'],
  ])('%j', (answer, explanation) => {
    expect(grade(answer, 'billing', LABELS.slice(0, 3))).toMatchObject({ state: 'unparsed', value: 0, explanation });
  });
});

test('two labels that only differ in the signs around them are told apart by those alone', () => {
  const labels = ['(x)', 'x.'];
  expect(grade('(X)', '(x)', labels).extracted).toBe('(x)');
  expect(grade('x', '(x)', labels).state).toBe('unparsed');
});

test('a label of signs alone is not what an empty answer says', () => {
  expect(grade('', '*', ['*', 'x']).state).toBe('unparsed');
  expect(grade('*', '*', ['*', 'x']).extracted).toBe('*');
});

test('a label may be a picture', () =>
  expect(grade('**👩\u200D💻**', '👩\u200D💻', ['👩\u200D💻', '❤\uFE0F']).value).toBe(1));

test('every label is itself, in any case', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  const sets = fc
    .uniqueArray(word, { minLength: 2, maxLength: 6 })
    .map((labels) => label.options.safeParse({ labels }))
    .filter(({ success }) => success);
  fc.assert(
    fc.property(sets, fc.nat(), ({ data }, index) => {
      const labels = (data as { labels: string[] }).labels;
      const one = labels[index % labels.length] as string;
      fc.pre(!/^[\s*_#>`]*(label|category|class|answer)[\s*_`]*:/iu.test(one.normalize('NFKC')));
      expect(grade(one, one, labels)).toMatchObject({ value: 1, extracted: one });
      expect(grade(one.toUpperCase(), one, labels)).toMatchObject({ value: 1, extracted: one });
    }),
  );
});

describe('a synonym is read as its label', () => {
  const options = label.options.parse({
    labels: ['billing', 'outage'],
    synonyms: { billing: ['invoice', 'Payment.'], outage: ['down'] },
  });
  const read = (answer: string) => label.grade({ sample: sample({ target: 'billing' }), answer, options });

  test.each([
    ['invoice', 'billing'],
    ['INVOICE.', 'billing'],
    ['Label: **payment**', 'billing'],
    ['billing', 'billing'],
    ['down', 'outage'],
  ])('%s → %s', (answer, extracted) => {
    expect(read(answer)).toMatchObject({ state: 'scored', extracted, value: extracted === 'billing' ? 1 : 0 });
  });

  test('two for one label name one label, two for two name several', () => {
    expect(read('invoice or payment.')).toMatchObject({ state: 'unparsed', explanation: 'not exactly a label' });
    expect(read('invoice or down').explanation).toBe('names several labels: billing, outage');
  });

  test('but not as a target', () => {
    expect(label.check?.(sample({ target: 'invoice' }), options)).toBe(
      'target "invoice" is not one of the labels billing, outage',
    );
  });
});

test('any of several targets is right', () => {
  const either = sample({ target: ['outage', 'billing'] });
  expect(label.grade({ sample: either, answer: 'billing', options: { labels: LABELS } }).value).toBe(1);
});

describe('options', () => {
  const problems = (options: object) => label.options.safeParse(options).error?.issues.map(({ message }) => message);

  test('name at least two labels', () => {
    expect(problems({})).toHaveLength(1);
    expect(problems({ labels: ['x'] })).toHaveLength(1);
    expect(problems({ labels: ['x', ' \u200B'] })).toEqual(['a label must show something']);
  });
  test('that differ by more than case', () => {
    expect(problems({ labels: ['x', 'X '] })).toEqual(['two labels are the same but for case']);
  });
  test('a target that is none of them is told', () => {
    const check = (target: string) => label.check?.(sample({ target }), { labels: ['a', 'b'] });
    expect(check('B')).toBeUndefined();
    expect(check('c')).toBe('target "c" is not one of the labels a, b');
  });

  test('a synonym stands for one label', () => {
    const of = (synonyms: object) => {
      const { error } = label.options.safeParse({ labels: ['billing', 'outage'], synonyms });
      return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    };
    expect(of({ billing: ['invoice'], outage: ['down', 'offline'] })).toBeUndefined();
    expect(of({ billing: ['Outage'] })).toEqual(['synonyms.billing: "Outage" already stands for "outage"']);
    expect(of({ billing: ['BILLING'] })).toEqual(['synonyms.billing: "BILLING" already stands for "billing"']);
    expect(of({ billing: ['down'], outage: ['Down'] })).toEqual([
      'synonyms.outage: "Down" already stands for "billing"',
    ]);
    expect(of({ biling: ['x'] })).toEqual(['synonyms.biling: "biling" is not one of the labels billing, outage']);
    expect(of({ billing: [] })).toHaveLength(1);
  });
});
