import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Criterion } from '../domain/verdict.ts';
import { problemOf } from '../testing/problem.ts';
import { type TempFolder, tempFolder } from '../testing/temp.ts';
import { type GateRequest, gate } from './gate.ts';
import { run } from './run.ts';

const N = 300;

const lines = (of: (question: number) => object): string =>
  Array.from({ length: N }, (_, question) => `${JSON.stringify({ id: `q${question}`, ...of(question) })}\n`).join('');

describe('gates of a user’s own on a recorded run', () => {
  let world: TempFolder;

  /** The candidate loses five of the 270 that the baseline has right, and saves 89.5 % of what that costs. */
  beforeAll(async () => {
    world = await tempFolder();
    const isRight = (question: number) => question % 10 > 0;
    await world.write(
      'd.jsonl',
      lines((question) => ({ input: `${question}?`, target: 'yes' })),
    );
    await world.write(
      'dear.jsonl',
      lines((question) => ({
        answer: isRight(question) ? 'yes' : 'no',
        cost_usd: 0.01 + 0.001 * (question % 3),
        latency_ms: 100,
      })),
    );
    await world.write(
      'cheap.jsonl',
      lines((question) => ({
        answer: isRight(question) && question % 60 !== 7 ? 'yes' : 'no',
        cost_usd: 0.001 + 0.0001 * (question % 4),
        latency_ms: 200,
      })),
    );
    const path = await world.write(
      's.yaml',
      `name: s
models:
  - { id: cheap, model: recorded/cheap, file: ./cheap.jsonl }
  - { id: dear, model: recorded/dear, file: ./dear.jsonl }
roles: { incumbent: dear }
tasks: [{ name: law, dataset: ./d.jsonl, grade: exact }]
`,
    );
    await run({ path, results: join(world.path, 'results'), env: {} });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const ruled = (asked: GateRequest['asked'], more: Partial<GateRequest> = {}) =>
    gate({ runs: [], results: join(world.path, 'results'), asked, ...more });

  test.each<[Criterion, unknown, string]>([
    ['max_drop', 0.05, 'pass'],
    ['max_drop', 0.02, 'inconclusive'],
    ['max_drop', 0.005, 'fail'],
    ['max_drop', '15%', 'pass'],
    ['max_drop', '5%', 'inconclusive'],
    ['max_drop', { law: 0.02 }, 'inconclusive'],
    ['min_quality', 0.8, 'pass'],
    ['min_quality', 0.9, 'inconclusive'],
    ['min_quality', 0.95, 'fail'],
    ['min_saving', 0.89, 'pass'],
    ['min_saving', 0.895, 'inconclusive'],
    ['min_saving', 0.9, 'fail'],
    ['max_unparsed', 0, 'pass'],
    ['max_latency_p95_ms', 200, 'pass'],
    ['max_latency_p95_ms', 199, 'fail'],
    ['max_usd_per_1k_tasks', 1.15, 'pass'],
    ['max_usd_per_1k_tasks', 1.14, 'fail'],
  ])('%s: %j is ruled %s', async (criterion, limit, ruling) => {
    const { scorecard } = await ruled({ candidate: 'cheap', [criterion]: limit });
    expect(scorecard.verdicts).toMatchObject([{ ruling, counts_as: ruling, tasks: [{ criteria: [{ criterion }] }] }]);
  });

  test('of several criteria all are needed, and another confidence moves the border', async () => {
    const rulingOf = async (asked: GateRequest['asked']) =>
      (await ruled({ candidate: 'cheap', max_drop: 0.02, ...asked })).scorecard.verdicts[0]?.ruling;
    expect(await rulingOf({ confidence: 0.5 })).toBe('pass');
    expect(await rulingOf({ max_latency_p95_ms: 200 })).toBe('inconclusive');
    expect(await rulingOf({ max_latency_p95_ms: 1 })).toBe('fail');
  });

  test.each(['pass', 'fail'] as const)('what is open may count as a %s, and stays open', async (inconclusive) => {
    const { scorecard } = await ruled({ candidate: 'cheap', max_drop: 0.02 }, { inconclusive });
    expect(scorecard.verdicts).toMatchObject([{ ruling: 'inconclusive', counts_as: inconclusive }]);
  });

  test.each<[GateRequest['asked'], RegExp]>([
    [{}, /the suite has no gates; give --candidate, --baseline and a criterion/],
    [{ max_drop: 0.1 }, /^--candidate: name the model that would take over; there is: cheap, dear$/],
    [{ candidate: 'chep', max_drop: 0.1 }, /^--candidate: no model "chep" in this suite; did you mean "cheap"\?$/],
    [{ candidate: 'cheap' }, /this gate asks nothing; give it one of max_drop/],
    [{ candidate: 'cheap', max_drop: 3 }, /^--max-drop: must be above 0 and below 1: 0\.03 is 3 points$/],
    [{ candidate: 'cheap', max_drop: -0.1 }, /^--max-drop: must be above 0 and below 1/],
    [{ candidate: 'cheap', max_drop: 0.1, confidence: 95 }, /^--confidence: .*: 0\.95 is 95 %$/],
    [{ candidate: 'cheap', min_quality: 80 }, /^--min-quality: must be above 0 and below 1: 0\.8 is 80 %$/],
    [{ candidate: 'cheap', min_saving: 50 }, /^--min-saving: .*: 0\.5 is half of the cost$/],
    [{ candidate: 'cheap', max_unparsed: 5 }, /^--max-unparsed: must be from 0 to 1: 0\.05 is 5 %$/],
    [{ candidate: 'cheap', max_drop: '0%' }, /^--max-drop: must be above 0 % and below 100 %/],
    [{ candidate: 'cheap', max_drop: { lwa: 0.1 } }, /^--max-drop: no task "lwa" in this gate/],
    [{ candidate: 'cheap', baseline: 'cheap', max_drop: 0.1 }, /"cheap" cannot replace itself/],
    [{ candidate: 'cheap', max_drop: 0.1, tasks: ['maths'] }, /^--tasks: no task "maths"/],
  ])('%j is refused in words', async (asked, words) => {
    expect(await problemOf(() => ruled(asked))).toMatch(words);
  });
});
