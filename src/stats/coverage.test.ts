import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../lib/random.ts';
import { table } from '../testing/paired.ts';
import { sumsOf } from '../testing/sums.ts';
import { binomialAt, binomialBelow } from './binomial.ts';
import { ratioLimits } from './bootstrap.ts';
import { bounded } from './bounded.ts';
import { type Alike, classificationLimits } from './classification-limits.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { clusteredMean, hasSpread } from './cluster.ts';
import { clusteredRatio } from './clustered-ratio.ts';
import { correctedInterval, correctedMean } from './corrected-mean.ts';
import { absoluteScale, EProcess } from './e-process.ts';
import { winRateAtEqualLength } from './equal-length.ts';
import { macroDifference, macroMean, mean, meanLimits, proportion } from './interval.ts';
import { judgeQuality } from './judge-quality.ts';
import { type KappaWeights, kappa } from './kappa.ts';
import { langReiczigel } from './lang-reiczigel.ts';
import type { Limits } from './limits.ts';
import { moments } from './moments.ts';
import { newcombeInterval } from './newcombe.ts';
import { usualInterval } from './paired-interval.ts';
import { passAllOfK } from './pass-at-k.ts';
import { tunedPredictionPowered } from './prediction-powered.ts';
import { quantileRanks } from './quantile-interval.ts';
import { tangoInterval } from './tango.ts';
import { wilson } from './wilson.ts';

/** The mean coverage over a grid may fall short of what an interval says by so much. */
const SHORT = 0.01;
/** Cut off, so that a coverage that is counted is at most so much too small. */
const RARE = 1e-7;

type MaybeLimits = { readonly [end in keyof Limits]: number | null };
const holds = ({ low, high }: MaybeLimits, truth: number): boolean =>
  low !== null && high !== null && low <= truth && truth <= high;
const average = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
const upTo = (n: number): number[] => Array.from({ length: n + 1 }, (_, count) => count);

const logFactorials = [0];
for (let n = 1; n <= 200; n++) logFactorials.push((logFactorials[n - 1] as number) + Math.log(n));
const logOf = (n: number) => logFactorials[n] as number;

/** The chance of so many of each kind. */
function multinomialAt(counts: readonly number[], shares: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const logs = counts.map((count, kind) => (count === 0 ? 0 : count * Math.log(shares[kind] as number) - logOf(count)));
  return Math.exp(logs.reduce((sum, one) => sum + one, logOf(n)));
}

describe('counted exactly, the mean coverage over the grid is no more than a point short', () => {
  const shares = Array.from({ length: 100 }, (_, place) => (place + 0.5) / 100);

  test.each([
    ['Wilson', wilson, 5, 0.95],
    ['Wilson', wilson, 10, 0.95],
    ['Wilson', wilson, 30, 0.95],
    ['Wilson', wilson, 100, 0.95],
    ['Wilson', wilson, 30, 0.9],
    ['Clopper & Pearson', clopperPearson, 10, 0.95],
    ['Clopper & Pearson', clopperPearson, 100, 0.9],
  ])('%s', (_, interval, n, confidence) => {
    const intervals = upTo(n).map((right) => interval(right, n, confidence));
    const coverages = shares.map((share) =>
      upTo(n)
        .filter((right) => holds(intervals[right] as Limits, share))
        .reduce((sum, right) => sum + binomialAt(right, n, share), 0),
    );
    expect(average(coverages)).toBeGreaterThan(confidence - SHORT);
    if (interval === clopperPearson) expect(Math.min(...coverages)).toBeGreaterThanOrEqual(confidence);
  });

  /** Shares that only one has right, and how the rest is split between right and wrong. */
  const worlds = [0.02, 0.05, 0.1, 0.2, 0.4].flatMap((flipRate) =>
    [-0.8, -0.4, 0, 0.4, 0.8].map((lean) => ({ flipRate, d: flipRate * lean })),
  );
  const cells = (n: number) => upTo(n).flatMap((gains) => upTo(n - gains).map((losses) => [gains, losses] as const));

  test.each([
    [10, 0.95],
    [30, 0.95],
    [60, 0.95],
    [30, 0.9],
    [60, 0.9],
  ])('Tango, %i pairs, %f', (n, confidence) => {
    const tables = cells(n).map(([gains, losses]) => {
      const counts = [gains, losses, n - gains - losses] as const;
      return { counts, limits: tangoInterval(table([counts[2], gains, losses, 0]), confidence) as Limits };
    });
    const coverages = worlds.map(({ flipRate, d }) =>
      tables
        .filter(({ limits }) => holds(limits, d))
        .reduce(
          (sum, { counts }) => sum + multinomialAt(counts, [(flipRate + d) / 2, (flipRate - d) / 2, 1 - flipRate]),
          0,
        ),
    );
    expect(average(coverages)).toBeGreaterThan(confidence - SHORT);
  });

  test.each([10, 20])('Newcombe, %i pairs', (n) => {
    const tables = cells(n).flatMap(([gains, losses]) =>
      upTo(n - gains - losses).map((both) => {
        const counts = [both, gains, losses, n - both - gains - losses] as const;
        return { counts, limits: newcombeInterval(table(counts), 0.95) as Limits };
      }),
    );
    const coverages = worlds.map(({ flipRate, d }) => {
      const same = (1 - flipRate) / 10;
      const shares = [7 * same, (flipRate + d) / 2, (flipRate - d) / 2, 3 * same];
      return tables
        .filter(({ limits }) => holds(limits, d))
        .reduce((sum, { counts }) => sum + multinomialAt(counts, shares), 0);
    });
    expect(average(coverages)).toBeGreaterThan(0.95 - SHORT);
  });

  /** Over two binomials. */
  function overBoth([n, m]: readonly [number, number], limitsOf: (x: number, y: number) => MaybeLimits) {
    const limits = upTo(n).map((x) => upTo(m).map((y) => limitsOf(x, y)));
    return ([p, q]: readonly [number, number], truth: number): number => {
      let coverage = 0;
      for (let x = 0; x <= n; x++) {
        for (let y = 0; y <= m; y++) {
          if (holds(limits[x]?.[y] as MaybeLimits, truth)) coverage += binomialAt(x, n, p) * binomialAt(y, m, q);
        }
      }
      return coverage;
    };
  }
  const rates = [0.6, 0.7, 0.8, 0.9, 0.95];
  const pairs = rates.flatMap((one) => rates.map((other) => [one, other] as const));

  test.each([5, 10, 30])('a macro mean of two groups of %i', (n) => {
    const coverageAt = overBoth([n, n], (x, y) => macroMean([proportion(x, n), proportion(y, n)]));
    const groups = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((one) => rates.map((other) => [one, other] as const));
    expect(average(groups.map(([p, q]) => coverageAt([p, q], (p + q) / 2)))).toBeGreaterThan(0.95 - SHORT);
  });

  test.each([
    [10, 10],
    [20, 20],
    [40, 10],
  ])('J of %i labels right and %i wrong', (right, wrong) => {
    const coverageAt = overBoth([right, wrong], (x, y) => {
      const { youden } = judgeQuality({ rightRight: x, rightWrong: right - x, wrongRight: wrong - y, wrongWrong: y });
      return youden;
    });
    expect(average(pairs.map(([p, q]) => coverageAt([p, q], p + q - 1)))).toBeGreaterThan(0.95 - SHORT);
  });

  test.each([
    [50, 10, 10],
    [100, 20, 20],
  ])('Lang & Reiczigel: %i answers, %i labels right and %i wrong', (n, right, wrong) => {
    const likely = (of: number, share: number) =>
      upTo(of).flatMap((count) => {
        const chance = binomialAt(count, of, share);
        return chance < RARE ? [] : { count, chance };
      });
    const coverageAt = (share: number, [se, sp]: readonly [number, number]): number => {
      let [covered, known] = [0, 0];
      const answers = likely(n, share * se + (1 - share) * (1 - sp));
      for (const x of likely(right, se)) {
        for (const y of likely(wrong, sp)) {
          const rates = { sensitivity: x.count / right, specificity: y.count / wrong, labelled: { right, wrong } };
          for (const z of answers) {
            const limits = langReiczigel({ right: z.count, n, judge: rates });
            if (limits.low !== null) known += x.chance * y.chance * z.chance;
            if (holds(limits, share)) covered += x.chance * y.chance * z.chance;
          }
        }
      }
      return covered / known;
    };
    const judges = [
      [0.9, 0.85],
      [0.95, 0.95],
      [0.8, 0.7],
    ] as const;
    const coverages = judges.flatMap((judge) => [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => coverageAt(share, judge)));
    expect(average(coverages)).toBeGreaterThan(0.95 - SHORT);
  });

  test.each([10, 30, 100, 300])('quantiles of %i values, whatever their distribution', (n) => {
    for (const p of [0.5, 0.95]) {
      const { low, high } = quantileRanks(n, p, 0.95);
      const below = high > n ? 1 : binomialBelow(high - 1, n, p);
      expect(below - binomialBelow(low - 1, n, p)).toBeGreaterThanOrEqual(0.95);
    }
  });
});

/** A world tells its truth, and an interval that was made of what it showed. */
type World = (random: Random) => { readonly truth: number; readonly limits: MaybeLimits | null };

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
/** Beta(a, b) of whole a and b. */
function beta(random: Random, a: number, b: number): number {
  const sumOf = (n: number) => times(Math.round(n), () => -Math.log(1 - random())).reduce((sum, one) => sum + one, 0);
  const one = sumOf(a);
  return one / (one + sumOf(b));
}
const isRight = (random: Random, share: number): number => (random() < share ? 1 : 0);

/** How often the truth lies within, over all worlds, of the intervals that there are. */
function coverageOf(name: string, runs: number, worlds: readonly World[]): number {
  return average(
    worlds.map((world, place) => {
      let [covered, known] = [0, 0];
      for (let run = 0; run < runs; run++) {
        const { truth, limits } = world(seededRandom(name, place, run));
        if (limits === null || limits.low === null) continue;
        known += 1;
        if (holds(limits, truth)) covered += 1;
      }
      return covered / known;
    }),
  );
}

/** Two standard errors of what is simulated are granted beside the point: .6 of one with 5,000 runs, 1.1 with 1,500. */
const expectCovered = (coverage: number, runs: number, confidence = 0.95) =>
  expect(coverage).toBeGreaterThan(confidence - SHORT - 2 * Math.sqrt((confidence * (1 - confidence)) / runs));

describe('simulated, the mean coverage over the grid is no more than a point short', () => {
  const middling = [0.1, 0.3, 0.5, 0.7, 0.9];

  test.each([20, 30, 100])('the mean of %i graded scores', (n) => {
    const scored = middling.flatMap((share): World[] => [
      (random) => ({ truth: share, limits: mean(times(n, () => beta(random, 10 * share, 10 * (1 - share)))) }),
      (random) => ({
        truth: share,
        limits: mean(times(n, () => average(times(4, () => isRight(random, share))))),
      }),
    ]);
    expectCovered(coverageOf(`mean ${n}`, 400, scored), 4000);
  });

  test.each([20, 50])('pass^k of %i samples, four answers each', (n) => {
    const worlds = [1, 2, 3].flatMap((ease) =>
      [2, 3].map(
        (k): World =>
          (random) => {
            const values = times(n, () => {
              const share = beta(random, 2 * ease, 2);
              const right = times(4, () => isRight(random, share)).reduce((sum, one) => sum + one, 0);
              return passAllOfK({ right, asked: 4 }, k) as number;
            });
            const truth = times(k, (of) => (2 * ease + of) / (2 * ease + 2 + of)).reduce((all, one) => all * one, 1);
            return { truth, limits: mean(values) };
          },
      ),
    );
    expectCovered(coverageOf(`pass^k ${n}`, 700, worlds), 4200);
  });

  test.each([10, 20, 40])('the quality on %i sources of one sample to nine', (sources) => {
    const worlds = [1, 2, 4].map(
      (ease): World =>
        (random) => {
          const [values, names]: [number[], string[]] = [[], []];
          for (let source = 0; source < sources; source++) {
            const share = beta(random, ease, 1);
            for (let left = 1 + Math.floor(9 * random()); left > 0; left--) {
              values.push(isRight(random, share));
              names.push(String(source));
            }
          }
          const { value, se, df } = clusteredMean(values, names);
          const limits = hasSpread(se) && meanLimits({ value: value as number, variance: se ** 2, df: df as number });
          return { truth: ease / (ease + 1), limits: limits || null };
        },
    );
    expectCovered(coverageOf(`sources ${sources}`, 1400, worlds), 4200);
  });

  const dollars = (spread: number) => (random: Random) => Math.exp(spread * normal(random));
  test.each([30, 60])('money on %i samples: a mean, and a ratio of two models', (n) => {
    const worlds: World[] = [
      (random) => {
        const pairs = times(n, () => ({ over: dollars(0.5)(random), under: 1 }));
        return { truth: Math.exp(0.125), limits: clusteredRatio(sumsOf(pairs), random, 400) };
      },
      (random) => {
        const pairs = times(n, () => ({ over: -Math.log(1 - random()), under: 1 }));
        return { truth: 1, limits: clusteredRatio(sumsOf(pairs), random, 400) };
      },
      (random) => {
        const pairs = times(n, () => {
          const length = dollars(0.5)(random);
          return { over: 0.2 * length * dollars(0.3)(random), under: length * dollars(0.3)(random) };
        });
        return { truth: 0.2, limits: clusteredRatio(sumsOf(pairs), random, 400) };
      },
    ];
    expectCovered(coverageOf(`money ${n}`, 500, worlds), 1500);
  });

  test.each([20, 40])('money on %i sources', (sources) => {
    const world: World = (random) => {
      const pairs = times(sources, (source) => {
        const length = dollars(0.4)(random);
        const own = 1 + Math.floor(6 * random());
        return times(own, () => ({ over: length * dollars(0.3)(random), under: 1, cluster: String(source) }));
      }).flat();
      return { truth: Math.exp((0.4 ** 2 + 0.3 ** 2) / 2), limits: clusteredRatio(sumsOf(pairs), random, 400) };
    };
    expectCovered(coverageOf(`money of sources ${sources}`, 1000, [world]), 1000);
  });

  const paired = { alpha: 0.025, draws: 400 };
  test.each([20, 50])('the difference of graded scores, of two epochs, and of sources, on %i', (n) => {
    const worlds = [0, -0.05].flatMap((truth): World[] => [
      (random) => {
        const pairs = times(n, () => {
          const incumbent = 0.4 + 0.4 * random();
          return { candidate: incumbent + truth + 0.4 * (random() - 0.5), incumbent };
        });
        return { truth, limits: usualInterval({ ...paired, pairs, random }).limits };
      },
      (random) => {
        const twice = (share: number) => (isRight(random, share) + isRight(random, share)) / 2;
        const pairs = times(n, () => {
          const share = 0.1 + 0.85 * random();
          return { candidate: twice(share + truth), incumbent: twice(share) };
        });
        return { truth, limits: usualInterval({ ...paired, pairs, random, epochs: 2 }).limits };
      },
      (random) => {
        const pairs = times(n, (source) => {
          const shift = truth + 0.2 * (random() - 0.5);
          return times(3, () => ({
            candidate: 0.5 + shift + 0.2 * (random() - 0.5),
            incumbent: 0.5,
            cluster: `${source}`,
          }));
        }).flat();
        return { truth, limits: usualInterval({ ...paired, pairs, random }).limits };
      },
    ]);
    expectCovered(coverageOf(`paired ${n}`, 250, worlds), 1500);
  });

  test('a saving, of which a gate reads 90 %, on 50 samples', () => {
    const world: World = (random) => {
      const pairs = times(50, () => ({ over: 0.2 * dollars(0.3)(random), under: dollars(0.3)(random) }));
      return { truth: 0.2, limits: ratioLimits(sumsOf(pairs), random, { draws: 500, confidence: 0.9 }) };
    };
    expectCovered(coverageOf('saving', 1000, [world]), 1000, 0.9);
  });

  test('a macro mean of differences', () => {
    const worlds = [0.1, 0.2].map(
      (flips): World =>
        (random) => {
          const groups = times(3, () => {
            const [gains, losses] = [0, 0].map(() =>
              times(30, () => isRight(random, flips / 2)).reduce((a, b) => a + b, 0),
            );
            const counts = table([
              30 - Math.min(30, (gains as number) + (losses as number)),
              gains as number,
              losses as number,
              0,
            ]);
            const limits = tangoInterval(counts, 0.95) as Limits;
            return { value: ((gains as number) - (losses as number)) / 30, ...limits, n: 30 };
          });
          return { truth: 0, limits: macroDifference(groups) };
        },
    );
    expectCovered(coverageOf('macro', 1500, worlds), 3000);
  });

  test.each(['plain', 'linear', 'quadratic'] as const)(
    'κ, %s, of 30 to 100 answers and two to five grades',
    (weights: KappaWeights) => {
      const answer = (random: Random, grades: number, agreed: number): [number, number] => {
        const one = Math.floor(grades * random());
        return [one, random() < agreed ? one : Math.floor(grades * random())];
      };
      /** Uniform grades, of which a share agrees and the rest are chance: κ is that share, whatever the weights. */
      const worlds = [2, 3, 5].flatMap((grades) =>
        [30, 100].flatMap((n) =>
          [0.3, 0.6, 0.8].map(
            (truth): World =>
              (random) => {
                const answers = times(n, () => answer(random, grades, truth));
                return {
                  truth,
                  limits: kappa(
                    answers.map(([one]) => one),
                    answers.map(([, other]) => other),
                    weights,
                  ),
                };
              },
          ),
        ),
      );
      expectCovered(coverageOf(`kappa ${weights}`, 250, worlds), 4500);
    },
  );

  test.each([
    [20, 200],
    [30, 300],
    [60, 300],
  ])('quality by %i labels and %i judged answers (PPI++)', (n, judged) => {
    const worlds = [0.3, 0.5, 0.7, 0.85].flatMap((truth) =>
      [
        [0.9, 0.8],
        [0.97, 0.95],
      ].map(
        ([se = 1, sp = 1]): World =>
          (random) => {
            const answers = times(judged, () => {
              const human = isRight(random, truth);
              return { human, judged: isRight(random, human ? se : 1 - sp) };
            });
            const labelled = answers.slice(0, n);
            const { value, variance } = tunedPredictionPowered({
              human: labelled.map((one) => one.human),
              judged: labelled.map((one) => one.judged),
              more: answers.slice(n).map((one) => one.judged),
            });
            return { truth, limits: bounded({ value, variance, df: n - 1, bounds: [0, 1] }) };
          },
      ),
    );
    expectCovered(coverageOf(`labels ${n}`, 500, worlds), 4000);
  });

  test.each([
    [30, 100],
    [60, 300],
  ])('a judge’s difference set right by %i labels of %i, of which a gate reads 90 %', (n, all) => {
    const worlds = [0, -0.05, -0.1].flatMap((truth) =>
      [0.95, 0.8].map(
        (sees): World =>
          (random) => {
            const judge = (isTrue: number) => (random() < sees ? isTrue : 1 - isTrue);
            const samples = times(all, (place) => {
              const [one, other] = [isRight(random, 0.8 + truth), isRight(random, 0.8)];
              const judged = judge(one) - judge(other);
              return { judged, off: place < n ? judged - (one - other) : null };
            });
            return { truth, limits: correctedInterval(correctedMean(samples), 0.05) };
          },
      ),
    );
    expectCovered(coverageOf(`corrected ${n}`, 500, worlds), 3000, 0.9);
  });

  test.each([10, 20, 40])('what a judge gives too much, on %i answers', (n) => {
    const worlds = [0.1, 0.2, 0.3].map(
      (more): World =>
        (random) => {
          const values = times(n, () => {
            const draw = random();
            return draw < more ? 1 : draw < 1.5 * more ? -1 : 0;
          });
          const { value, variance } = moments(values);
          const of = { value, variance: variance && variance / n, df: n - 1, bounds: [-1, 1] as const };
          return { truth: more / 2, limits: bounded(of) };
        },
    );
    expectCovered(coverageOf(`excess ${n}`, 1000, worlds), 3000);
  });

  test.each([30, 100])('a win rate at equal length, on %i pairs', (n) => {
    const worlds = [0, 0.4, 0.8].map(
      (better): World =>
        (random) => {
          const pairs = times(n, () => {
            const longer = normal(random);
            return {
              won: isRight(random, 1 / (1 + Math.exp(-better - 0.8 * Math.tanh(longer)))),
              longer: 100 * longer,
            };
          });
          return { truth: 1 / (1 + Math.exp(-better)), limits: winRateAtEqualLength(pairs) };
        },
    );
    expectCovered(coverageOf(`length ${n}`, 600, worlds), 1800);
  });

  test('a difference that may be read after every pair is covered however often it is', () => {
    const world: World = (random) => {
      const bets = new EProcess({ scale: absoluteScale(0.05), alpha: 0.025 });
      let limits: Limits = { low: -1, high: 1 };
      for (let pair = 1; pair <= 100; pair++) {
        const draw = random();
        bets.add(draw < 0.1 ? -1 : draw < 0.15 ? 1 : 0);
        if (pair % 10 > 0) continue;
        const { low, high } = bets.interval();
        limits = { low: Math.max(limits.low, low), high: Math.min(limits.high, high) };
      }
      return { truth: -0.05, limits };
    };
    expect(coverageOf('anytime', 150, [world])).toBeGreaterThan(0.95);
  });

  test('the figures of a classifier with two labels, on 100 answers', () => {
    // Of 100, 40 are of the first label and hit in .8 of cases, 60 of the second and hit in .9: by hand from these shares.
    const shares = [0.32, 0.08, 0.06, 0.54];
    const f1 = (hits: number, others: number) => (2 * hits) / (2 * hits + others);
    const truth = (f1(0.32, 0.14) + f1(0.54, 0.14)) / 2;
    const world: World = (random) => {
      const counts = [0, 0, 0, 0];
      for (let answer = 0; answer < 100; answer++) {
        let [kind, left] = [0, random() - (shares[0] as number)];
        while (left > 0 && kind < 3) {
          kind += 1;
          left -= shares[kind] as number;
        }
        counts[kind] = (counts[kind] as number) + 1;
      }
      const kinds: Alike[] = counts.map((samples, kind) => ({
        samples,
        answers: [{ target: kind < 2 ? 0 : 1, answer: kind === 0 || kind === 2 ? 0 : 1 }],
      }));
      const limits = classificationLimits(
        ['a', 'b'],
        kinds.filter(({ samples }) => samples > 0),
        random,
      );
      return { truth, limits: limits.macro_f1 };
    };
    expectCovered(coverageOf('classes', 160, [world]), 160);
  });
});
