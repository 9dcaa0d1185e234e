import { expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { loadSuite } from './load.ts';

/** A suite that stops early, with the judge's options and the metric that its gate looks at. */
async function load(options: string, metric = 'tone') {
  await using folder = await tempFolder();
  await folder.write('data.jsonl', '{"id": "1", "input": "?", "target": "it"}\n');
  await folder.write('labels.csv', 'id,label\na000000000000001,1\n');
  const text = `name: s
models:
  - { id: dear, model: baseline/first }
  - { id: cheap, model: baseline/random }
roles: { judge: openai/gpt-4o }
tasks:
  - { name: t, dataset: ./data.jsonl, grade: [{ judge: { name: tone, rubric: tone${options} } }, exact], metric: ${metric} }
gates: [{ candidate: cheap, baseline: dear, max_drop: 0.05 }]
stop_early: true
`;
  return (await loadSuite(await folder.write('s.yaml', text))).suite;
}

test('a run may stop by what a judge says, unless people’s labels are to set that right', async () => {
  expect((await load('')).stop_early).toBe(true);
  expect(await problemOf(() => load(', labels: ./labels.csv'))).toMatch(
    /^\S*s\.yaml:9:\d+: t has a judge with labels, whose correction cannot be made before the end$/,
  );
});

test('labels of a judge that no gate looks at are no matter', async () => {
  expect((await load(', labels: ./labels.csv', 'exact')).stop_early).toBe(true);
});

test('pairs are judged when all is asked, so that nothing can be decided before', async () => {
  expect(await problemOf(() => load(', pairwise: true, baseline: dear'))).toMatch(/: t is judged in pairs, /);
});
