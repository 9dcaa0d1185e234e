import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../domain/difference.ts';
import type { Estimate } from '../domain/estimate.ts';
import { DARWINS_MAIZE, printed } from '../testing/paired.ts';
import { type CompareInput, comparePairs, judged, withDetails } from './compare.ts';
import { scoredOf } from './difference.ts';
import type { SamplePair, Sides } from './pairs.ts';

type Facts = Partial<Pick<SamplePair, 'sample' | 'group' | 'candidate' | 'incumbent' | 'cluster'>> & {
  readonly usd?: Sides;
  readonly latencyMs?: Sides;
};

const column = (figure: number | null) => new Float64Array([figure ?? Number.NaN]);

const pair = ({
  usd = { candidate: 1, incumbent: 2 },
  latencyMs = { candidate: 100, incumbent: 300 },
  ...facts
}: Facts): SamplePair => ({
  ...{ sample: '1', group: null, category: null, candidate: 1, incumbent: 1 },
  ...facts,
  columns: {
    candidate: { usd: column(usd.candidate), latencyMs: column(latencyMs.candidate) },
    incumbent: { usd: column(usd.incumbent), latencyMs: column(latencyMs.incumbent) },
  },
  ...{ place: 0, other: 0 },
});

/** Both right, candidate only, incumbent only, neither. */
const pairsIn = ([both, gained, lost, neither]: readonly [number, number, number, number]): SamplePair[] =>
  [
    ...Array(both).fill([1, 1]),
    ...Array(gained).fill([1, 0]),
    ...Array(lost).fill([0, 1]),
    ...Array(neither).fill([0, 0]),
  ].map(([candidate, incumbent], place) => pair({ sample: String(place + 1), candidate, incumbent }));

function inputOf(pairs: readonly SamplePair[], facts: Partial<CompareInput> = {}): CompareInput {
  return {
    ...{ task: 't', metric: 'exact', candidate: 'new', baseline: 'old', binary: true, error_cost_usd: null },
    ...{ cost_estimated: false, epochs: 1, seeds: [7], draws: 2000, pairs, scored: scoredOf(pairs) },
    ...facts,
  };
}

const compared = (pairs: readonly SamplePair[], facts: Partial<CompareInput> = {}): Comparison => {
  const one = comparePairs(inputOf(pairs, facts));
  return judged(one, one.p);
};

const six = ({ value, low, high }: Estimate) => [value, low, high].map(printed);

describe('right or wrong answers', () => {
  test.each([
    // Fagerland 2014; Cavo 2012; Tango 1998; Agresti & Min 2005; Agresti.
    [[1, 1, 7, 12], '-0.285714', '-0.517232', '-0.026003', '0.039063'],
    [[59, 6, 16, 80], '-0.062112', '-0.124023', '-0.005433', '0.034690'],
    [[53, 16, 8, 9], '0.093023', '-0.019659', '0.206911', '0.107752'],
    [[794, 86, 150, 570], '-0.040000', '-0.058998', '-0.021362', '0.000029'],
  ] as const)('the published table %j has Tango’s interval and McNemar’s mid-p', (table, d, low, high, midP) => {
    const { difference, p, test: by, method } = compared(pairsIn(table));
    expect([...six(difference), printed(p)]).toEqual([d, low, high, midP]);
    expect([by, method]).toEqual(['mcnemar', 'tango']);
  });

  test('what the candidate lost and won is counted, and named', () => {
    const input = inputOf(pairsIn([1, 1, 2, 0]));
    const { lost, won, regressions, gains, flip_rate } = withDetails(comparePairs(input), input);
    expect([regressions, gains, flip_rate]).toEqual([2, 1, 0.75]);
    expect(lost.map(({ sample }) => sample)).toEqual(['3', '4']);
    expect(won).toEqual([{ sample: '2', candidate: 1, baseline: 0 }]);
  });

  test('two models that never differ are not told apart, with an interval that is not nothing', () => {
    const same = compared(pairsIn([30, 0, 0, 10]));
    expect(same).toMatchObject({ p: 1, verdict: 'unclear', samples_needed: null, flip_rate: 0 });
    expect(same.difference.low).toBeLessThan(-0.05);
  });

  test('where they cannot be told apart, it says how many samples might', () => {
    // Connor (1987): flip rate .2, difference .05.
    const unclear = compared(pairsIn([40, 25, 15, 120]));
    expect(unclear).toMatchObject({ verdict: 'unclear', samples_needed: 626 });
  });

  test('a verdict needs the corrected p as well as the interval', () => {
    const one = comparePairs(inputOf(pairsIn([59, 6, 16, 80])));
    expect(judged(one, 0.03).verdict).toBe('worse');
    expect(judged(one, 0.07)).toMatchObject({ verdict: 'unclear', p_holm: 0.07 });
  });
});

describe('other scores', () => {
  test('Darwin’s maize has its exact p over all signs, and the interval of the bootstrap', () => {
    const maize = DARWINS_MAIZE.map((eighths, place) =>
      pair({ sample: String(place), candidate: eighths / 1000, incumbent: 0 }),
    );
    const { p, test: by, method, difference } = compared(maize, { binary: false, draws: 10_000 });
    expect(printed(p)).toBe('0.052673');
    expect([by, method]).toEqual(['sign-flip', 'bca']);
    expect(difference.low).toBeCloseTo(-0.0016, 2);
    expect(difference.high).toBeCloseTo(0.0363, 2);
  });

  test('samples that share a source are compared by the cluster, with McNemar’s p beside', () => {
    const values = [
      [1, 1, 0],
      [0, 0, 0, 1],
      [1, 1, 1],
      [0, 1],
      [0, 0, 1, 1, 1],
    ];
    const pairs = values.flatMap((own, cluster) =>
      own.map((candidate) => pair({ candidate, incumbent: 0, cluster: String(cluster) })),
    );
    const { difference, test: by, method, mcnemar_p } = compared(pairs);
    expect(printed(difference.value)).toBe('0.588235');
    expect([by, method]).toEqual(['cluster-t', 'cluster']);
    expect(mcnemar_p).toBeCloseTo(2 ** -9 - 2 ** -10, 9);
  });
});

describe('money and time', () => {
  test('costs are a ratio of sums, and times the median of what the candidate took longer', () => {
    const { cost_ratio, latency_ms } = compared([
      pair({ usd: { candidate: 1, incumbent: 10 }, latencyMs: { candidate: 100, incumbent: 300 } }),
      pair({ usd: { candidate: 2, incumbent: 20 }, latencyMs: { candidate: 200, incumbent: 100 } }),
      pair({ usd: { candidate: 3, incumbent: 30 }, latencyMs: { candidate: 100, incumbent: null } }),
    ]);
    expect(cost_ratio).toMatchObject({ value: 0.1, n: 3 });
    expect(latency_ms).toMatchObject({ value: -50, n: 2 });
  });

  test('a cost that is unknown leaves the ratio unknown, and one of nothing is no divisor', () => {
    const unknown = compared([pair({}), pair({ usd: { candidate: null, incumbent: 1 } })]);
    expect(unknown.cost_ratio.value).toBeNull();
    expect(compared([pair({ usd: { candidate: 1, incumbent: 0 } })]).cost_ratio.value).toBeNull();
    expect(compared([pair({ usd: { candidate: 0, incumbent: 1 } })]).cost_ratio.value).toBe(0);
  });
});

test('without a sample that counts nothing is said, and what is missing is counted', () => {
  const nothing = compared([pair({ candidate: null }), pair({ incumbent: null })]);
  expect(nothing).toMatchObject({ n: 0, missing: 2, p: null, method: null, verdict: null, flip_rate: null });
  expect(nothing.difference).toEqual({ value: null, low: null, high: null, n: 0 });
});

test('one sample right or wrong has an interval that holds nearly everything', () => {
  const { difference, method, p, verdict } = compared([pair({ candidate: 0, incumbent: 1 })]);
  expect([method, p, verdict]).toEqual(['tango', 0.5, 'unclear']);
  expect(difference).toMatchObject({ value: -1, low: -1, n: 1 });
  expect(difference.high).toBeGreaterThan(0);
});

test('scores that are missing on a side leave both, and are counted', () => {
  const { n, missing, quality } = compared([
    ...pairsIn([6, 1, 2, 1]),
    pair({ candidate: null, incumbent: 1 }),
    pair({ candidate: 1, incumbent: null }),
    pair({ candidate: null, incumbent: null }),
  ]);
  expect({ n, missing, quality }).toEqual({ n: 10, missing: 3, quality: { candidate: 0.7, baseline: 0.8 } });
});

test('one asked several times is compared by its means, also where they are all 0 or 1', () => {
  const { method, test: by, mcnemar_p } = compared(pairsIn([40, 12, 4, 8]), { epochs: 3 });
  expect([method, by, mcnemar_p]).toEqual(['bca', 'sign-flip', expect.any(Number)]);
});

test('one graded sample has a difference and no interval', () => {
  const { difference, method } = compared([pair({ candidate: 0.4, incumbent: 0.5 })], { binary: false });
  expect(difference).toEqual({ value: -0.1, low: null, high: null, n: 1 });
  expect(method).toBeNull();
});

test('each part of a task stands for itself, the worst first, with p corrected for all of its level', () => {
  const inGroup = (group: string, pairs: SamplePair[]) => pairs.map((one) => ({ ...one, group }));
  const input = inputOf([...inGroup('law', pairsIn([5, 1, 0, 4])), ...inGroup('physics', pairsIn([1, 0, 9, 0]))]);
  const { slices } = withDetails(comparePairs(input), input);
  expect(slices.map(({ level, name, n, regressions }) => [level, name, n, regressions])).toEqual([
    ['group', 'physics', 10, 9],
    ['group', 'law', 10, 0],
  ]);
  expect(slices[0]?.p).toBeCloseTo(2 ** -9, 12);
  expect(slices[0]?.p_holm).toBeCloseTo(2 ** -8, 12);
});

const amounts = fc.integer({ min: 1, max: 1000 });
const anyPairs = (values: fc.Arbitrary<number | null>) =>
  fc.array(
    fc
      .tuple(values, values, amounts, amounts, fc.constantFrom('a', 'b', 'c'))
      .map(([candidate, incumbent, dear, cheap, group]) =>
        pair({
          candidate,
          incumbent,
          group,
          usd: { candidate: dear, incumbent: cheap },
          latencyMs: { candidate: cheap, incumbent: dear },
        }),
      ),
    { minLength: 2, maxLength: 40 },
  );
const swapped = (pairs: readonly SamplePair[]): SamplePair[] =>
  pairs.map((one) => ({
    ...one,
    ...{ candidate: one.incumbent, incumbent: one.candidate },
    columns: { candidate: one.columns.incumbent, incumbent: one.columns.candidate },
  }));

const close = (one: number | null, other: number | null) =>
  other === null ? expect(one).toBeNull() : expect(one).toBeCloseTo(other, 8);
const negated = (value: number | null) => (value === null ? null : -value);

test.each([
  ['right or wrong', fc.constantFrom(0, 1, null)],
  ['graded', fc.constantFrom(0, 0.25, 0.5, 0.75, 1, null)],
] as const)('to swap the two mirrors every figure: %s', (_, values) => {
  fc.assert(
    fc.property(anyPairs(values), (pairs) => {
      const there = inputOf(pairs, { draws: 100 });
      const one = withDetails(compared(pairs, { draws: 100 }), there);
      const back = swapped(pairs);
      const other = withDetails(compared(back, { draws: 100 }), inputOf(back, { draws: 100 }));

      close(other.difference.value, negated(one.difference.value));
      close(other.difference.low, negated(one.difference.high));
      close(other.latency_ms.value, negated(one.latency_ms.value));
      close(other.latency_ms.low, negated(one.latency_ms.high));
      close(other.cost_ratio.value, 1 / (one.cost_ratio.value as number));
      close(other.cost_ratio.low, one.cost_ratio.high && 1 / one.cost_ratio.high);
      expect([other.regressions, other.gains, other.n]).toEqual([one.gains, one.regressions, one.n]);
      close(other.p, one.p);
      expect(other.samples_needed).toBe(one.samples_needed);
      expect(other.lost.map(({ sample }) => sample)).toEqual(one.won.map(({ sample }) => sample));
      expect(other.verdict).toBe(one.verdict && MIRROR[one.verdict]);
      expect(other.break_even?.verdict).toBe(one.break_even?.verdict && ERROR_MIRROR[one.break_even.verdict]);
    }),
    { numRuns: 200 },
  );
});

const MIRROR = { better: 'worse', worse: 'better', unclear: 'unclear' };
const ERROR_MIRROR = {
  ...{ dominates: 'dominated', dominated: 'dominates', unclear: 'unclear' },
  ...{ pays_below: 'pays_above', pays_above: 'pays_below' },
};
