import { describe, expect, test } from 'vitest';
import type { Calibration } from '../domain/judged.ts';
import type { Row } from '../domain/row.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import type { GateSpec } from '../domain/suite.ts';
import { roughly } from '../lib/format.ts';
import { coverage, row, scorecard, taskFacts } from '../testing/records.ts';
import { type GatedRun, ruleGate } from './gate.ts';
import type { Side } from './pairs.ts';
import type { SequentialFigures } from './sequential.ts';

/** What a model made of each sample; null where it has no score. */
type Values = readonly (number | null)[];

interface Made {
  readonly values: Values;
  /** Of each sample, in USD; null where it is unknown. */
  readonly usd?: readonly (number | null)[];
  readonly ids?: readonly string[];
  readonly clusters?: readonly string[];
  readonly epochs?: number;
  /** What people say of the first samples. */
  readonly people?: readonly number[];
}

const numbers = (values: Values) => Float64Array.from(values, (value) => value ?? Number.NaN);

function sideOf({ values, usd = values.map(() => 0.01), ids, clusters, epochs = 1, people }: Made): Side {
  const names = ids ?? values.map((_, place) => String(place));
  const none = names.map(() => null);
  return {
    samples: { ids: names, groups: none, categories: none, clusters: clusters ?? none },
    ...{ epochs, values: numbers(values), usd: numbers(usd), latencyMs: numbers(none), snapshot: null },
    ...{ asked: Uint8Array.from(values, () => 1), estimated: false },
    ...(people && { labelled: new Map(people.map((human, at) => [at, { human, judged: values[at] ?? Number.NaN }])) }),
  };
}

const runOf = (
  models: Readonly<Record<string, Made>>,
  facts: Partial<Scorecard> = {},
  figures: Partial<Row> = {},
): GatedRun => ({
  scorecard: scorecard({
    models: Object.keys(models),
    rows: Object.entries(models).map(([model, { values }]) => row({ model, asked: values.length, ...figures })),
    ...facts,
  }),
  side: ({ model, task }) => (task === 't' && models[model] ? sideOf(models[model]) : undefined),
});

const gateOf = (facts: Partial<GateSpec>): GateSpec => ({
  ...{ candidate: 'cheap', baseline: 'dear', tasks: ['t'], confidence: 0.95 },
  ...facts,
});
const drop = (absolute: number): Partial<GateSpec> => ({ max_drop: { t: { absolute } } });

const times = (n: number, value: number): number[] => Array(n).fill(value);
/** Both right, candidate only, incumbent only, neither. */
const table = ([a, b, c, e]: readonly [number, number, number, number]) => ({
  cheap: { values: [...times(a, 1), ...times(b, 1), ...times(c, 0), ...times(e, 0)] },
  dear: { values: [...times(a, 1), ...times(b, 0), ...times(c, 1), ...times(e, 0)] },
});
const AGRESTI = table([794, 86, 150, 570]);

function rule(gate: Partial<GateSpec>, run: GatedRun, baseline = run) {
  const verdict = ruleGate(gateOf(gate), { candidate: run, baseline });
  return { ...verdict, first: verdict.tasks[0]?.criteria[0] };
}

describe('max_drop', () => {
  test.each([
    [0.06, 'pass'],
    [0.05, 'inconclusive'],
    [0.02, 'fail'],
  ])('(794,86,150,570) at a margin of %f: %s', (margin, ruling) => {
    expect(rule(drop(margin), runOf(AGRESTI))).toMatchObject({ ruling, counts_as: ruling, tasks: [{ ruling }] });
  });

  test('carries every figure that the ruling follows from', () => {
    const { first } = rule(drop(0.06), runOf(AGRESTI));
    expect(first).toMatchObject({
      ...{ criterion: 'max_drop', ruling: 'pass', limit: 0.06, value: -0.04, n: 1600, alpha: 0.05 },
      pairs: {
        ...{ gains: 86, losses: 150, flip_rate: 0.1475, missing: 0, method: 'tango', margin: { absolute: 0.06 } },
        quality: { candidate: 0.55, baseline: 0.59 },
      },
      samples_to_decide: null,
    });
    expect(first?.low?.toFixed(6)).toBe('-0.055895');
    expect(first?.high?.toFixed(6)).toBe('-0.024360');
    expect(first?.pairs?.mcnemar_mid_p?.toFixed(6)).toBe('0.000029');
  });

  test('tells both that a candidate is significantly worse and that it is good enough', () => {
    const { first } = rule(drop(0.06), runOf(AGRESTI));
    expect(first?.why).toBe('significantly worse (McNemar mid-p below 0.0001), and within the margin of 6.0 points');
    expect(first?.change).toBe('it would pass down to a margin of 5.6 points');
  });

  test('tells what it would take where it does not pass', () => {
    expect(rule(drop(0.02), runOf(AGRESTI)).first?.change).toBe(
      'it would take a margin of 5.6 points, or fewer losses',
    );
    const open = rule(drop(0.05), runOf(AGRESTI)).first;
    expect(open?.samples_to_decide).toBeGreaterThan(1600);
    expect(open?.change).toBe(
      `some ${roughly(open?.samples_to_decide ?? 0)} samples would decide if what was seen is true (1,600 now)`,
    );
  });

  test('a change that is named passes when it is made', () => {
    expect(rule(drop(0.056), runOf(AGRESTI)).ruling).toBe('pass');
    expect(rule(drop(0.055), runOf(AGRESTI)).ruling).toBe('inconclusive');
  });

  test('a margin that is named passes, also where nothing is lost, and one of .1 points less does not', () => {
    const alike = runOf({ cheap: { values: times(60, 1) }, dear: { values: times(60, 1) } });
    expect(rule(drop(0.05), alike).first?.change).toBe('it would pass down to a margin of 4.5 points');
    expect(rule(drop(0.045), alike).ruling).toBe('pass');
    expect(rule(drop(0.044), alike).ruling).toBe('inconclusive');
  });

  test('a smaller confidence rules sooner', () => {
    expect(rule({ ...drop(0.05), confidence: 0.8 }, runOf(AGRESTI)).ruling).toBe('pass');
  });

  test('a relative margin is a share of what the baseline reaches', () => {
    const relative = (share: number) => rule({ max_drop: { t: { relative: share } } }, runOf(AGRESTI));
    expect(relative(0.2)).toMatchObject({
      ruling: 'pass',
      first: { limit: 0.2, pairs: { margin: { relative: 0.2 } } },
    });
    expect(relative(0.02).ruling).toBe('fail');
  });

  test('several answers a sample, and graded scores, are not taken as right or wrong', () => {
    const made = { cheap: { ...AGRESTI.cheap, epochs: 2 }, dear: { ...AGRESTI.dear, epochs: 2 } };
    expect(rule(drop(0.06), runOf(made)).first?.pairs).toMatchObject({ method: 'bca', mcnemar_mid_p: null });
  });

  test('samples that share a source are taken together', () => {
    const clusters = Array.from({ length: 1600 }, (_, place) => `passage ${place % 80}`);
    const made = { cheap: { ...AGRESTI.cheap, clusters }, dear: { ...AGRESTI.dear, clusters } };
    expect(rule(drop(0.06), runOf(made)).first).toMatchObject({
      ...{ n: 1600, pairs: { method: 'cluster', mcnemar_mid_p: null } },
      why: 'within the margin of 6.0 points',
    });
  });

  test('where too few differ it says that the interval is wide', () => {
    const made = { cheap: { values: times(80, 0.5) }, dear: { values: times(80, 0.5) } };
    expect(rule(drop(0.05), runOf(made)).first).toMatchObject({
      pairs: { method: 'e-process' },
      why: expect.stringContaining('by a wide interval: there are too few samples, or too few that differ'),
    });
  });

  test('ruled again it says the same', () => {
    const made = { cheap: { ...AGRESTI.cheap, epochs: 2 }, dear: { ...AGRESTI.dear, epochs: 2 } };
    expect(rule(drop(0.05), runOf(made))).toEqual(rule(drop(0.05), runOf(made)));
  });

  test('models that never differ pass only with samples enough', () => {
    const alike = (n: number) => runOf({ cheap: { values: times(n, 1) }, dear: { values: times(n, 1) } });
    expect(rule(drop(0.05), alike(53)).ruling).toBe('inconclusive');
    expect(rule(drop(0.05), alike(54)).ruling).toBe('pass');
    expect(rule(drop(0.05), alike(1)).ruling).toBe('inconclusive');
  });

  test('what lies on the limit no number of samples decides; where too few differ it is not known how many do', () => {
    const onLimit = table([95, 0, 5, 0]);
    expect(rule(drop(0.05), runOf(onLimit)).first?.change).toMatch(/^no number of samples is likely to decide/);
    const made = { cheap: { values: times(20, 0.5) }, dear: { values: times(20, 0.5) } };
    expect(rule(drop(0.05), runOf(made)).first?.change).toBe('more samples: too few differ to tell how many');
  });

  test('missing scores that could turn it leave it open', () => {
    const values: Values = [...times(190, 1), ...Array(10).fill(null)];
    const { first, ruling } = rule(drop(0.03), runOf({ cheap: { values }, dear: { values: times(200, 1) } }));
    expect(ruling).toBe('inconclusive');
    expect(first).toMatchObject({
      why: '10 of 200 pairs are missing, and could turn a pass',
      change: 'ask the failures again with --retry-failed',
      pairs: { missing: 10 },
    });
  });

  test('without a pair nothing is known', () => {
    const apart = { cheap: { values: [1], ids: ['a'] }, dear: { values: [1], ids: ['b'] } };
    expect(rule(drop(0.03), runOf(apart)).first).toMatchObject({
      ...{ ruling: 'inconclusive', value: null, low: null, high: null, n: 0 },
      pairs: { flip_rate: null, method: null, quality: { candidate: null, baseline: null } },
    });
  });
});

describe('max_drop where little was seen', () => {
  const both = (made: Made): Readonly<Record<string, Made>> => ({ cheap: made, dear: made });

  test.each<[string, Made]>([
    ['right or wrong', { values: [1] }],
    ['graded', { values: [0.5] }],
    ['asked twice', { values: [1], epochs: 2 }],
    ['of a source', { values: [1], clusters: ['a'] }],
  ])('one sample decides nothing: %s', (_, made) => {
    const { first, ruling } = rule(drop(0.3), runOf(both(made)));
    expect(ruling).toBe('inconclusive');
    expect(first).toMatchObject({ n: 1, value: 0 });
    expect(first?.low).toBeLessThan(-0.3);
  });

  test('models that never differ pass by scores, epochs and sources only with far more samples than right and wrong take', () => {
    const clusters = Array.from({ length: 171 }, (_, place) => `${place}`);
    for (const more of [{ epochs: 2 }, { clusters }]) {
      const alike = (n: number) => runOf(both({ values: times(n, 1), ...more }));
      expect(rule(drop(0.05), alike(171))).toMatchObject({ ruling: 'pass', first: { pairs: { method: 'e-process' } } });
    }
    expect(rule(drop(0.05), runOf(both({ values: times(100, 1), epochs: 2 }))).ruling).toBe('inconclusive');
  });

  test.each<[string, Values, Values]>([
    ['the candidate', [null, null, null], [1, 1, 0]],
    ['the baseline', [1, 1, 0], [null, null, null]],
    ['both', [null, null, null], [null, null, null]],
    ['each on other samples', [1, null], [null, 1]],
  ])('where all failed nothing is known, and the failures are to be asked again: %s', (_, cheap, dear) => {
    const { first, ruling } = rule(drop(0.3), runOf({ cheap: { values: cheap }, dear: { values: dear } }));
    expect(ruling).toBe('inconclusive');
    expect(first).toMatchObject({
      ...{ n: 0, value: null, low: null, high: null, why: 'no pair was scored on both sides' },
      ...{
        change: 'ask the failures again with --retry-failed',
        pairs: { missing: cheap.length, mcnemar_mid_p: null },
      },
    });
  });

  test('a model that was asked more samples is held against the other on those that both were', () => {
    const ids = (n: number) => Array.from({ length: n }, (_, place) => `s${place}`);
    const longer = runOf({ dear: { values: [...times(80, 1), ...times(40, 0)], ids: ids(120) } });
    const shorter = runOf({ cheap: { values: times(80, 1), ids: ids(80) } });
    expect(rule(drop(0.05), shorter, longer)).toMatchObject({
      ruling: 'pass',
      first: { n: 80, value: 0, pairs: { missing: 0, quality: { candidate: 1, baseline: 1 } } },
    });
  });

  test('one asked three times and one asked once are compared by their means', () => {
    const thirds = Array.from({ length: 240 }, (_, place) => (place % 4 === 0 ? 2 / 3 : 1));
    const once = Array.from({ length: 240 }, (_, place) => (place % 12 === 0 ? 0 : 1));
    for (const [cheap, dear] of [
      [{ values: thirds, epochs: 3 }, { values: once }],
      [{ values: once }, { values: thirds, epochs: 3 }],
    ] as const) {
      const { first, ruling } = rule(drop(0.1), runOf({ cheap, dear }), runOf({ cheap, dear }));
      expect(ruling).toBe('pass');
      expect(first).toMatchObject({
        n: 240,
        value: expect.closeTo(0, 9),
        pairs: { method: 'bca', mcnemar_mid_p: null },
      });
    }
    const never = runOf({ cheap: { values: times(100, 1), epochs: 3 }, dear: { values: times(100, 1) } });
    expect(rule(drop(0.05), never).first).toMatchObject({ ruling: 'inconclusive', pairs: { method: 'e-process' } });
  });
});

describe('min_quality', () => {
  const quality = (min_quality: number) =>
    rule({ min_quality }, runOf({ cheap: { values: [...times(81, 1), ...times(182, 0)] }, dear: { values: [] } }))
      .first;

  test('goes by the Wilson interval of 1 − 2α', () => {
    const found = rule(
      { min_quality: 0.3, confidence: 0.975 },
      runOf({ cheap: { values: [...times(81, 1), ...times(182, 0)] }, dear: { values: [] } }),
    ).first;
    expect([found?.low?.toFixed(6), found?.high?.toFixed(6)]).toEqual(['0.255289', '0.366210']);
    expect(found).toMatchObject({ criterion: 'min_quality', n: 263, alpha: 0.025 });
  });

  test.each([
    [0.26, 'pass'],
    [0.3, 'inconclusive'],
    [0.36, 'fail'],
  ])('81 of 263 against %f: %s', (limit, ruling) => {
    expect(quality(limit)?.ruling).toBe(ruling);
  });

  test('says how many samples would decide', () => {
    expect(quality(0.29)?.samples_to_decide).toBeGreaterThan(263);
  });
});

describe('min_saving', () => {
  const spread = Array.from({ length: 60 }, (_, place) => 0.01 * (1 + (place % 3)));
  const values = times(60, 1);
  const saves = (
    min_saving: number,
    cheap: readonly (number | null)[] = spread.map((usd, at) => usd * (at % 2 ? 0.3 : 0.2)),
  ) => rule({ min_saving }, runOf({ cheap: { values, usd: cheap }, dear: { values, usd: spread } })).first;

  test.each([
    [0.7, 'pass'],
    [0.75, 'inconclusive'],
    [0.8, 'fail'],
  ])('three quarters saved against %f: %s', (limit, ruling) => {
    expect(saves(limit)).toMatchObject({ ruling, n: 60, alpha: 0.05 });
  });

  test('an unknown cost leaves it open', () => {
    expect(saves(0.5, [null, ...spread.slice(1)])).toMatchObject({
      ...{ ruling: 'inconclusive', value: null, why: 'a cost is unknown' },
      change: 'give each model a price that fits its calls',
    });
  });

  test('a ratio that never varies is its own interval', () => {
    const one = rule(
      { min_saving: 0.5 },
      runOf({ cheap: { values, usd: times(60, 0.25) }, dear: { values, usd: times(60, 0.5) } }),
    ).first;
    expect(one).toMatchObject({ ruling: 'pass', value: 0.5, low: 0.5, high: 0.5 });
  });

  test('a baseline that costs nothing leaves nothing to save', () => {
    const free = runOf({ cheap: { values, usd: spread }, dear: { values, usd: times(60, 0) } });
    expect(rule({ min_saving: 0.5 }, free).first).toMatchObject({ ruling: 'inconclusive', value: null });
  });

  test('costs of samples that share a source are taken together', () => {
    const usd = spread.map((_, place) => (place < 30 ? 0.001 : 0.009));
    const clusters = spread.map((_, place) => (place < 30 ? 'short' : 'long'));
    const width = (made: Partial<Made>) => {
      const { low = 0, high = 0 } =
        rule({ min_saving: 0.1 }, runOf({ cheap: { values, usd, ...made }, dear: { values, usd: spread } })).first ??
        {};
      return (high ?? 0) - (low ?? 0);
    };
    expect(width({ clusters })).toBeGreaterThan(2 * width({}));
  });

  test('one sample tells no interval', () => {
    const one = runOf({ cheap: { values: [1], usd: [0.1] }, dear: { values: [1], usd: [1] } });
    expect(rule({ min_saving: 0.5 }, one).first).toMatchObject({ ruling: 'inconclusive', value: 0.9, low: null });
  });
});

describe('the other limits', () => {
  const figures = { unparsed: 3, failed: 2, latency_p95_ms: 1500, usd_per_1k_tasks: 0.4 };
  const made = { cheap: { values: times(102, 1) }, dear: { values: times(102, 1) } };
  const found = (gate: Partial<GateSpec>, row: Partial<Row> = figures) => rule(gate, runOf(made, {}, row)).first;

  test.each([
    [{ max_unparsed: 0.03 }, 'pass', 0.03],
    [{ max_unparsed: 0.029 }, 'fail', 0.03],
    [{ max_latency_p95_ms: 1500 }, 'pass', 1500],
    [{ max_latency_p95_ms: 1499 }, 'fail', 1500],
    [{ max_usd_per_1k_tasks: 0.4 }, 'pass', 0.4],
    [{ max_usd_per_1k_tasks: 0.39 }, 'fail', 0.4],
  ])('%o: %s, by the figure itself', (gate, ruling, value) => {
    expect(found(gate)).toMatchObject({ ruling, value, alpha: null, low: null, high: null });
  });

  test('a figure that is unknown leaves them open', () => {
    expect(found({ max_latency_p95_ms: 1 }, {})).toMatchObject({ ruling: 'inconclusive', value: null });
    expect(found({ max_usd_per_1k_tasks: 1 }, {})).toMatchObject({ ruling: 'inconclusive', value: null });
    expect(found({ max_unparsed: 1 }, { failed: 102 })).toMatchObject({ ruling: 'inconclusive', value: null });
  });
});

describe('a gate', () => {
  const made = { cheap: { values: times(102, 1) }, dear: { values: times(102, 1) } };

  test('fails if one criterion does, whatever the others are', () => {
    const gate = { ...drop(0.05), max_latency_p95_ms: 1, max_usd_per_1k_tasks: 1 };
    const run = runOf(made, {}, { latency_p95_ms: 2 });
    expect(rule(gate, run)).toMatchObject({
      ruling: 'fail',
      tasks: [{ criteria: [{ ruling: 'pass' }, { ruling: 'fail' }, { ruling: 'inconclusive' }] }],
    });
    expect(rule({ ...drop(0.05), max_usd_per_1k_tasks: 1 }, run).ruling).toBe('inconclusive');
  });

  test('needs all its tasks; one that was not asked leaves it open', () => {
    const both = { tasks: ['t', 'other'], max_drop: { t: { absolute: 0.1 }, other: { absolute: 0.1 } } };
    expect(rule(both, runOf(made))).toMatchObject({
      ruling: 'inconclusive',
      tasks: [
        { ruling: 'pass' },
        { ruling: 'inconclusive', metric: null, criteria: [{ why: 'other was not asked in this run' }] },
      ],
    });
  });

  test('may count what cannot be decided as a pass or a fail, and still says that it cannot', () => {
    const open = { ...drop(0.05) };
    expect(rule({ ...open, inconclusive: 'pass' }, runOf(AGRESTI))).toMatchObject({
      ruling: 'inconclusive',
      counts_as: 'pass',
    });
    expect(rule({ ...open, inconclusive: 'fail' }, runOf(AGRESTI))).toMatchObject({
      ruling: 'inconclusive',
      counts_as: 'fail',
    });
    expect(rule({ ...drop(0.06), inconclusive: 'fail' }, runOf(AGRESTI)).counts_as).toBe('pass');
  });

  test('rules nothing on a run that is not whole, or with too few answers', () => {
    const none = { ruling: null, counts_as: null, tasks: [] };
    expect(rule(drop(0.1), runOf(made, { status: 'incomplete' }))).toMatchObject({
      ...none,
      no_ruling: expect.stringContaining('is not complete'),
    });
    const under = [coverage({ model: 'dear', task: 't', coverage: 0.5 })];
    expect(rule(drop(0.1), runOf(made, { coverage: under }))).toMatchObject({
      ...none,
      no_ruling: 'dear answered only 50.0 % of t, and the floor is 99.0 %; ask the failures again with --retry-failed',
    });
    const elsewhere = [coverage({ model: 'third', task: 't', coverage: 0.5 })];
    expect(rule(drop(0.1), runOf(made, { coverage: elsewhere })).ruling).toBe('pass');
  });

  test.each([
    [
      [{ name: 'colon', passed: false, explanation: '' }],
      'the judges of exact fell for answers that are known to be bad: colon',
    ],
    [
      [{ name: 'colon', passed: null, explanation: '' }],
      'the judges of exact did not rule on all the answers that are known to be bad',
    ],
    [[], 'the judges of exact did not rule on all the answers that are known to be bad'],
  ])('believes no judge that is not proven: %o', (probes, why) => {
    const judging = [{ task: 't', grader: 'exact', judges: [], kin: [], probes }];
    const gate = { ...drop(0.05), min_quality: 0.5, max_latency_p95_ms: 3 };
    expect(rule(gate, runOf(made, { judging }, { latency_p95_ms: 2 })).tasks[0]?.criteria).toMatchObject([
      { ruling: 'inconclusive', why },
      { ruling: 'inconclusive', why },
      { ruling: 'pass' },
    ]);
  });

  test.each([
    [0.2, 'inconclusive'],
    [0.21, 'pass'],
  ])('believes no judge that people found to guess: J %f, %s', (value, ruling) => {
    const probes = [{ name: 'colon', passed: true, explanation: '' }];
    const calibration = { youden: { value, low: null, high: null, n: 100 } } as Calibration;
    const judging = [{ task: 't', grader: 'exact', judges: [], kin: [], probes, calibration }];
    expect(rule(drop(0.05), runOf(made, { judging })).ruling).toBe(ruling);
  });

  test('believes a judge that saw through all', () => {
    const judging = [
      { task: 't', grader: 'exact', judges: [], kin: [], probes: [{ name: 'colon', passed: true, explanation: '' }] },
    ];
    expect(rule(drop(0.05), runOf(made, { judging })).ruling).toBe('pass');
  });
});

describe('a judge’s scores', () => {
  const probes = [{ name: 'colon', passed: true, explanation: '' }];
  const judging = [{ task: 't', grader: 'exact', judges: [], kin: [], probes }];
  const pattern = (n: number, isRight: (at: number) => boolean) => Array.from({ length: n }, (_, at) => +isRight(at));
  const [N, LABELLED] = [600, 200];
  /** As good as the baseline to the judge; to people it is wrong on every fifth answer more. */
  const flattered = (labelled = LABELLED) => ({
    cheap: { values: times(N, 1), people: pattern(labelled, (at) => at % 5 > 0) },
    dear: { values: times(N, 1), people: times(labelled, 1) },
  });

  test('set right by labels fail what the judge alone would pass', () => {
    const { first, ruling } = rule(drop(0.1), runOf(flattered(), { judging }));
    expect(ruling).toBe('fail');
    expect(first).toMatchObject({
      ...{ value: -0.2, n: N, alpha: 0.05, samples_to_decide: null },
      pairs: { method: 'ppi', mcnemar_mid_p: null },
      judge: { labelled: LABELLED, judged: 0, turns_at: null },
      why: 'beyond the margin of 10.0 points, by the judge’s scores set right by 200 labelled samples (0.0 points by the judge alone)',
      change: expect.stringMatching(/^it would take a margin of 2\d\.\d points, or fewer losses$/),
    });
    const { cheap, dear } = flattered();
    const alone = runOf({ cheap: { values: cheap.values }, dear: { values: dear.values } }, { judging });
    expect(rule(drop(0.1), alone).ruling).toBe('pass');
  });

  test('pass where people agree, with labels enough; a change that is named passes when it is made', () => {
    const made = {
      cheap: { values: times(N, 1), people: times(100, 1) },
      dear: { values: times(N, 1), people: times(100, 1) },
    };
    const { first, ruling } = rule(drop(0.1), runOf(made, { judging }));
    expect(ruling).toBe('pass');
    expect(first?.change).toBe('it would pass down to a margin of 3.4 points');
    expect(rule(drop(0.034), runOf(made, { judging })).ruling).toBe('pass');
    expect(rule(drop(0.033), runOf(made, { judging })).ruling).toBe('inconclusive');
  });

  test('are ruled by a relative margin too', () => {
    const relative = (share: number) => ({ max_drop: { t: { relative: share } } });
    expect(rule(relative(0.1), runOf(flattered(), { judging })).ruling).toBe('fail');
    expect(rule(relative(0.3), runOf(flattered(), { judging })).ruling).toBe('pass');
  });

  test('of which few are labelled decide nothing, and it is told how many are to be', () => {
    expect(rule(drop(0.1), runOf(flattered(12), { judging })).first).toMatchObject({
      ...{ ruling: 'inconclusive', value: null, low: null, high: null },
      pairs: { method: null },
      judge: { labelled: 12, judged: 0 },
      why: 'people labelled 12 of 600 pairs, and to set a judge right takes 30',
      change: 'label 18 more pairs (judge sheet)',
    });
    const one = { ...flattered(), dear: { values: times(N, 1) } };
    expect(rule(drop(0.1), runOf(one, { judging })).first?.judge?.labelled).toBe(0);
  });

  test('that labels leave open say how many more would decide', () => {
    expect(rule(drop(0.25), runOf(flattered(60), { judging })).first).toMatchObject({
      ruling: 'inconclusive',
      change: expect.stringMatching(
        /^label \d+ more pairs \(judge sheet\): so many decide four times in five if what was seen is true$/,
      ),
    });
  });

  test('of a quality are set right as well', () => {
    const quality = (min_quality: number) => rule({ min_quality }, runOf(flattered(), { judging })).first;
    expect(quality(0.9)).toMatchObject({
      ...{ ruling: 'fail', value: 0.8, judge: { labelled: LABELLED, judged: 1 } },
      why: expect.stringMatching(
        /^its quality is at most 8\d\.\d %, and 90\.0 % is asked, by the judge’s scores set right by 200 labelled samples \(100\.0 % by the judge alone\)$/,
      ),
    });
    expect(quality(0.7)?.ruling).toBe('pass');
  });

  test('without labels are not calibrated, and it is told what the judge may favour', () => {
    const { first } = rule(drop(0.06), runOf(AGRESTI, { judging }));
    expect(first?.why).toMatch(
      /margin of 6\.0 points; judge not calibrated: the verdict turns if the judge favours cheap by more than 0\.4 points$/,
    );
    expect(first?.judge).toMatchObject({ labelled: null, judged: -0.04 });
    expect(first?.judge?.turns_at).toBeCloseTo(0.06 - 0.055895, 6);
    expect(rule(drop(0.02), runOf(AGRESTI, { judging })).first?.why).toMatch(
      /; judge not calibrated: the verdict turns if the judge favours dear by more than 0\.4 points$/,
    );
    const open = rule(drop(0.05), runOf(AGRESTI, { judging })).first;
    expect(open?.why).toMatch(/; judge not calibrated$/);
    expect(open?.judge?.turns_at).toBeNull();
    expect(rule({ min_quality: 0.4 }, runOf(AGRESTI, { judging })).first?.why).toMatch(
      /; judge not calibrated: the verdict turns if the judge gives cheap too much by more than 1\d\.\d points$/,
    );
  });

  test('are no matter of a metric that no judge gives', () => {
    expect(rule(drop(0.06), runOf(AGRESTI)).first).not.toHaveProperty('judge');
  });

  test('that are not to be believed are not set right either', () => {
    const failed = [{ ...judging[0], probes: [{ name: 'colon', passed: false, explanation: '' }] }] as typeof judging;
    expect(rule(drop(0.1), runOf(flattered(), { judging: failed })).first).toMatchObject({
      ...{ ruling: 'inconclusive', value: -0.2 },
      why: 'the judges of exact fell for answers that are known to be bad: colon',
    });
  });

  test('of a run that may stop early are not set right by labels that came later', () => {
    const own = gateOf(drop(0.1));
    const found = {
      ruling: 'pass',
      n: 171,
      missing: 0,
      d: 0,
      low: -0.049,
      high: 0.02,
      quality: { candidate: 1, baseline: 1 },
      gains: 0,
      losses: 0,
    } as const;
    const stopping = (made: Readonly<Record<string, Made>>) => ({
      ...runOf(made, { judging }),
      mayStop: { gates: [own], figures: () => found },
    });
    expect(rule(drop(0.1), stopping(flattered())).first).toMatchObject({
      ...{ ruling: 'inconclusive', low: null, high: null, pairs: { method: null } },
      why: 'the run may stop early by the judge’s scores, and labels cannot set that right afterwards',
    });
    expect(rule(drop(0.1), stopping(AGRESTI)).first?.why).toMatch(
      /wherever the run stops; judge not calibrated: the verdict turns if the judge favours cheap by more than 5\.1 points$/,
    );
  });
});

describe('two runs', () => {
  const cheap = runOf({ cheap: { values: [...times(100, 1), 0], ids: [...Array(101).keys()].map((id) => `s${id}`) } });
  const dear = (facts: Partial<Scorecard> = {}) =>
    runOf({ dear: { values: times(100, 1), ids: [...Array(100).keys()].map((id) => `s${99 - id}`) } }, facts);

  test('are paired by the names of their samples', () => {
    expect(rule(drop(0.05), cheap, dear())).toMatchObject({ ruling: 'pass', first: { n: 100, value: 0 } });
  });

  test.each([
    [{ protocol: '5-shot, generated' }, 'the protocol (0-shot, generated; 5-shot, generated)'],
    [{ prompt_sha256: 'other' }, 'the prompt'],
    [{ dataset_sha256: 'other' }, 'the dataset'],
    [{ graders: [{ name: 'exact', grader: 'exact', version: 2, digest: 'f', binary: true, parts: [] }] }, 'the grader'],
  ])('that differ in %o are not set against each other', (facts, what) => {
    const { tasks } = rule(
      { ...drop(0.05), min_saving: 0.1, min_quality: 0.5 },
      cheap,
      dear({ tasks: [taskFacts(facts)] }),
    );
    expect(tasks[0]?.criteria).toMatchObject([
      { ruling: 'inconclusive', why: `the two runs differ in ${what}` },
      { criterion: 'min_quality', ruling: 'pass' },
      { ruling: 'inconclusive', why: `the two runs differ in ${what}` },
    ]);
  });
});

describe('a run that may stop early', () => {
  const figures: SequentialFigures = {
    ...{ ruling: 'pass', n: 171, missing: 2, d: -0.01, low: -0.049, high: 0.02 },
    ...{ quality: { candidate: 0.89, baseline: 0.9 }, gains: 1, losses: 3 },
  };
  const own = gateOf(drop(0.05));
  const stopping = (found: SequentialFigures = figures): GatedRun => ({
    ...runOf(AGRESTI),
    mayStop: { gates: [own], figures: () => found },
  });

  test('is ruled by what it fixed before, with the interval that holds at any stop and no other test', () => {
    expect(rule(drop(0.05), stopping()).first).toMatchObject({
      ...{ ruling: 'pass', n: 171, value: -0.01, low: -0.049, high: 0.02 },
      pairs: {
        ...{ method: 'e-process', missing: 2, mcnemar_mid_p: null, gains: 1, losses: 3, flip_rate: 4 / 169 },
        quality: { candidate: 0.89, baseline: 0.9 },
      },
      why: 'within the margin of 5.0 points, by an interval that holds wherever the run stops',
    });
    expect(rule(drop(0.05), stopping({ ...figures, ruling: 'fail' })).ruling).toBe('fail');
    expect(rule(drop(0.05), stopping({ ...figures, ruling: null })).ruling).toBe('inconclusive');
  });

  test.each([
    ['margin', drop(0.06)],
    ['confidence', { ...drop(0.05), confidence: 0.9 }],
  ])('cannot be asked for another %s afterwards', (_, gate) => {
    expect(rule(gate, stopping()).first).toMatchObject({
      ...{ ruling: 'inconclusive', low: null, high: null },
      pairs: { mcnemar_mid_p: null, method: null },
      why: expect.stringContaining('would suppose a fixed number of samples'),
    });
  });

  test('tells no interval of what is read at the stop', () => {
    expect(rule({ min_quality: 0.5 }, stopping()).first).toMatchObject({
      ...{ ruling: 'pass', value: 0.55, low: null, high: null },
      why: expect.stringMatching(/ \(read at the stop\)$/),
    });
  });
});
