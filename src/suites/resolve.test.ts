import { expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { loadSuite } from './load.ts';
import type { Overrides } from './resolve.ts';

const TWO = `
name: two
models:
  - baseline/first
  - { id: r, model: baseline/random, limits: { concurrency: 2 } }
tasks:
  - { name: one, dataset: ./a.jsonl, grade: exact, limit: 5, epochs: 2 }
  - { name: two, dataset: ./a.jsonl, grade: exact }
seed: 1
`;

async function load(overrides: Overrides, text = TWO) {
  await using folder = await tempFolder();
  return (await loadSuite(await folder.write('s.yaml', text), overrides)).suite;
}

test('the command line picks models and tasks, in the suite’s order', async () => {
  const { models, tasks } = await load({ models: ['r', 'baseline/first', 'r'], tasks: ['two'] });
  expect(models.map(({ id }) => id)).toEqual(['baseline/first', 'r']);
  expect(tasks.map(({ name }) => name)).toEqual(['two']);
});

test('what it says of limit, epochs, concurrency and seed stands in place of what the suite says', async () => {
  const { models, tasks, seed } = await load({ limit: 3, epochs: 4, concurrency: 9, seed: 0 });
  expect(models.map(({ limits }) => limits)).toEqual([{ concurrency: 9 }, { concurrency: 9 }]);
  expect(tasks.map(({ limit, epochs }) => [limit, epochs])).toEqual([
    [3, 4],
    [3, 4],
  ]);
  expect(seed).toBe(0);
});

test('what it does not say changes nothing', async () => {
  const nothing = { models: undefined, tasks: undefined, limit: undefined, epochs: undefined, seed: undefined };
  expect(await load(nothing)).toEqual(await load({}));
});

test('names that are not in the suite are an error with the nearest', async () => {
  expect(await problemOf(() => load({ models: ['baseline/frist'] }))).toBe(
    '--models: no "baseline/frist" in the suite; did you mean "baseline/first"?',
  );
  expect(await problemOf(() => load({ tasks: ['one', 'three'] }))).toBe(
    '--tasks: no "three" in the suite; there is: one, two',
  );
  expect(await problemOf(() => load({ models: ['constructor'] }))).toMatch(/^--models: no "constructor"/);
});

test('a suite with problems in what is not picked has problems', async () => {
  const text = TWO.replace('baseline/random', 'baseline/randm');
  expect(await problemOf(() => load({ models: ['baseline/first'] }, text))).toContain('did you mean "random"?');
});

test('an incumbent is one of the suite’s models, by its id, also where the command line leaves it out', async () => {
  const named = `${TWO}roles: { incumbent: r }\n`;
  expect((await load({}, named)).roles).toEqual({ incumbent: 'r' });
  expect((await load({ models: ['baseline/first'] }, named)).roles).toEqual({ incumbent: 'r' });
  expect(await problemOf(() => load({}, `${TWO}roles: { incumbent: baseline/frist }\n`))).toMatch(
    /s\.yaml:10:21: no model "baseline\/frist" in this suite to be the incumbent; did you mean "baseline\/first"\?$/,
  );
});

test('a vendor that demands max_tokens gets them, unless the suite says otherwise', async () => {
  const models =
    'models: [anthropic/claude-opus-4-1, anthropic/claude-3-haiku-20240307, { id: own, model: anthropic/x, max_tokens: 5 }]';
  const text = TWO.replace(/models:(\n {2}.*)+/, models);
  const limits = async (suite: string) => (await load({}, suite)).models.map(({ max_tokens }) => max_tokens);
  expect(await limits(text)).toEqual([16_384, 4096, 5]);
  expect(await limits(`${text}defaults: { max_tokens: 9 }`)).toEqual([9, 9, 5]);
});
