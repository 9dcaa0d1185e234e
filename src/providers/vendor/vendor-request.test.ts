import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adding, merged } from './vendor-request.ts';

test('a map is merged key by key, all else takes the place of what was there', () => {
  const body = { model: 'm', config: { temperature: 0, stop: ['a', 'b'] }, kept: [1] };
  const params = { config: { stop: ['c'], deep: { x: null } }, model: { now: 'a map' } };
  expect(merged(body, params)).toEqual({
    model: { now: 'a map' },
    config: { temperature: 0, stop: ['c'], deep: { x: null } },
    kept: [1],
  });
});

const map = fc.dictionary(fc.string(), fc.jsonValue());

test('params that are there already change nothing, and no params neither', () =>
  fc.assert(
    fc.property(map, map, (body, params) => {
      const once = merged(body, params);
      expect(merged(once, params)).toEqual(once);
      expect(merged(body, {})).toEqual(body);
      expect(merged({}, params)).toEqual(params);
    }),
  ));

test('a request with nothing to add is sent as it is', () => {
  expect(adding({ query: new URLSearchParams(), params: undefined }, fetch)).toBe(fetch);
});
