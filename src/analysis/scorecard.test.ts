import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cost } from '../domain/call.ts';
import type { Mark } from '../domain/graded.ts';
import type { Answered, FailureKind, Outcome, Usage } from '../domain/outcome.ts';
import type { Row } from '../domain/row.ts';
import type { GraderFacts, Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { answered, failed, taskFacts, usage } from '../testing/records.ts';
import { NO_INTERVALS } from './cost-intervals.ts';
import { Standings } from './scorecard.ts';

const EXACT: GraderFacts = { name: 'exact', grader: 'exact', version: 1, digest: 'e', binary: true, parts: [] };
const ROUGE: GraderFacts = { ...EXACT, name: 'rouge', grader: 'rouge', binary: false, parts: ['rougeL'] };

const JSON_GRADER: GraderFacts = {
  ...{ ...EXACT, name: 'json', grader: 'json', binary: false },
  ...{ parts: ['valid', 'share'], binary_parts: ['valid'] },
};

type Label = string | readonly string[];

type PlaceOf = readonly [group: string | null, category?: string | null, label?: Label | null, cluster?: string];

interface TaskOf {
  readonly name?: string;
  /** The group, the category, the label and the cluster of each sample, or how many samples there are. */
  readonly samples: number | readonly PlaceOf[];
  readonly epochs?: number;
  readonly graders?: readonly GraderFacts[];
  /** Of the label graders. */
  readonly labels?: readonly string[];
  readonly metric?: string;
}

/** A line of the run's journal: what came of a trial, and what it cost in millionths of a dollar. */
interface Line {
  readonly outcome: Outcome;
  readonly marks: readonly (Mark | undefined)[];
  readonly cost: Cost;
}

interface Came {
  readonly model?: string;
  readonly task?: string;
  readonly epoch?: number;
  /** null: unknown. */
  readonly microUsd?: number | null;
  readonly estimated?: boolean;
}

const FREE: Cost = { femtoUsd: 0n, estimated: false };

const costing = ({ microUsd = 0, estimated = false }: Came): Cost => ({
  femtoUsd: microUsd === null ? null : BigInt(microUsd) * 10n ** 9n,
  estimated,
});

const mark = (state: Mark['state'], value: number | null, parts: Mark['parts'] = {}): Mark => ({ state, value, parts });
const right = mark('scored', 1);
const wrong = mark('scored', 0);

/** An answer to a sample (from 1) with its marks. */
const said = (
  sample: number,
  marks: (Mark | undefined) | readonly (Mark | undefined)[],
  { model = 'm', task = 't', epoch = 1, ...came }: Came & Partial<Answered> = {},
): Line => ({
  outcome: answered({ model, task, sample: String(sample), epoch, usage: null, ...came }),
  marks: [marks].flat(),
  cost: costing(came),
});

const fails = (
  sample: number,
  kind: FailureKind,
  { model = 'm', task = 't', epoch = 1, ...came }: Came = {},
): Line => ({ outcome: failed(kind, { model, task, sample: String(sample), epoch }), marks: [], cost: costing(came) });

const placesOf = ({ samples }: TaskOf): readonly PlaceOf[] =>
  typeof samples === 'number' ? Array.from({ length: samples }, () => [null]) : samples;

function manifestOf(models: readonly string[], tasks: readonly TaskOf[]): Manifest {
  const specs = tasks.map(({ name = 't', epochs = 1, graders = [EXACT], labels, metric }) => ({
    ...{ name, epochs, min_coverage: 0.99, metric: metric ?? (graders[0] as GraderFacts).name },
    ...{ dataset: 'd', split: 'test', shots: 0, shots_from: 'dev' },
    grade: graders.map(({ name, grader }) => ({ name, grader, options: { ...(labels && { labels }) } })),
  }));
  const specOf = (id: string) => ({ id, model: `openai-compatible/${id}`, timeout_s: 1, deadline_s: 1, retries: 0 });
  return {
    ...{ schema_version: 1, run_id: 'run', id: '0a1b2c3d', status: 'complete', samples_sha256: 's' },
    ...{ started_at: '2026-11-21T19:20:31.120Z', finished_at: null, tool_version: '0.1.0', node_version: '20' },
    suite: { name: 'swap', models: models.map(specOf), tasks: specs, seed: 7 },
    models: models.map((id) => ({ id, provider: 'openai-compatible', name: id, identity: id })),
    tasks: tasks.map((task) => {
      const { metric, ...facts } = taskFacts({ graders: task.graders ?? [EXACT], samples: placesOf(task).length });
      return { ...facts, name: task.name ?? 't' };
    }),
  };
}

interface RunOf {
  readonly models?: readonly string[];
  readonly tasks: readonly TaskOf[];
  readonly lines: readonly Line[];
  readonly incumbent?: string;
}

const withIncumbent = (manifest: Manifest, incumbent: string | undefined): Manifest =>
  incumbent === undefined ? manifest : { ...manifest, suite: { ...manifest.suite, roles: { incumbent } } };

async function scorecardOf({ models = ['m'], tasks, lines, incumbent }: RunOf): Promise<Scorecard> {
  const places = tasks.flatMap((task) =>
    placesOf(task).map((place, index) => ({ task: task.name ?? 't', place, index })),
  );
  const costs = new Map(lines.map(({ outcome, cost }) => [outcome, cost]));
  const lineOf = ({ task, sample }: Outcome) => {
    const line = places.findIndex((place) => place.task === task && String(place.index + 1) === sample);
    return line < 0 ? undefined : line;
  };
  const standings = new Standings({
    manifest: withIncumbent(manifestOf(models, tasks), incumbent),
    samples: {
      tasks: places.map(({ task }) => task),
      samples: places.map(({ index }) => String(index + 1)),
      groups: places.map(({ place }) => place[0]),
      categories: places.map(({ place }) => place[1] ?? null),
      clusters: places.map(({ place }) => place[3] ?? null),
      labels: places.map(({ place }) => place[2] ?? null),
    },
    costsOf(outcome) {
      const cost = costs.get(outcome) as Cost;
      return { cost, spent: 'reused_from' in outcome ? FREE : cost };
    },
  });
  for (const { outcome, marks } of lines) standings.add({ outcome, marks, line: lineOf(outcome) });
  return standings.scorecard('complete');
}

/** The one row that fits. */
function rowOf({ rows }: Scorecard, facts: Partial<Row> = { level: 'all' }): Row {
  const found = rows.filter((row) => Object.entries(facts).every(([key, value]) => row[key as keyof Row] === value));
  expect(found).toHaveLength(1);
  return found[0] as Row;
}

const rounded = ({ quality: { value, low, high, n } }: Row) => ({
  ...{ value: value?.toFixed(6), low: low?.toFixed(6), high: high?.toFixed(6), n },
});

describe('a part of a grader', () => {
  const lines = [1, 1, 1, 0].map((valid, index) =>
    said(index + 1, mark('scored', 0.5, { valid, share: 0.5 }), { microUsd: 30 }),
  );
  const task = { samples: 4, graders: [JSON_GRADER] };

  test('that is right or wrong has Wilson’s interval, wrong answers and a price of right ones', async () => {
    const row = rowOf(await scorecardOf({ tasks: [task], lines }), { metric: 'json.valid' });
    // Worked out by the formula in Python.
    expect(rounded(row)).toEqual({ value: '0.750000', low: '0.300642', high: '0.954413', n: 4 });
    expect(row).toMatchObject({ wrong: 1, usd_per_correct: 0.00004 });
  });

  test('is neither, where its grader is right or wrong and it is not', async () => {
    const graders = [{ ...JSON_GRADER, binary: true }];
    const row = rowOf(await scorecardOf({ tasks: [{ ...task, graders }], lines }), { metric: 'json.share' });
    expect(row).toMatchObject({ wrong: null, usd_per_correct: null });
  });
});

describe('the six states', () => {
  const lines = [
    said(1, right, { microUsd: 10 }),
    said(2, wrong, { microUsd: 10 }),
    said(3, mark('unparsed', 0), { microUsd: 10 }),
    said(4, mark('refused', 0), { microUsd: 10 }),
    said(5, mark('truncated', 0), { microUsd: 10 }),
    fails(6, 'timeout', { microUsd: 15 }),
    said(7, mark('unscored', null), { microUsd: 10 }),
    said(8, undefined, { microUsd: 10 }),
  ];

  test('only failed and unscored leave n; the others but right count 0', async () => {
    const row = rowOf(await scorecardOf({ tasks: [{ samples: 9 }], lines }));
    // Wilson's interval of 1 in 5, from R: prop.test(1, 5, correct = FALSE).
    expect(rounded(row)).toEqual({ value: '0.200000', low: '0.036224', high: '0.624465', n: 5 });
    expect(row).toMatchObject({ asked: 8, wrong: 1, unparsed: 1, refused: 1, truncated: 1, failed: 1, unscored: 2 });
  });

  test('all trials cost, failures too', async () => {
    const row = rowOf(await scorecardOf({ tasks: [{ samples: 9 }], lines }));
    expect(row).toMatchObject({ cost_usd: 0.000085, usd_per_1k_tasks: 0.010625, usd_per_correct: 0.000085 });
  });

  test('coverage is answers ÷ trials asked', async () => {
    const { coverage } = await scorecardOf({ tasks: [{ samples: 9 }], lines });
    expect(coverage).toEqual([
      {
        ...{ model: 'm', task: 't', planned: 9, asked: 8, answered: 7, coverage: 0.875, min_coverage: 0.99 },
        ...{ failures: { timeout: 1 }, warnings: {} },
      },
    ]);
  });

  test('a grader that does not extract gives a truncated answer its value', async () => {
    const lines = [said(1, mark('truncated', 0.5, { rougeL: 0.25 })), said(2, mark('scored', 1, { rougeL: 0.75 }))];
    const scorecard = await scorecardOf({ tasks: [{ samples: 2, graders: [ROUGE] }], lines });
    expect(rowOf(scorecard, { metric: 'rouge' })).toMatchObject({ quality: { value: 0.75, n: 2 }, truncated: 1 });
    expect(rowOf(scorecard, { metric: 'rouge.rougeL' })).toMatchObject({ quality: { value: 0.5, n: 2 } });
  });

  test('add up to the trials asked, whatever happened', async () => {
    const states = fc.constantFrom(
      'right',
      'wrong',
      'unparsed',
      'refused',
      'truncated',
      'unscored',
      'failed',
      'unasked',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(states, { minLength: 1, maxLength: 30 }), async (all) => {
        const lines = all.flatMap((state, index) => {
          if (state === 'unasked') return [];
          if (state === 'failed') return fails(index + 1, 'busy');
          if (state === 'right' || state === 'wrong') return said(index + 1, state === 'right' ? right : wrong);
          return said(index + 1, mark(state, state === 'unscored' ? null : 0));
        });
        const row = rowOf(await scorecardOf({ tasks: [{ samples: all.length }], lines }));
        const times = (wanted: string) => all.filter((state) => state === wanted).length;
        const counted = all.length - times('unasked') - times('failed') - times('unscored');
        expect(row).toMatchObject({
          ...{ asked: all.length - times('unasked'), wrong: times('wrong'), unparsed: times('unparsed') },
          ...{ refused: times('refused'), truncated: times('truncated'), failed: times('failed') },
          ...{ unscored: times('unscored') },
        });
        expect(row.quality.n).toBe(counted);
        expect(row.quality.value).toBe(counted === 0 ? null : times('right') / counted);
      }),
    );
  });
});

describe('epochs', () => {
  const tasks = [{ samples: 2, epochs: 2 }];
  const OWN: Partial<Row> = { metric: 'exact', level: 'all' };

  test('are averaged first: n counts samples, the counts are of trials', async () => {
    const lines = [said(1, right), said(1, wrong, { epoch: 2 }), said(2, right), said(2, right, { epoch: 2 })];
    const row = rowOf(await scorecardOf({ tasks, lines }), OWN);
    expect(row).toMatchObject({ quality: { value: 0.75, n: 2 }, asked: 4, wrong: 1 });
  });

  test('that failed leave the average of their sample', async () => {
    const lines = [said(1, right), fails(1, 'busy', { epoch: 2 }), said(2, wrong), said(2, right, { epoch: 2 })];
    const row = rowOf(await scorecardOf({ tasks, lines }), OWN);
    expect(row).toMatchObject({ quality: { value: 0.75, n: 2 }, asked: 4, failed: 1 });
  });

  test('have an interval over samples', async () => {
    const lines = [1, 2, 3, 4].flatMap((sample) => [
      said(sample, right),
      said(sample, sample === 1 ? wrong : right, { epoch: 2 }),
    ]);
    const row = rowOf(await scorecardOf({ tasks: [{ samples: 4, epochs: 2 }], lines }), OWN);
    // ½ 1 1 1: mean .875, s²/4 = 1/64, as sure as 7 right and wrong ones; Wilson's with t(.975, 3) = 3.182446.
    expect(rounded(row)).toEqual({ value: '0.875000', low: '0.315850', high: '0.990666', n: 4 });
  });

  describe('tell how sure one answer is', () => {
    /** Six samples, four answers each. */
    const worked = ['1110', '0010', '1111', '0110', '0000', '1011'].flatMap((marks, index) =>
      [...marks].map((one, epoch) => said(index + 1, one === '1' ? right : wrong, { epoch: epoch + 1 })),
    );
    const task = { samples: 6, epochs: 4 };

    test('by the published figures: pass@k, pass^k, and the spread within samples and between them', async () => {
      const { repeats, rows } = await scorecardOf({ tasks: [task], lines: worked });
      expect(repeats).toMatchObject([{ task: 't', metric: 'exact', model: 'm', epochs: 4 }]);
      expect(repeats?.[0]?.within?.toFixed(6)).toBe('0.180556');
      expect(repeats?.[0]?.between?.toFixed(6)).toBe('0.090278');
      const by = (sign: string) =>
        rows
          .filter(({ metric }) => metric.includes(sign))
          .map(({ metric, quality }) => [metric, quality.value?.toFixed(6)]);
      expect(by('pass@')).toEqual([
        ['exact.pass@1', '0.541667'],
        ['exact.pass@2', '0.722222'],
        ['exact.pass@3', '0.791667'],
        ['exact.pass@4', '0.833333'],
      ]);
      expect(by('pass^')).toEqual([
        ['exact.pass^1', '0.541667'],
        ['exact.pass^2', '0.361111'],
        ['exact.pass^3', '0.250000'],
        ['exact.pass^4', '0.166667'],
      ]);
    });

    test('over the samples with enough answers, whose number is n', async () => {
      const lines = [...worked.slice(0, 4), ...worked.slice(4, 7), fails(2, 'busy', { epoch: 4 })];
      const scorecard = await scorecardOf({ tasks: [task], lines });
      expect(rowOf(scorecard, { metric: 'exact.pass@3' }).quality).toMatchObject({ value: 1, n: 2 });
      expect(rowOf(scorecard, { metric: 'exact.pass^4' }).quality).toMatchObject({ value: 0, n: 1 });
    });

    test('of graded answers only the spread; of many epochs the powers of two and all', async () => {
      const graded = await scorecardOf({ tasks: [{ samples: 1, epochs: 2, graders: [ROUGE] }], lines: [] });
      expect(graded.repeats).toMatchObject([{ metric: 'rouge', pass: [], within: null }, { metric: 'rouge.rougeL' }]);
      const { repeats } = await scorecardOf({ tasks: [{ samples: 1, epochs: 20 }], lines: [] });
      expect(repeats?.[0]?.pass.map(({ k }) => k)).toEqual([1, 2, 4, 8, 16, 20]);
    });

    test('and nothing of it is said where each sample is asked once', async () => {
      const { repeats, rows } = await scorecardOf({ tasks: [{ samples: 1 }], lines: [said(1, right)] });
      expect([repeats, rows.length]).toEqual([undefined, 1]);
    });
  });
});

describe('labels', () => {
  const LABEL: GraderFacts = { ...EXACT, name: 'label', grader: 'label' };
  const read = (extracted: string | null, value: number): Mark => ({
    ...mark(extracted === null ? 'unparsed' : 'scored', value),
    extracted,
  });
  const taskOf = (targets: readonly Label[], epochs = 1): TaskOf => ({
    samples: targets.map((target) => [null, null, target] as const),
    ...{ epochs, graders: [LABEL], labels: ['x', 'y', 'z'] },
  });
  /** Target and answer of ten samples; `-` is no label. */
  const WORKED = ['xx', 'xx', 'xx', 'xy', 'yy', 'yy', 'y-', 'zz', 'zx', 'z-'];
  const worked = WORKED.map(([target, answer = ''], index) =>
    said(index + 1, read(answer === '-' ? null : answer, Number(target === answer))),
  );
  const tasks = [taskOf(WORKED.map(([target = '']) => target))];

  test('an F1 rests on the samples that have the label or were given it', async () => {
    const lines = [said(1, read('y', 0)), said(2, read('y', 0))];
    const { rows } = await scorecardOf({ tasks: [taskOf(['x', 'x'])], lines });
    const found = rows.filter(({ metric }) => metric === 'label.f1');
    expect(found.map(({ group, quality: { value, n } }) => [group, value, n])).toEqual([
      ['x', 0, 2],
      ['y', 0, 2],
      ['z', null, 0],
    ]);
  });

  test('have the published figures, in rows of their own and in one place', async () => {
    const { classification, rows } = await scorecardOf({ tasks, lines: worked });
    const values = (level: Row['level']) =>
      rows
        .filter((row) => row.level === level)
        .map(({ metric, group, quality }) => [metric, group, quality.value?.toFixed(6), quality.n]);
    expect(values('all')).toEqual([
      ['label', '*', '0.600000', 10],
      ['label.macro_f1', '*', '0.638889', 10],
      ['label.micro_f1', '*', '0.666667', 10],
      ['label.weighted_f1', '*', '0.650000', 10],
      ['label.mcc', '*', '0.470792', 10],
      ['label.kappa', '*', '0.444444', 10],
    ]);
    expect(values('label')).toEqual([
      ['label.precision', 'x', '0.750000', 4],
      ['label.precision', 'y', '0.666667', 3],
      ['label.precision', 'z', '1.000000', 1],
      ['label.recall', 'x', '0.750000', 4],
      ['label.recall', 'y', '0.666667', 3],
      ['label.recall', 'z', '0.333333', 3],
      ['label.f1', 'x', '0.750000', 5],
      ['label.f1', 'y', '0.666667', 4],
      ['label.f1', 'z', '0.500000', 3],
    ]);
    expect(classification).toMatchObject([
      {
        ...{ task: 't', grader: 'label', model: 'm', labels: ['x', 'y', 'z'], known_labels: 3 },
        confusion: [
          { target: 'x', predicted: 'x', n: 3 },
          { target: 'x', predicted: 'y', n: 1 },
          { target: 'y', predicted: 'y', n: 2 },
          { target: 'y', predicted: null, n: 1 },
          { target: 'z', predicted: 'x', n: 1 },
          { target: 'z', predicted: 'z', n: 1 },
          { target: 'z', predicted: null, n: 1 },
        ],
      },
    ]);
  });

  test('have intervals by the suite’s seed, Wilson’s for precision and recall', async () => {
    const [one, again] = [await scorecardOf({ tasks, lines: worked }), await scorecardOf({ tasks, lines: worked })];
    expect(again).toEqual(one);
    const macro = rowOf(one, { metric: 'label.macro_f1' }).quality;
    expect(macro.low).toBeLessThan(0.638889);
    expect(macro.high).toBeGreaterThan(0.638889);
    // 2 of 3, by the formula: centre .573084, half-width .365424.
    expect(rounded(rowOf(one, { metric: 'label.recall', group: 'y' }))).toMatchObject({
      low: '0.207660',
      high: '0.938508',
    });
  });

  test('stand beside what the samples with that target cost', async () => {
    const lines = [said(1, read('x', 1), { microUsd: 5 }), said(2, read('x', 0), { microUsd: 7 })];
    const { rows } = await scorecardOf({ tasks: [taskOf(['x', 'y'])], lines });
    const costs = rows.filter(({ metric, level }) => metric === 'label.f1' && level === 'label');
    expect(costs.map(({ group, asked, cost_usd, wrong }) => [group, asked, cost_usd, wrong])).toEqual([
      ['x', 1, 0.000005, null],
      ['y', 1, 0.000007, null],
      ['z', 0, null, null],
    ]);
  });

  test('are compared without case; of several targets the one that was answered counts, else the first', async () => {
    const lines = [said(1, read('x', 1)), said(2, read('z', 1)), said(3, read('x', 0)), said(4, read(null, 0))];
    const several = ['Y', 'z'];
    const { classification } = await scorecardOf({ tasks: [taskOf([' X ', several, several, several])], lines });
    expect(classification?.[0]?.confusion).toEqual([
      { target: 'x', predicted: 'x', n: 1 },
      { target: 'y', predicted: 'x', n: 1 },
      { target: 'y', predicted: null, n: 1 },
      { target: 'z', predicted: 'z', n: 1 },
    ]);
  });

  test('that were refused or cut off are none; failed and unscored ones are not there', async () => {
    const lines = [
      ...[said(1, mark('refused', 0)), said(2, { ...mark('truncated', 0), extracted: 'x' })],
      ...[fails(3, 'busy'), said(4, mark('unscored', null)), said(5, undefined)],
    ];
    const { classification } = await scorecardOf({ tasks: [taskOf(['x', 'x', 'x', 'x', 'x'])], lines });
    expect(classification?.[0]?.confusion).toEqual([{ target: 'x', predicted: null, n: 2 }]);
  });

  test('count each answer of an epoch, but their n is of samples', async () => {
    const lines = worked.flatMap((line) => [line, { ...line, outcome: { ...line.outcome, epoch: 2 } }]);
    const twice = await scorecardOf({ tasks: [{ ...tasks[0], epochs: 2 } as TaskOf], lines });
    const once = await scorecardOf({ tasks, lines: worked });
    const mcc = { metric: 'label.mcc' };
    expect(rowOf(twice, mcc).quality).toEqual(rowOf(once, mcc).quality);
    expect(twice.classification?.[0]?.confusion[0]).toEqual({ target: 'x', predicted: 'x', n: 6 });
    expect(rowOf(twice, { metric: 'label.recall', group: 'x' }).quality).toMatchObject({ value: 0.75, n: 4 });
  });
});

test('choices are counted by how they were read, those that were read', async () => {
  const CHOICE: GraderFacts = { ...EXACT, name: 'letter', grader: 'choice' };
  const lines = ['strict: last answer line', 'loose: the whole text', 'loose', 'strict', 'by some other rule'].map(
    (explanation, index) => said(index + 1, { ...right, explanation }),
  );
  const unread = said(6, { ...mark('unparsed', 0), explanation: 'strict: nothing' });
  const tasks = [{ samples: 6, graders: [EXACT, CHOICE] }];
  const both = [...lines, unread].map((line) => ({ ...line, marks: [right, ...line.marks] }));
  const { readings } = await scorecardOf({ tasks, lines: [...both, fails(1, 'busy')] });
  expect(readings).toEqual([{ task: 't', grader: 'letter', model: 'm', strict: 1, loose: 2 }]);
  expect((await scorecardOf({ tasks: [{ samples: 1 }], lines: [] })).readings).toBeUndefined();
});

describe('of several lines for one trial the last counts, but each has cost what it cost', () => {
  const tasks = [{ samples: 2 }];

  test('an answer after a failure', async () => {
    const lines = [fails(1, 'timeout', { microUsd: 5, estimated: true }), said(1, right, { microUsd: 10 })];
    const scorecard = await scorecardOf({ tasks, lines });
    expect(rowOf(scorecard)).toMatchObject({
      ...{ asked: 1, failed: 0, cost_usd: 0.000015, cost_estimated: true, usd_per_1k_tasks: 0.015 },
      quality: { value: 1, n: 1 },
    });
    expect(scorecard.coverage).toMatchObject([{ asked: 1, answered: 1, coverage: 1 }]);
    expect(scorecard.coverage[0]?.failures).toEqual({});
  });

  test('a failure after another', async () => {
    const lines = [fails(1, 'busy'), fails(1, 'timeout'), fails(2, 'timeout')];
    const { coverage } = await scorecardOf({ tasks, lines });
    expect(coverage).toMatchObject([{ asked: 2, answered: 0, coverage: 0 }]);
    expect(coverage[0]?.failures).toEqual({ timeout: 2 });
  });

  test('a failure after an answer', async () => {
    const times = { latency_ms: 100, ttft_ms: 10, usage: usage({ input: 1, output: 1 }) };
    const scorecard = await scorecardOf({ tasks, lines: [said(1, right, times), fails(1, 'busy')] });
    expect(rowOf(scorecard)).toMatchObject({
      ...{ asked: 1, failed: 1, quality: { value: null, n: 0 }, latency_p50_ms: null, ttft_p50_ms: null },
      ...{ input_tokens: null, usd_per_correct: null },
    });
    expect(scorecard.coverage).toMatchObject([{ answered: 0, coverage: 0, failures: { busy: 1 } }]);
  });
});

describe('money', () => {
  const tasks = [{ samples: 2 }];

  test('is unknown where the cost of one call is', async () => {
    const lines = [said(1, right, { microUsd: 10 }), said(2, right, { microUsd: null })];
    expect(rowOf(await scorecardOf({ tasks, lines }))).toMatchObject({
      ...{ cost_usd: null, usd_per_1k_tasks: null, usd_per_correct: null, pareto: null },
      quality: { value: 1 },
    });
  });

  test('has no price per right answer where none is right', async () => {
    const row = rowOf(await scorecardOf({ tasks, lines: [said(1, wrong, { microUsd: 10 })] }));
    expect(row).toMatchObject({ cost_usd: 0.00001, usd_per_correct: null });
  });

  test('per token is of all tokens, whoever wrote them, failures’ cost included', async () => {
    const tokens = usage({ input: 30, input_cached: 50, output: 20 });
    const lines = [said(1, right, { microUsd: 10, usage: tokens }), fails(2, 'timeout', { microUsd: 5 })];
    expect(rowOf(await scorecardOf({ tasks, lines }))).toMatchObject({
      ...{ eff_usd_per_1m_tokens: 0.15, input_per_output: 4 },
    });
    const silent = [said(1, right, { microUsd: 10, usage: usage({ input: 30 }) }), said(2, right, { microUsd: 10 })];
    expect(rowOf(await scorecardOf({ tasks, lines: silent.slice(0, 1) }))).toMatchObject({
      ...{ eff_usd_per_1m_tokens: expect.closeTo(0.333, 3), input_per_output: null },
    });
    expect(rowOf(await scorecardOf({ tasks, lines: silent })).eff_usd_per_1m_tokens).toBeNull();
  });

  test('that is nothing is 0, not unknown', async () => {
    const row = rowOf(await scorecardOf({ tasks, lines: [said(1, right)] }));
    expect(row).toMatchObject({ cost_usd: 0, usd_per_1k_tasks: 0, usd_per_correct: 0, cost_estimated: false });
  });

  test('per right answer is unknown where answers are graded: none of them is right or wrong', async () => {
    const lines = [said(1, mark('scored', 0.5), { microUsd: 10 }), said(2, mark('scored', 0.25), { microUsd: 20 })];
    const row = rowOf(await scorecardOf({ tasks: [{ samples: 2, graders: [ROUGE] }], lines }), { metric: 'rouge' });
    expect(row.usd_per_correct).toBeNull();
  });

  test('is the same for each metric of a call', async () => {
    const lines = [said(1, [right, mark('scored', 0.5, { rougeL: 0.5 })], { microUsd: 10 })];
    const { rows } = await scorecardOf({ tasks: [{ samples: 1, graders: [EXACT, ROUGE] }], lines });
    expect(rows.map(({ metric, cost_usd, wrong }) => [metric, cost_usd, wrong])).toEqual([
      ['exact', 0.00001, 0],
      ['rouge', 0.00001, null],
      ['rouge.rougeL', 0.00001, null],
    ]);
  });
});

describe('tokens and times', () => {
  const tasks = [{ samples: 4 }];
  const counts = (input: number, output: number): Usage =>
    usage({ input: input - 3, input_cached: 2, input_cache_write: 1, output });

  test('are those of the answers: sums, quantiles, and tokens a second as a ratio of sums', async () => {
    const lines = [
      said(1, right, { usage: counts(10, 4), latency_ms: 100, ttft_ms: 10 }),
      said(2, right, { usage: counts(20, 8), latency_ms: 200, ttft_ms: 30 }),
      said(3, right, { usage: counts(30, 3), latency_ms: 1000 }),
      fails(4, 'busy'),
    ];
    expect(rowOf(await scorecardOf({ tasks, lines }))).toMatchObject({
      ...{ input_tokens: 60, output_tokens: 15, latency_p50_ms: 200, ttft_p50_ms: 20 },
      ...{ latency_p95_ms: expect.closeTo(920, 9), output_tokens_per_s: (1000 * 15) / 1300 },
    });
  });

  test('of streamed answers tell how fast tokens came after the first', async () => {
    const lines = [
      said(1, right, { usage: counts(10, 5), latency_ms: 100, ttft_ms: 60 }),
      said(2, right, { usage: counts(10, 11), latency_ms: 200, ttft_ms: 100 }),
      said(3, right, { usage: counts(10, 100), latency_ms: 900 }),
    ];
    // 4 tokens in 40 ms and 10 in 100 ms.
    expect(rowOf(await scorecardOf({ tasks, lines })).decode_tokens_per_s).toBe(100);
  });

  test('of answers that another run gave are not this run’s; nor is what they cost', async () => {
    const lines = [
      said(1, right, { usage: counts(10, 4), latency_ms: 100, microUsd: 5 }),
      said(2, right, { usage: counts(10, 4), latency_ms: 900, ttft_ms: 1, microUsd: 7, reused_from: 'other' }),
    ];
    expect(rowOf(await scorecardOf({ tasks, lines }))).toMatchObject({
      ...{ cost_usd: 12e-6, spent_usd: 5e-6, usd_per_1k_tasks: 6e-3, input_tokens: 20 },
      ...{ latency_p50_ms: 100, latency_p95_ms: 100, ttft_p50_ms: null, output_tokens_per_s: 40 },
    });
  });

  test('are unknown where one answer tells none; speed is by the others', async () => {
    const lines = [
      said(1, right, { usage: counts(10, 4), latency_ms: 100 }),
      said(2, right, { usage: null, latency_ms: 300 }),
    ];
    expect(rowOf(await scorecardOf({ tasks, lines }))).toMatchObject({
      ...{ input_tokens: null, output_tokens: null, output_tokens_per_s: 40, latency_p50_ms: 200, ttft_p50_ms: null },
    });
  });
});

describe('groups', () => {
  const tasks = [
    {
      samples: [
        ['law', 'humanities'],
        ['law', 'humanities'],
        ['law', 'humanities'],
        ['logic', 'STEM'],
        ['logic', 'STEM'],
      ],
    },
  ] as const;
  const lines = [
    said(1, right),
    said(2, right),
    said(3, wrong),
    said(4, right, { microUsd: 10, estimated: true }),
    said(5, wrong),
  ];

  test('have rows of their own, and so have their categories and the mean of the groups', async () => {
    const { rows } = await scorecardOf({ tasks, lines });
    const shown = rows.map((row) => [row.level, row.group, row.quality.value, row.quality.n, row.asked, row.cost_usd]);
    expect(shown).toEqual([
      ['all', '*', 0.6, 5, 5, 0.00001],
      ['macro', 'macro', (2 / 3 + 1 / 2) / 2, 5, 5, null],
      ['category', 'humanities', 2 / 3, 3, 3, 0],
      ['category', 'STEM', 0.5, 2, 2, 0.00001],
      ['group', 'law', 2 / 3, 3, 3, 0],
      ['group', 'logic', 0.5, 2, 2, 0.00001],
    ]);
  });

  test('the mean of the groups has the interval of fixed groups', async () => {
    // Wilson: 2/3 .207660 .938508 and 1/2 .094531 .905469; .583333 − √(.459007² + .405469²)/2, + √(.271841² + .405469²)/2.
    const row = rowOf(await scorecardOf({ tasks, lines }), { level: 'macro' });
    expect(rounded(row)).toEqual({ value: '0.583333', low: '0.277109', high: '0.827415', n: 5 });
  });

  test('one group is no reason for a mean of groups', async () => {
    const { rows } = await scorecardOf({ tasks: [{ samples: [['law'], ['law']] }], lines: [said(1, right)] });
    expect(rows.map(({ level }) => level)).toEqual(['all', 'group']);
  });

  test('samples without one are in the whole only', async () => {
    const { rows } = await scorecardOf({
      tasks: [{ samples: [['law'], [null]] }],
      lines: [said(1, right), said(2, wrong)],
    });
    expect(rows.map(({ group, quality }) => [group, quality.n])).toEqual([
      ['*', 2],
      ['law', 1],
    ]);
  });

  test('of a second task are found in their own lines', async () => {
    const two = [
      { name: 'one', samples: 2 },
      { name: 'two', samples: [['a'], ['b']] as const, metric: 'rouge', graders: [ROUGE] },
    ];
    const { rows } = await scorecardOf({ tasks: two, lines: [said(2, mark('scored', 0.5), { task: 'two' })] });
    expect(rows.filter(({ group, metric }) => metric === 'rouge' && group === 'b')).toMatchObject([
      { quality: { value: 0.5, n: 1 } },
    ]);
  });
});

describe('over several tasks', () => {
  const law = { name: 'law', samples: 4 };
  const logic = { name: 'logic', samples: 2 };
  const lines = [
    ...[1, 2, 3].map((sample) => said(sample, right, { task: 'law', microUsd: 10, latency_ms: 100 })),
    said(4, wrong, { task: 'law', microUsd: 10, latency_ms: 100, snapshot: 'm-1' }),
    said(1, right, { task: 'logic', microUsd: 20, latency_ms: 300, snapshot: 'm-2' }),
    said(2, wrong, { task: 'logic', microUsd: 20, latency_ms: 300, snapshot: 'm-1' }),
  ];

  test('that share a metric, a model has one quality: the mean of the tasks', async () => {
    const row = rowOf(await scorecardOf({ tasks: [law, logic], lines }), { task: '*' });
    // Wilson: 3/4 .300642 .954413 and 1/2 .094531 .905469; .625 − √(.449358² + .405469²)/2, + √(.204413² + .405469²)/2.
    expect(rounded(row)).toEqual({ value: '0.625000', low: '0.322375', high: '0.852040', n: 6 });
    expect(row).toMatchObject({
      ...{ level: 'macro', group: '*', metric: 'exact', snapshot: 'm-1 m-2', asked: 6, wrong: 2 },
      ...{ cost_usd: 0.00008, latency_p50_ms: 100, usd_per_correct: 0.00002 },
    });
    expect(row.usd_per_1k_tasks).toBeCloseTo(0.08 / 6, 12);
  });

  test('with different metrics it has none', async () => {
    const { rows } = await scorecardOf({ tasks: [law, { ...logic, graders: [ROUGE] }], lines });
    expect(rows.map(({ task }) => task)).not.toContain('*');
  });

  test('one task is no several', async () => {
    const { rows } = await scorecardOf({ tasks: [law], lines: lines.slice(0, 4) });
    expect(rows.map(({ task }) => task)).toEqual(['law']);
  });

  test('a model that answered nothing of one task has no quality over them', async () => {
    const failing = [...lines.slice(0, 4), fails(1, 'busy', { task: 'logic' }), fails(2, 'busy', { task: 'logic' })];
    const row = rowOf(await scorecardOf({ tasks: [law, logic], lines: failing }), { task: '*' });
    expect(row).toMatchObject({ quality: { value: null, low: null, high: null, n: 4 }, failed: 2, pareto: null });
  });

  test('the metric may be a grader’s part', async () => {
    const part = { graders: [ROUGE], metric: 'rouge.rougeL' };
    const scores = mark('scored', 1, { rougeL: 0.5 });
    const row = rowOf(
      await scorecardOf({
        tasks: [
          { ...law, ...part },
          { ...logic, ...part },
        ],
        lines: [said(1, scores, { task: 'law' }), said(1, scores, { task: 'logic' })],
      }),
      { task: '*' },
    );
    expect(row).toMatchObject({ metric: 'rouge.rougeL', quality: { value: 0.5, n: 2 }, wrong: null });
  });
});

describe('parts of a grader', () => {
  test('are metrics of their own; what is worth 0 is so in every part', async () => {
    const lines = [
      said(1, mark('scored', 0.8, { rougeL: 0.4 })),
      said(2, mark('refused', 0)),
      said(3, mark('unscored', null)),
    ];
    const { rows } = await scorecardOf({ tasks: [{ samples: 3, graders: [ROUGE] }], lines });
    expect(
      rows.map(({ metric, quality, refused, unscored }) => [metric, quality.value, quality.n, refused, unscored]),
    ).toEqual([
      ['rouge', 0.4, 2, 1, 1],
      ['rouge.rougeL', 0.2, 2, 1, 1],
    ]);
  });
});

describe('where little is known', () => {
  test('nothing was asked: counts are 0, all else is unknown', async () => {
    const scorecard = await scorecardOf({ tasks: [{ samples: 3 }], lines: [] });
    expect(rowOf(scorecard)).toEqual({
      ...{
        model: 'm',
        provider: 'openai-compatible',
        snapshot: null,
        task: 't',
        metric: 'exact',
        level: 'all',
        group: '*',
      },
      quality: { value: null, low: null, high: null, n: 0 },
      ...{ asked: 0, cost_usd: null, cost_estimated: false, usd_per_1k_tasks: null, usd_per_correct: null },
      ...{ input_tokens: null, output_tokens: null, latency_p50_ms: null, latency_p95_ms: null, ttft_p50_ms: null },
      ...{
        ...{ spent_usd: null, decode_tokens_per_s: null, ...NO_INTERVALS },
        ...{ eff_usd_per_1m_tokens: null, input_per_output: null },
        output_tokens_per_s: null,
        wrong: 0,
        unparsed: 0,
        refused: 0,
        truncated: 0,
        failed: 0,
        unscored: 0,
        ...{ pareto: null, dominated_by: null, near_tie: null },
      },
    });
    expect(scorecard.coverage).toMatchObject([{ planned: 3, asked: 0, answered: 0, coverage: null }]);
  });

  test('all failed: no quality, but a cost', async () => {
    const lines = [fails(1, 'timeout', { microUsd: 5, estimated: true }), fails(2, 'busy')];
    const scorecard = await scorecardOf({ tasks: [{ samples: 2 }], lines });
    expect(rowOf(scorecard)).toMatchObject({
      ...{
        quality: { value: null, n: 0 },
        asked: 2,
        failed: 2,
        cost_usd: 0.000005,
        cost_estimated: true,
        pareto: null,
      },
    });
    expect(scorecard.coverage).toMatchObject([{ coverage: 0, failures: { timeout: 1, busy: 1 } }]);
  });

  test('all failed for nothing: nothing was spent, and what a task costs is unknown', async () => {
    const lines = [fails(1, 'unreachable'), fails(2, 'unreachable')];
    const scorecard = await scorecardOf({ tasks: [{ samples: 2 }], lines });
    expect(rowOf(scorecard)).toMatchObject({ asked: 2, cost_usd: 0, spent_usd: 0, usd_per_1k_tasks: null });
  });

  test('one sample: an interval where it is right or wrong, none where it is graded', async () => {
    const tasks = [{ samples: 1, graders: [EXACT, ROUGE] }];
    const scorecard = await scorecardOf({ tasks, lines: [said(1, [right, mark('scored', 0.5, { rougeL: 0.5 })])] });
    expect(rounded(rowOf(scorecard, { metric: 'exact' }))).toMatchObject({ low: '0.206549', high: '1.000000', n: 1 });
    expect(rowOf(scorecard, { metric: 'rouge' }).quality).toEqual({ value: 0.5, low: null, high: null, n: 1 });
  });
});

test('models are set against each other on the same task, metric and samples', async () => {
  const lines = [
    said(1, right, { model: 'dear', microUsd: 30 }),
    said(1, right, { model: 'cheap', microUsd: 10 }),
    said(1, wrong, { model: 'cheapest', microUsd: 5 }),
    said(1, right, { model: 'unpriced', microUsd: null }),
  ];
  const { rows } = await scorecardOf({
    models: ['dear', 'cheap', 'cheapest', 'unpriced', 'silent'],
    tasks: [{ samples: 1 }],
    lines,
  });
  expect(rows.map(({ model, pareto, dominated_by, near_tie }) => [model, pareto, dominated_by, near_tie])).toEqual([
    ['dear', false, 'cheap', true],
    ['cheap', true, null, null],
    ['cheapest', true, null, null],
    ['unpriced', null, null, null],
    ['silent', null, null, null],
  ]);
});

test('a model is dominated for certain where the comparison on the same samples tells so, else nearly a tie', async () => {
  const asked = Array.from({ length: 40 }, (_, place) => place + 1);
  const of = (model: string, microUsd: number, isRight: (n: number) => boolean) =>
    asked.map((n) => said(n, isRight(n) ? right : wrong, { model, microUsd }));
  const lines = [
    ...of('good', 10, () => true),
    ...of('dear and worse', 20, (n) => n > 12),
    ...of('dear and nearly as good', 20, (n) => n > 1),
  ];
  const { rows } = await scorecardOf({
    models: ['good', 'dear and worse', 'dear and nearly as good'],
    tasks: [{ samples: 40 }],
    lines,
  });
  expect(rows.map(({ dominated_by, near_tie }) => [dominated_by, near_tie])).toEqual([
    [null, null],
    ['good', false],
    ['good', true],
  ]);
});

test('the versions that a vendor reported and its warnings are kept', async () => {
  const lines = [
    said(1, right, { snapshot: 'm-2', warnings: ['seed is ignored'] }),
    said(2, right, { snapshot: 'm-1', warnings: ['seed is ignored', 'old'] }),
    said(3, right),
  ];
  const scorecard = await scorecardOf({ tasks: [{ samples: 3 }], lines });
  expect(rowOf(scorecard).snapshot).toBe('m-1 m-2');
  expect(scorecard.coverage).toMatchObject([{ warnings: { 'seed is ignored': 2, old: 1 } }]);
});

test('lines of a model, task or sample that is not in the run are left out', async () => {
  const lines = [said(1, right), said(1, wrong, { model: 'x' }), said(1, wrong, { task: 'x' }), said(9, wrong)];
  expect(rowOf(await scorecardOf({ tasks: [{ samples: 1 }], lines }))).toMatchObject({
    asked: 1,
    quality: { value: 1 },
  });
});

test('a scorecard says which run it is of', async () => {
  const { rows, coverage, tasks, ...facts } = await scorecardOf({ tasks: [{ samples: 1 }], lines: [] });
  expect(facts).toEqual({
    ...{ schema_version: 1, run_id: 'run', suite: 'swap', status: 'complete', seed: 7, models: ['m'] },
    ...{ started_at: '2026-11-21T19:20:31.120Z', tool_version: '0.1.0' },
    ...{ prices: [{ model: 'm', price: null, origin: null, row: null }], repriced_on: null },
  });
  expect(tasks).toMatchObject([{ name: 't', metric: 'exact', samples: 1, protocol: '0-shot, generated' }]);
});

test('the quality of samples that share sources has the interval of new sources', async () => {
  // E. Miller's clusters: CR2 .122743 with df 3.62, t.975 = 2.894.
  const clusters = [
    [1, 1, 0],
    [0, 0, 0, 1],
    [1, 1, 1],
    [0, 1],
    [0, 0, 1, 1, 1],
  ];
  const values = clusters.flat();
  const samples = clusters.flatMap((own, index) => own.map(() => [null, null, null, String(index)] as const));
  const scorecard = await scorecardOf({
    tasks: [{ samples }],
    lines: values.map((value, place) => said(place + 1, value === 1 ? right : wrong)),
  });
  const { value, low, high, n } = rowOf(scorecard).quality;
  expect([value?.toFixed(6), n]).toEqual(['0.588235', 17]);
  // As sure as .588235 · .411765 / .122743² = 16.08 right and wrong ones: Wilson's with that t.
  expect([low?.toFixed(2), high?.toFixed(2)]).toEqual(['0.27', '0.85']);
});

describe('models compared in a scorecard', () => {
  const run = (models: readonly string[], facts: Partial<RunOf> = {}) =>
    scorecardOf({
      models,
      tasks: [{ name: 't', samples: 2 }],
      lines: models.flatMap((model, place) => [
        said(1, place === 0 ? right : wrong, { model, microUsd: 10 }),
        said(2, right, { model, microUsd: place === 0 ? 10 : 0 }),
      ]),
      ...facts,
    });
  const couplesIn = ({ comparisons }: Scorecard) =>
    comparisons?.map(({ candidate, baseline }) => [candidate, baseline]);

  test('are each against the incumbent where one is named', async () => {
    expect(couplesIn(await run(['a', 'b', 'c'], { incumbent: 'b' }))).toEqual([
      ['a', 'b'],
      ['c', 'b'],
    ]);
  });

  test('else each against those named before it, as long as they are few', async () => {
    expect(couplesIn(await run(['a', 'b', 'c']))).toEqual([
      ['b', 'a'],
      ['c', 'a'],
      ['c', 'b'],
    ]);
    expect(couplesIn(await run(['a', 'b', 'c', 'd', 'e', 'f', 'g']))).toBeUndefined();
    expect(couplesIn(await run(['a']))).toBeUndefined();
  });

  test('on the same samples, with what each costs of the other', async () => {
    const { comparisons } = await run(['a', 'b']);
    expect(comparisons).toMatchObject([
      { n: 2, difference: { value: -0.5 }, regressions: 1, gains: 0, cost_ratio: { value: 0.5 }, verdict: 'unclear' },
    ]);
  });

  test('p is corrected for all of them', async () => {
    const { comparisons = [] } = await run(['a', 'b', 'c']);
    expect(comparisons.map(({ p, p_holm }) => [p, p_holm])).toEqual([
      [0.5, 1],
      [0.5, 1],
      [1, 1],
    ]);
  });

  test('over tasks that share a metric the mean of their differences stands too, without a p', async () => {
    const on = (task: string, marks: readonly Mark[]) =>
      ['a', 'b'].flatMap((model, place) => said(1, marks[place], { model, task }));
    const { comparisons = [] } = await scorecardOf({
      models: ['a', 'b'],
      tasks: [
        { name: 't', samples: 1 },
        { name: 'u', samples: 1 },
      ],
      lines: [...on('t', [right, wrong]), ...on('u', [right, right])],
    });
    expect(comparisons.map(({ task, difference }) => [task, difference.value])).toEqual([
      ['t', -1],
      ['u', 0],
      ['*', -0.5],
    ]);
    expect(comparisons[2]).toMatchObject({ n: 2, p: null, p_holm: null, method: 'macro', regressions: 1 });
    expect(comparisons[2]?.difference.low).toBeGreaterThanOrEqual(-1);
  });
});
