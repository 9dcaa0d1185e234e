import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../lib/random.ts';
import type { JudgedValue } from './corrected-mean.ts';
import { LEAST_LABELLED, ruleCorrected } from './corrected-ruling.ts';

const ALPHA = 0.05;
const question = { missing: 0, threshold: -0.1, bounds: [-1, 1], alpha: ALPHA } as const;
const some = (n: number, one: JudgedValue): JudgedValue[] => Array<JudgedValue>(n).fill(one);
const alike = (labelled: number, n: number) => [
  ...some(labelled, { judged: 0, off: 0 }),
  ...some(n - labelled, { judged: 0, off: null }),
];

test('a judge that people always agree with passes what it sees as equal, with labels enough', () => {
  expect(ruleCorrected({ ...question, samples: alike(60, 300) })).toMatchObject({ ruling: 'pass', value: 0 });
  expect(ruleCorrected({ ...question, samples: alike(60, 300), threshold: 0.1 }).ruling).toBe('fail');
  expect(ruleCorrected({ ...question, samples: alike(60, 300), threshold: -0.05 }).ruling).toBe('inconclusive');
});

test('few labels decide nothing, and it is told how many do', () => {
  expect(ruleCorrected({ ...question, samples: alike(LEAST_LABELLED - 1, 300), threshold: -0.9 })).toMatchObject({
    ...{ ruling: 'inconclusive', value: null, low: null, high: null, labels_to_decide: LEAST_LABELLED },
  });
  expect(ruleCorrected({ ...question, samples: alike(LEAST_LABELLED, 300), threshold: -0.9 }).ruling).toBe('pass');
  expect(ruleCorrected({ ...question, samples: alike(20, LEAST_LABELLED - 1) }).labels_to_decide).toBeNull();
  expect(ruleCorrected({ ...question, samples: [] })).toMatchObject({ ruling: 'inconclusive', n: 0 });
});

test('above 1 % of missing scores, a ruling must hold whatever they would have been', () => {
  const samples = alike(200, 400);
  expect(ruleCorrected({ ...question, samples, missing: 4 }).ruling).toBe('pass');
  expect(ruleCorrected({ ...question, samples, missing: 20 }).ruling).toBe('pass');
  expect(ruleCorrected({ ...question, samples, missing: 60 })).toMatchObject({
    ...{ ruling: 'inconclusive', isMissing: true },
  });
  expect(ruleCorrected({ ...question, samples, threshold: 0.1, missing: 60 }).isMissing).toBe(true);
});

/** How often the judge calls right what is right, and wrong what is wrong. */
interface Rates {
  readonly sensitivity: number;
  readonly specificity: number;
}

interface World {
  readonly n: number;
  readonly labelled: number;
  /** The candidate is worse by just this margin. */
  readonly margin: number;
  /** How often it is right where the baseline is wrong. */
  readonly gains: number;
  readonly candidate: Rates;
  readonly baseline: Rates;
}

function drawn({ n, labelled, margin, gains, ...judge }: World, random: Random): JudgedValue[] {
  const says = (isRight: boolean, { sensitivity, specificity }: Rates): number =>
    random() < (isRight ? sensitivity : 1 - specificity) ? 1 : 0;
  return Array.from({ length: n }, (_, place) => {
    const at = random();
    const differs = at < 2 * gains + margin;
    const [one, other] = differs ? [at < gains, at >= gains] : Array<boolean>(2).fill(random() < 0.75);
    const judged = says(one as boolean, judge.candidate) - says(other as boolean, judge.baseline);
    return { judged, off: place < labelled ? judged - (Number(one) - Number(other)) : null };
  });
}

const judge = (sensitivity: number, specificity: number): Rates => ({ sensitivity, specificity });
const alikeOnBoth = (rates: Rates) => ({ candidate: rates, baseline: rates });

describe('a candidate that is just not good enough passes no more often than one in twenty and 1.5 points', () => {
  const JUDGES = {
    'J .9 on both': alikeOnBoth(judge(0.95, 0.95)),
    'J .65 on both': alikeOnBoth(judge(0.85, 0.8)),
    'J .4 on both': alikeOnBoth(judge(0.7, 0.7)),
    'kind to the candidate': { candidate: judge(0.98, 0.5), baseline: judge(0.9, 0.95) },
    'blind to a third of the candidate’s errors alone': { candidate: judge(1, 0.7), baseline: judge(1, 1) },
    'kind to the baseline': { candidate: judge(0.7, 0.95), baseline: judge(0.98, 0.6) },
  };
  const SIZES = [
    [100, 30],
    [100, 100],
    [300, 60],
    [1000, 200],
  ] as const;
  const TRUTHS = [
    { margin: 0.03, gains: 0 },
    { margin: 0.05, gains: 0.05 },
    { margin: 0.1, gains: 0 },
  ];
  const RUNS = 250;

  test.each(Object.entries(JUDGES))('%s', (name, rates) => {
    const worlds = SIZES.flatMap(([n, labelled]) =>
      TRUTHS.map((truth): World => ({ n, labelled, ...truth, ...rates })),
    );
    const passes = worlds.map((world) => {
      const random = seededRandom('false passes', name, JSON.stringify(world));
      const ask = () =>
        ruleCorrected({ ...question, samples: drawn(world, random), threshold: -world.margin }).ruling === 'pass';
      return Array.from({ length: RUNS }, ask).filter(Boolean).length / RUNS;
    });
    // Three standard errors of so many runs where the rate is the allowed one.
    const noise = 3 * Math.sqrt((0.065 * 0.935) / RUNS);
    expect(Math.max(...passes)).toBeLessThan(ALPHA + 0.015 + noise);
    expect(passes.reduce((sum, one) => sum + one, 0) / passes.length).toBeLessThan(ALPHA + 0.015);
  });

  test('and the judge alone would pass it most of the time', () => {
    const random = seededRandom('judge alone');
    const world = { n: 1000, labelled: 0, margin: 0.05, gains: 0.05, ...JUDGES['kind to the candidate'] };
    const samples = Array.from({ length: 50 }, () => drawn(world, random));
    const judged = samples.map((one) => one.reduce((sum, { judged: by }) => sum + by, 0) / one.length);
    expect(judged.filter((mean) => mean > -0.02).length).toBeGreaterThan(40);
  });
});
