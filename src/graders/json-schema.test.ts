import { describe, expect, test } from 'vitest';
import { jsonSchema, misfit } from './json-schema.ts';

const fits = (schema: object, value: unknown) => misfit(jsonSchema.parse(schema), value) === undefined;

const PERSON = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Person',
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, description: 'in full' },
    age: { type: ['integer', 'null'], minimum: 0, default: null },
    since: { type: 'string', format: 'date' },
    role: { type: 'string', enum: ['buyer', 'seller'] },
    children: { type: 'array', items: { $ref: '#/$defs/person' }, maxItems: 2 },
    default: { anyOf: [{ type: 'string', maxLength: 2 }, { type: 'boolean' }] },
  },
  required: ['name', 'age'],
  additionalProperties: false,
  $defs: { person: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
};

test.each([
  ['all that is required', { name: 'Zoë', age: 3 }, true],
  [
    'all that is allowed',
    { name: 'Zoë', age: null, since: '2024-02-29', role: 'buyer', children: [{ name: 'A' }], default: 'xy' },
    true,
  ],
  ['something that is missing', { name: 'Zoë' }, false],
  ['something that is not allowed', { name: 'Zoë', age: 3, size: 1 }, false],
  ['a text that is too short', { name: '', age: 3 }, false],
  ['a fraction for a whole number', { name: 'Zoë', age: 3.5 }, false],
  ['a number that is too small', { name: 'Zoë', age: -1 }, false],
  ['a day that does not exist', { name: 'Zoë', age: 3, since: '2023-02-29' }, false],
  ['none of the values', { name: 'Zoë', age: 3, role: 'both' }, false],
  ['too many items', { name: 'Zoë', age: 3, children: [{ name: 'A' }, { name: 'B' }, { name: 'C' }] }, false],
  ['an item that does not fit', { name: 'Zoë', age: 3, children: [{}] }, false],
  ['none of the alternatives', { name: 'Zoë', age: 3, default: 'xyz' }, false],
  ['a list', [], false],
])('%s', (_, value, expected) => expect(fits(PERSON, value)).toBe(expected));

test('what does not fit is told with its place', () => {
  expect(misfit(PERSON, { name: 'Zoë', age: 3, children: [{ name: 1 }] })).toMatch(/^children\.0\.name: /);
});

describe('what would be passed over is refused', () => {
  test.each([
    ['a keyword that is not built', { type: 'object', minProperties: 1 }, 'Unrecognized key: "minProperties"'],
    ['a kind of value that does not exist', { type: 'text' }, 'Invalid option'],
    [
      'required fields without their schema',
      { type: 'object', required: ['a'] },
      'required "a" is not among its properties',
    ],
    ['properties without a type', { properties: { a: { type: 'string' } } }, '"properties" needs type: object'],
    ['a bound of texts', { type: 'string', minimum: 1 }, '"minimum" needs type: number'],
    ['a number of items without items', { type: 'array', minItems: 1 }, 'give it items: too'],
    [
      'something beside a reference',
      { $ref: '#/$defs/a', type: 'string', $defs: { a: {} } },
      '"type" beside "$ref" is not built',
    ],
    [
      'something beside an enum',
      { type: 'string', enum: ['a'], minLength: 2 },
      '"minLength" beside "enum" is not built',
    ],
    ['an object as a value', { const: { a: 1 } }, 'Invalid input'],
    ['a reference to nothing', { $ref: '#/$defs/a' }, 'Reference not found'],
    [
      'a reference to itself',
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } },
      '"#/$defs/a" leads back to itself before any value is looked at',
    ],
    [
      'one among alternatives, of a field that need not be there',
      {
        type: 'object',
        properties: { a: { $ref: '#/$defs/a' } },
        $defs: { a: { anyOf: [{ type: 'number' }, { $ref: '#/$defs/b' }] }, b: { anyOf: [{ $ref: '#/$defs/a' }] } },
      },
      '"#/$defs/a" leads back to itself before any value is looked at',
    ],
    [
      'a pattern, which an answer could make run for ever',
      { type: 'string', pattern: '(a+)+$' },
      'Unrecognized key: "pattern"',
    ],
    ['it deep inside', { type: 'array', items: { anyOf: [{ type: 'array', maxItems: 1 }] } }, 'give it items: too'],
  ])('%s', (_, schema, message) => {
    const { success, error } = jsonSchema.safeParse(schema);
    expect(success).toBe(false);
    expect(JSON.stringify(error?.issues)).toContain(JSON.stringify(message).slice(1, -1));
  });
});
