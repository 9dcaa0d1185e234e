import { expect, test } from 'vitest';
import { problemOf } from '../testing/problem.ts';
import { tempFolder } from '../testing/temp.ts';
import { loadSuite } from './load.ts';

/** The gates stand on line 9 and after. */
const text = (gates: string, roles = 'roles: { incumbent: dear }') => `name: s
models:
  - { id: dear, model: baseline/first }
  - { id: cheap, model: baseline/random }
tasks:
  - { name: law, dataset: ./a.jsonl, grade: exact }
  - { name: tickets, dataset: ./a.jsonl, grade: exact }
${roles}
gates:
  - ${gates}
`;

async function load(gates: string, roles?: string) {
  await using folder = await tempFolder();
  return (await loadSuite(await folder.write('s.yaml', text(gates, roles)))).suite;
}

const problem = async (gates: string, roles?: string) =>
  (await problemOf(() => load(gates, roles))).replaceAll(/\S*s\.yaml/g, 's.yaml');

test('a gate rules on all tasks at 95 % against the incumbent, unless it says otherwise', async () => {
  const { gates } = await load('{ candidate: cheap, baseline: incumbent, max_drop: 0.03, min_saving: 0.5 }');
  expect(gates).toEqual([
    {
      ...{ candidate: 'cheap', baseline: 'dear', tasks: ['law', 'tickets'], confidence: 0.95, min_saving: 0.5 },
      max_drop: { law: { absolute: 0.03 }, tickets: { absolute: 0.03 } },
    },
  ]);
});

test('a drop may be relative, and another on each task', async () => {
  const { gates } = await load(
    '{ candidate: cheap, baseline: dear, max_drop: { law: 0.01, tickets: "2.5 %" }, confidence: 0.9, inconclusive: fail }',
  );
  expect(gates).toMatchObject([
    { max_drop: { law: { absolute: 0.01 }, tickets: { relative: 0.025 } }, confidence: 0.9, inconclusive: 'fail' },
  ]);
});

test('tasks that the command line leaves out stay in the gate, which cannot be decided then', async () => {
  await using folder = await tempFolder();
  const path = await folder.write('s.yaml', text('{ candidate: cheap, baseline: dear, max_drop: 0.03 }'));
  const { suite } = await loadSuite(path, { tasks: ['law'] });
  expect(suite.gates?.[0]?.tasks).toEqual(['law', 'tickets']);
});

test.each([
  [
    '{ candidate: chaep, baseline: dear, max_drop: 0.1 }',
    '10:18: no model "chaep" in this suite; did you mean "cheap"?',
  ],
  ['{ candidate: cheap, baseline: deer, max_drop: 0.1 }', '10:35: no model "deer" in this suite; did you mean "dear"?'],
  ['{ candidate: dear, baseline: incumbent, max_drop: 0.1 }', '"dear" cannot replace itself; name another model'],
  [
    '{ candidate: cheap, baseline: dear }',
    '10:5: this gate asks nothing; give it one of max_drop, min_quality, min_saving, max_unparsed, max_latency_p95_ms, max_usd_per_1k_tasks',
  ],
  [
    '{ candidate: cheap, baseline: dear, max_drop: 0.1, tasks: [laws] }',
    '10:64: no task "laws" in this suite; did you mean "law"?',
  ],
  ['{ candidate: cheap, baseline: dear, max_drop: 0.1, tasks: [law, law] }', '10:69: a second task "law"'],
  [
    '{ candidate: cheap, baseline: dear, max_drop: { law: 0.1 } }',
    '10:51: says nothing of task "tickets", on which this gate rules too',
  ],
  [
    '{ candidate: cheap, baseline: dear, tasks: [law], max_drop: { law: 0.1, tickets: 0.1 } }',
    '10:86: no task "tickets" in this gate; there is: law',
  ],
  ['{ candidate: cheap, baseline: dear, max_drop: "0 %" }', 'must be above 0 % and below 100 %, like "5%"'],
  ['{ candidate: cheap, baseline: dear, max_drop: "100%" }', 'must be above 0 % and below 100 %, like "5%"'],
  ['{ candidate: cheap, baseline: dear, max_drop: 0 }', 'gates[0].max_drop'],
  ['{ candidate: cheap, baseline: dear, max_drop: 1 }', 'gates[0].max_drop'],
  ['{ candidate: cheap, baseline: dear, max_drop: 0.1, confidence: 0.4 }', 'gates[0].confidence'],
  ['{ candidate: cheap, baseline: dear, max_drop: 0.1, confidence: 1 }', 'gates[0].confidence'],
  ['{ candidate: cheap, baseline: dear, max_drp: 0.1 }', 'unknown key "max_drp"; did you mean "max_drop"?'],
])('%s is refused in words, where it stands', async (gate, words) => {
  expect(await problem(gate)).toContain(words);
});

test('an incumbent that the suite does not name cannot be the baseline', async () => {
  expect(await problem('{ candidate: cheap, baseline: incumbent, max_drop: 0.1 }', '# none')).toBe(
    's.yaml:10:35: the suite names no incumbent; give it roles: { incumbent: … }, or name the model here',
  );
});
