import { expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { problemOf } from '../testing/problem.ts';
import { fewShot } from './few-shot.ts';

const examples = (...groups: (string | null)[]) => groups.map((group, n) => sample({ id: `${n}`, group }));
const shown = (...[all, shots, group]: [ReturnType<typeof examples>, number, string | null]) =>
  fewShot(all, shots)({ group }).map(({ id }) => id);

test('the first so many are shown, in file order', () => {
  expect(shown(examples(null, null, null), 2, null)).toEqual(['0', '1']);
  expect(shown(examples(null), 0, null)).toEqual([]);
});

test('with groups they are those of the sample’s own', () => {
  expect(shown(examples('a', 'b', 'a', 'b'), 2, 'b')).toEqual(['1', '3']);
});

test('where the examples have no such group any are shown', () => {
  expect(shown(examples('a', 'b'), 2, 'c')).toEqual(['0', '1']);
  expect(shown(examples(null, null), 2, 'c')).toEqual(['0', '1']);
  expect(shown(examples('a', 'b'), 2, null)).toEqual(['0', '1']);
});

test('too few are an error that says of what', async () => {
  expect(await problemOf(() => shown(examples('a', 'b', 'b'), 2, 'a'))).toBe(
    '2 shots asked for, found 1 example for the group "a"',
  );
  expect(await problemOf(() => shown(examples(null), 5, 'a'))).toBe('5 shots asked for, found 1 example');
  expect(await problemOf(() => shown([], 1, null))).toBe('1 shot asked for, found 0 examples');
});
