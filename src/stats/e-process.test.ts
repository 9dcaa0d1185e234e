import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { permutation, seededRandom } from '../lib/random.ts';
import { printed } from '../testing/paired.ts';
import { absoluteScale, type BetScale, EProcess, relativeScale } from './e-process.ts';

const run = (scale: BetScale, differences: readonly (number | null)[], alpha = 0.05): EProcess => {
  const process = new EProcess({ scale, alpha });
  for (const difference of differences) process.add(difference);
  return process;
};
const fill = (times: number, value: number) => new Array<number>(times).fill(value);

describe('53 both right, 16 candidate only, 8 incumbent only, 9 neither', () => {
  const process = run(absoluteScale(0.05), [...fill(62, 0), ...fill(16, 1), ...fill(8, -1)]);

  test('stakes with a margin of 5 points', () => {
    expect([process.logPass, process.logFail].map(printed)).toEqual(['2.108082', '-1.300523']);
  });

  test('90 % interval', () => {
    const { low, high } = process.interval();
    expect([low, high].map(printed)).toEqual(['-0.074922', '0.261877']);
  });
});

test.each([
  [0.1, 83],
  [0.05, 171],
  [0.03, 290],
  [0.02, 438],
  [0.01, 882],
])('models that always agree pass a margin of %f after %i pairs', (margin, pairs) => {
  expect(run(absoluteScale(margin), fill(pairs - 1, 0)).ruling).toBeNull();
  expect(run(absoluteScale(margin), fill(pairs, 0)).ruling).toBe('pass');
});

test('of a source that has a share of the largest one’s samples, so much of the stakes is bet', () => {
  const whole = run(absoluteScale(0.05), fill(100, 0));
  const halves = new EProcess({ scale: absoluteScale(0.05), alpha: 0.05 });
  for (const zero of fill(100, 0)) halves.add(zero, 0.5);
  expect(halves.logPass).toBeGreaterThan(0);
  expect(halves.logPass).toBeLessThan(whole.logPass);
  expect(halves.interval().low).toBeLessThan(whole.interval().low);
  const none = new EProcess({ scale: absoluteScale(0.05), alpha: 0.05 });
  none.add(-1, 0);
  expect([none.logPass, none.logFail]).toEqual([0, 0]);
});

test('before the first pair nothing is known', () => {
  const process = run(absoluteScale(0.05), []);
  expect([process.logPass, process.logFail, process.ruling]).toEqual([0, 0, null]);
  expect([process.interval().low, process.interval().high].map(printed)).toEqual(['-1.000000', '1.000000']);
});

test('a ruling stands, whatever comes later', () => {
  expect(run(absoluteScale(0.1), [...fill(100, 0), ...fill(100, -1)]).ruling).toBe('pass');
  expect(run(absoluteScale(0.1), [...fill(100, -1), ...fill(1000, 0)]).ruling).toBe('fail');
});

test('a pair that failed counts against both rulings', () => {
  const [lost, won, failed] = [-1, 1, null].map((one) => run(absoluteScale(0.05), [0, 0, one]));
  expect(failed?.logPass).toBe(lost?.logPass);
  expect(failed?.logFail).toBe(won?.logFail);
  expect(failed?.interval().low).toBe(lost?.interval().low);
  expect(failed?.interval().high).toBe(won?.interval().high);
});

test('of a relative margin, 0 is the least that is kept, and a failure is as bad as a lost sample', () => {
  const { m0, toY, toDifference, lowest, highest } = relativeScale(0.95);
  expect(toY(0)).toBe(m0);
  expect([toY(lowest), toY(highest)]).toEqual([0, 1]);
  expect(toDifference(toY(0.3))).toBeCloseTo(0.3, 12);
});

const differences = fc.array(
  fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4),
  { minLength: 1 },
);

describe('for any pairs', () => {
  test('the stakes depend on the pairs seen, not on their order', () => {
    fc.assert(
      fc.property(differences, fc.nat(), (some, seed) => {
        const other = [...permutation(some.length, seededRandom(seed))].map((place) => some[place] as number);
        expect(run(absoluteScale(0.05), other).logPass).toBeCloseTo(run(absoluteScale(0.05), some).logPass, 9);
      }),
    );
  });

  test('the interval holds the mean, lies within −1…1, and excludes −margin just where a stake reached 1/α', () => {
    const margins = fc.double({ min: 0.01, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(differences, margins, (some, margin) => {
        const process = run(absoluteScale(margin), some);
        const { low, high } = process.interval();
        const mean = some.reduce((sum, one) => sum + one, 0) / some.length;
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(low).toBeLessThanOrEqual(mean + 1e-9);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
        expect(high).toBeLessThanOrEqual(1);
        fc.pre(Math.abs(low + margin) > 1e-9 && Math.abs(high + margin) > 1e-9);
        expect(low > -margin).toBe(process.logPass >= Math.log(20));
        expect(high < -margin).toBe(process.logFail >= Math.log(20));
      }),
    );
  });
});

describe('read after every pair, of candidates worse by just the margin', () => {
  const worlds = 600;
  const pairs = 400;
  const world = (seed: number, draw: (random: () => number) => number) => {
    const random = seededRandom('e-process', seed);
    return Array.from({ length: pairs }, () => draw(random));
  };
  test.each<[string, BetScale, (random: () => number) => number]>([
    ['right or wrong', absoluteScale(0.05), (random) => (random() < 0.075 ? -1 : random() < 0.025 / 0.925 ? 1 : 0)],
    ['rare losses', absoluteScale(0.05), (random) => (random() < 0.05 ? -1 : 0)],
    ['scores', absoluteScale(0.1), (random) => random() - 0.6],
    [
      'a relative margin',
      relativeScale(0.9),
      (random) => (random() < 0.8 ? 1 : 0) * (random() < 0.9 ? 1 : 0) - 0.9 * 0.8,
    ],
  ])('%s: no more than α pass, and no more than α fail', (_, scale, draw) => {
    const rulings = Array.from({ length: worlds }, (_, seed) => run(scale, world(seed, draw)).ruling);
    expect(rulings.filter((ruling) => ruling === 'pass').length / worlds).toBeLessThanOrEqual(0.05);
    expect(rulings.filter((ruling) => ruling === 'fail').length / worlds).toBeLessThanOrEqual(0.05);
  });
});

test.each([
  [0.02, 'pass', 197],
  [-0.1, 'fail', 283],
] as const)(
  'models that differ by %f and flip on a tenth %s after some %i pairs, where a fixed number is 274',
  (d, ruling, pairs) => {
    const worlds = 300;
    let asked = 0;
    for (let seed = 0; seed < worlds; seed++) {
      const random = seededRandom('stopping', seed);
      const bets = new EProcess({ scale: absoluteScale(0.05), alpha: 0.05 });
      for (; bets.ruling === null; asked++) {
        const draw = random();
        bets.add(draw < (0.1 + d) / 2 ? 1 : draw < 0.1 ? -1 : 0);
      }
      expect(bets.ruling).toBe(ruling);
    }
    expect(Math.abs(asked / worlds / pairs - 1)).toBeLessThan(0.1);
  },
);
