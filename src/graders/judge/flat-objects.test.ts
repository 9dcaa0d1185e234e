import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flatObjects } from './flat-objects.ts';

test.each([
  ['nothing', '', []],
  ['an object alone', '{"a":"b"}', ['{"a":"b"}']],
  ['one in prose', 'I say { "a" : "b" } so', ['{ "a" : "b" }']],
  ['one over lines', '{\n  "a": 1,\n  "b": null\n}', ['{\n  "a": 1,\n  "b": null\n}']],
  ['braces in a string', '{"a":"{\\"x\\"} }"}', ['{"a":"{\\"x\\"} }"}']],
  ['a brace before', '{ {"a":"b"}', ['{"a":"b"}']],
  ['two', '{"a":"b"}{"c":-1.5}', ['{"a":"b"}', '{"c":-1.5}']],
  ['one in another', '{"a":{"b":true}}', ['{"b":true}']],
  ['a list in one', '{"a":["b"]}', []],
  ['an empty one', '{}', []],
  ['a string that does not end', '{"a":"b}', []],
  ['a comma too many', '{"a":"b",}', []],
])('%s', (_, text, objects) => expect(flatObjects(text)).toEqual(objects));

test('any flat object is found in any prose that holds no brace and no quotation mark', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null), fc.integer());
  const prose = fc.string().map((text) => text.replace(/[{"]/g, ''));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { minKeys: 1 }), prose, prose, (object, before, after) => {
      const text = JSON.stringify(object);
      expect(flatObjects(`${before}${text}${after}`)).toEqual([text]);
    }),
  );
});

describe('a megabyte of this takes no more than its share of time', () => {
  const many = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length));
  test.each([
    ['braces', many('{')],
    ['open strings', many('{"')],
    ['open pairs', many('{"a":"')],
    ['pairs that start at either quotation mark', many('{"{":",":",":"')],
    ['nested objects', many('{"a":')],
    ['an object that is never closed', `{${many('"a":"{",')}`],
    ['white space', `{${many(' ')}`],
    ['backslashes', `{"${many('\\')}`],
    ['objects', many('{"a":"b"}')],
  ])('%s', (_, text) => {
    const start = performance.now();
    flatObjects(text, { overlapping: true });
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
