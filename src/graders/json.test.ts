import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { json } from './json.ts';

const grade = (target: string | readonly string[], answer: string, options: object = {}) =>
  json.grade({ sample: sample({ target }), answer, options: json.options.parse(options) });

const value = (target: string, answer: string, options: object = {}) => grade(target, answer, options).value;

const INVOICE =
  '{"number": "A-17", "total": 12.5, "customer": {"name": "Zoë", "vip": true}, "items": [{"sku": "x"}, {"sku": "y"}]}';

describe('the value is the share of fields right', () => {
  test.each([
    ['all', INVOICE, 1],
    [
      'in another order, with other spelling of numbers',
      '{"total":1.25e1,"items":[{"sku":"x"},{"sku":"y"}],"customer":{"vip":true,"name":"Zoë"},"number":"A-17"}',
      1,
    ],
    ['a text in other white space and another form of its letters', INVOICE.replace('"Zoë"', '" Zoe\u0308\\n"'), 1],
    ['one wrong of six', INVOICE.replace('12.5', '12.6'), 5 / 6],
    ['a number as text', INVOICE.replace('12.5', '"12.5"'), 5 / 6],
    ['one missing of six', INVOICE.replace('"total": 12.5, ', ''), 5 / 6],
    ['one too many: six of seven', INVOICE.replace('"vip": true', '"vip": true, "age": null'), 6 / 7],
    ['an item too many', INVOICE.replace('{"sku": "y"}]', '{"sku": "y"}, {"sku": "z"}]'), 6 / 7],
    ['items in another order', INVOICE.replace('"x"', '"q"').replace('"y"', '"x"').replace('"q"', '"y"'), 4 / 6],
    [
      'a text where two fields should be: five right, two missing and one too many',
      INVOICE.replace(/\{"name".*?\}/, '"Zoë"'),
      4 / 7,
    ],
    ['another letter case', INVOICE.replace('Zoë', 'ZOË'), 5 / 6],
    ['nothing of it', '{}', 0],
    ['a list', '[1]', 0],
  ])('%s', (_, answer, share) => expect(value(INVOICE, answer)).toBe(share));

  test('an empty object or list is one field', () => {
    expect(value('{"a": [], "b": {}}', '{"a": [], "b": {}}')).toBe(1);
    expect(value('{"a": [], "b": {}}', '{"a": {}, "b": {}}')).toBe(0.5);
    expect(value('{"a": []}', '{"a": null}')).toBe(0);
    expect(value('{}', '{}')).toBe(1);
    expect(value('{}', '{"a": 1}')).toBe(0);
  });

  test('with ignore_case texts are the same but for case', () => {
    expect(value(INVOICE, INVOICE.replace('Zoë', 'ZOË'), { ignore_case: true })).toBe(1);
  });

  test('of several targets the one with the largest share counts', () => {
    expect(grade(['{"a": 1, "b": 2}', '{"a": 1}'], '{"a": 1}')).toMatchObject({ value: 1, parts: { exact: 1 } });
  });
});

test('whether it is valid and exact are further metrics', () => {
  const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
  expect(grade('{"a": 1}', '{"a": 1}', { schema })).toMatchObject({ value: 1, parts: { valid: 1, exact: 1 } });
  expect(grade('{"a": 1}', '{"a": 2}', { schema })).toMatchObject({ value: 0, parts: { valid: 1, exact: 0 } });
  expect(grade('{"a": 1}', '{"a": "1"}', { schema }).parts).toEqual({ valid: 0, exact: 0 });
  expect(grade('{"a": 1, "b": 2}', '{"b": 2}', { schema })).toMatchObject({
    value: 0.5,
    parts: { valid: 0, exact: 0 },
  });
});

test('the explanation names what is wrong, and what does not fit the schema', () => {
  const schema = { type: 'object', properties: { total: { type: 'number' } } };
  const answer = INVOICE.replace('12.5', '"?"').replace('"x"', '"z"');
  expect(grade(INVOICE, answer, { schema }).explanation).toBe(
    '4 of 6 fields right; wrong: total, items[0].sku; does not fit the schema: total: Invalid input: expected number, received string',
  );
  expect(grade('{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', '{}').explanation).toBe(
    '0 of 6 fields right; wrong: a, b, c, d, e …',
  );
});

describe('the JSON is found', () => {
  test.each([
    ['as the whole answer', '{"a": 1}'],
    ['in a fence', 'Here it is:\n```json\n{"a": 1}\n```\nAnything else?'],
    ['in a fence without a language', '```\n{"a": 1}\n```'],
    ['in the last of two fences', '```json\n{"a": 0}\n```\nNo:\n```json\n{"a": 1}\n```'],
    ['in a fence that is not closed', '```json\n{"a": 1}'],
    ['in a fence before other code', '```json\n{"a": 1}\n```\n```sh\nls\n```'],
    ['within the text', 'The answer is {"a": 1}, I think.'],
    ['last of several', 'Not {"a": 0} but {"a": 1}.'],
    ['between quotes', 'It says "{"a": 1}"'],
    ['after a bracket that is not closed', 'In [0, 1) it is {"a": 1}'],
    ['after a list', 'From [1] and [2]: {"a": 1} [3]'],
    ['after braces that hold no JSON', 'Of {this} and $\\frac{1}{2}$: {"a": 1}'],
    ['after an apostrophe and an inch', 'It\'s 5" wide: {"a": 1}'],
    ['the last of two spellings of a key', '{"a": 0, "a": 1}'],
  ])('%s', (_, answer) => expect(grade('{"a": 1}', answer)).toMatchObject({ state: 'scored', value: 1 }));

  test('with brackets, quotes and fences in its texts', () => {
    const target = JSON.stringify({ a: '}]{[ "x" \\ ```', 'b"{': ['```'] });
    expect(value(target, target)).toBe(1);
    expect(value(target, `It is ${target}.`)).toBe(1);
  });

  test('a list where the target is one', () => {
    expect(value('["a", "b"]', 'With {"c": 1}: ["a", "b"] or {"d": 2}')).toBe(1);
  });

  test('as it stands in the answer', () => {
    expect(grade('{"a": 1}', 'So: {"a": 1.0 }').extracted).toBe('{"a": 1.0 }');
  });
});

describe('an answer is unparsed', () => {
  test.each([
    ['without JSON', 'I do not know.'],
    ['that is only a number', '42'],
    ['that is only a text', '"a"'],
    ['with NaN', '{"a": NaN}'],
    ['with a comma too many', '{"a": 1,}'],
    ['that is broken, though a part of it would parse', '{"b": {"a": 1},}'],
    ['that is cut off, though a part of it would parse', '{"b": {"a": 1}, "c": '],
    ['in the spelling of JavaScript', '{b: {"a": 1}}'],
    ['100 lists deep within a list', `${'['.repeat(101)}${']'.repeat(101)}`],
    ['10,000 levels deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ])('%s', (_, answer) => expect(grade('{"a": 1}', answer)).toMatchObject({ state: 'unparsed', value: 0 }));
});

test('JSON is found before a hundred things that only look like it; a megabyte of them is given up at once', () => {
  expect(value('{"a": 1}', `{"a": 1}${' {,}'.repeat(100)}`)).toBe(1);
  const start = performance.now();
  expect(grade('{"a": 1}', `{"a": 1}${'{,}'.repeat(300_000)}`)).toMatchObject({ state: 'unparsed' });
  // To parse each of them took 5 s.
  expect(performance.now() - start).toBeLessThan(1500);
});

test('a field named __proto__ or constructor is a field like any other', () => {
  expect(value('{"__proto__": {"a": 1}, "constructor": 2}', '{"__proto__": {"a": 1}, "constructor": 2}')).toBe(1);
  expect(value('{"a": 1}', '{"a": 1, "__proto__": 1}')).toBe(0.5);
  expect(value('{"toString": 1}', '{"b": 1}')).toBe(0);
});

test('any JSON is all right against itself, wherever it stands, and its share is never above 1 against another', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }));
  const prose = fc.string({ unit: fc.constantFrom(..."ab ,.:'\n") });
  fc.assert(
    fc.property(objects, objects, prose, (one, other, words) => {
      const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
      expect(grade(a, `${words}${a}${words}`)).toMatchObject({ value: 1, parts: { exact: 1 } });
      expect(value(a, b)).toBe(value(b, a));
      expect(value(a, b) as number).toBeLessThanOrEqual(1);
    }),
  );
});

describe('a target is told before anything is asked', () => {
  const check = (target: string | readonly string[], options: object = {}) =>
    json.check?.(sample({ target }), json.options.parse(options));

  test('that is no JSON object or list', () => {
    expect(check('it')).toBe('its target is not a JSON object or list');
    expect(check(['{}', '1'])).toBe('its target is not a JSON object or list');
    expect(check(' {"a": 1} ')).toBeUndefined();
  });

  test('that does not fit the schema', () => {
    const schema = {
      type: 'object',
      properties: { a: { enum: ['x', 'y'] } },
      required: ['a'],
      additionalProperties: false,
    };
    expect(check('{"a": "z"}', { schema })).toMatch(/^its target does not fit the schema: a: /);
    expect(check('{"a": "x"}', { schema })).toBeUndefined();
  });

  test('that goes too deep', () => {
    expect(check(`${'['.repeat(102)}${']'.repeat(102)}`)).toBe('its target goes deeper than 100 levels');
  });
});
