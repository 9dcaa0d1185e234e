import { expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { loadPriceFile } from './price-file.ts';

async function load(text: string) {
  await using folder = await tempFolder();
  return await loadPriceFile(await folder.write('p.yaml', text));
}

test('a model, its provider and two rates are enough', async () => {
  const { rows } = await load('prices:\n  - { model: m, provider: openai, input: 1, output: 2 }\n');
  expect(rows).toEqual([
    {
      ...{ model: 'm', provider: 'openai', input: 1, output: 2, from: '0001-01-01' },
      ...{ date_basis: 'own', check: 'own', source: [expect.stringMatching(/p\.yaml$/)] },
    },
  ]);
});

test('rows may say all that ours say', async () => {
  const text = `schema_version: 1
sources: { contract: "signed 2026-03-01" }
prices:
  - model: gpt-5
    provider: openai
    from: 2026-03-01
    to: 2027-03-01
    input: 1
    output: 8
    input_cached: 0.1
    batch: { input: 0.5, output: 4 }
    tiers: { flex: { input: 0.5, output: 4 } }
    long_context: { above: 1000, input: 2, output: 9 }
    bands: [{ hours: ["16:30-00:30"], input: 0.5, output: 4 }]
    source: contract
`;
  const { rows, sources } = await load(text);
  expect(rows[0]).toMatchObject({ from: '2026-03-01', to: '2027-03-01', source: ['contract'], check: 'own' });
  expect(sources).toEqual({ contract: 'signed 2026-03-01' });
});

test('a provider with almost the name of one of ours is told, one of the user’s own is not', async () => {
  const of = async (provider: string) =>
    (await load(`prices:\n  - { model: m, provider: ${provider}, input: 1, output: 2 }\n`)).warnings;
  expect(await of('opnai')).toEqual([
    expect.stringMatching(/p\.yaml:2:27: no provider "opnai"; did you mean "openai"\?$/),
  ]);
  expect(await of('openai')).toEqual([]);
  expect(await of('our-own-host')).toEqual([]);
});

const row = (more: string) => `prices:\n  - { model: m, provider: openai, input: 1, output: 2${more} }\n`;

test.each([
  ['a key that is mistyped', row(', ouput: 3'), 'p.yaml:2:56: prices[0]: unknown key "ouput"; did you mean "output"?'],
  ['a rate that is missing', 'prices:\n  - { model: m, provider: p, input: 1 }\n', 'prices[0].output: is missing'],
  [
    'a rate that is no number',
    'prices:\n  - { model: m, provider: p, input: "1", output: 1 }\n',
    'prices[0].input: must be a number',
  ],
  ['a rate that no token costs', row(', input_cached: 1e7'), 'prices[0].input_cached: '],
  ['a rate below nothing', row(', input_cached: -1'), 'prices[0].input_cached: '],
  ['a day that is none', row(', from: 2026-02-30'), 'prices[0].from: must be a day: 2024-05-13'],
  ['an end before the beginning', row(', from: 2026-02-02, to: 2026-02-02'), 'ends before it begins (2026-02-02)'],
  [
    'hours that are none',
    row(', bands: [{ hours: [morning], input: 1, output: 1 }]'),
    'must be two times of the day, UTC',
  ],
  [
    'two prices of one day',
    `${row('')}  - { model: m, provider: openai, input: 3, output: 3 }\n`,
    'p.yaml:3:5: a second price of openai/m without a day',
  ],
  ['no prices', 'prices: []\n', 'prices: '],
  ['a later version', `schema_version: 2\n${row('')}`, 'schema_version: '],
  ['no YAML', 'prices: [', 'not YAML'],
])('%s is an error with its place', async (_, text, message) => {
  expect(await problemOf(() => load(text))).toContain(message);
});

test('so is a file that is not there', async () => {
  expect(await problemOf(() => loadPriceFile('./no-such.yaml'))).toBe('./no-such.yaml: no such file');
});

test('of many rows each second one of a day is found, and told by its place', async () => {
  const of = (n: number) => `  - { model: m${n}, provider: openai, input: 1, output: 2 }\n`;
  const rows = Array.from({ length: 2000 }, (_, index) => of(index % 1998)).join('');
  expect((await problemOf(() => load(`prices:\n${rows}`))).split('\n')).toEqual([
    expect.stringContaining('p.yaml:2000:5: a second price of openai/m0 without a day'),
    expect.stringContaining('p.yaml:2001:5: a second price of openai/m1 without a day'),
  ]);
});
