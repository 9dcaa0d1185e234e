import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../lib/random.ts';
import { printed, table, tables } from '../testing/paired.ts';
import { type AskedPair, type Question, ruleNonInferiority } from './non-inferiority.ts';
import type { PairedTable } from './paired-table.ts';
import { tangoP } from './tango.ts';
import { tangoExactP } from './tango-exact.ts';

const repeat = <T>(times: number, one: T): T[] => new Array<T>(times).fill(one);
const pair = (candidate: number | null, incumbent: number | null): AskedPair => ({ candidate, incumbent });
const pairsOf = ({ both, candidateOnly, incumbentOnly, neither }: PairedTable): AskedPair[] => [
  ...repeat(both, pair(1, 1)),
  ...repeat(candidateOnly, pair(1, 0)),
  ...repeat(incumbentOnly, pair(0, 1)),
  ...repeat(neither, pair(0, 0)),
];
const rule = (pairs: readonly AskedPair[], margin: number, more: Partial<Question> = {}) =>
  ruleNonInferiority({
    pairs,
    margin: { absolute: margin },
    alpha: 0.05,
    random: seededRandom('test'),
    draws: 1000,
    ...more,
  });

describe('right or wrong, 794 both, 86 candidate only, 150 incumbent only, 570 neither', () => {
  const pairs = pairsOf(table([794, 86, 150, 570]));

  test.each([
    [0.06, 'pass', null],
    [0.05, 'inconclusive', 9101],
    [0.02, 'fail', null],
  ])('a margin of %f: %s', (margin, ruling, samplesToDecide) => {
    const found = rule(pairs, margin);
    expect(found).toMatchObject({ ruling, method: 'tango', n: 1600, missing: 0, threshold: -margin, samplesToDecide });
    expect([found.d, found.low, found.high].map(printed)).toEqual(['-0.040000', '-0.055895', '-0.024360']);
  });

  test('the reason tells the limits', () => {
    expect(rule(pairs, 0.06).why).toBe('the lower limit, -5.59 points, lies above -6.00');
    expect(rule(pairs, 0.05).why).toBe('-5.00 points lie between the limits, -5.59 and -2.44');
    expect(rule(pairs, 0.02).why).toBe('the upper limit, -2.44 points, lies below -2.00');
  });
});

test('of any table it passes just where Tango’s test does, if counting bears it out', () => {
  fc.assert(
    fc.property(tables, fc.double({ min: 0.01, max: 0.3, noNaN: true }), (counts, margin) => {
      const p = tangoP(counts, margin) as number;
      fc.pre(Math.abs(p - 0.05) > 1e-9);
      const isTrusted = (tangoExactP(counts, margin) ?? 0) <= 0.065;
      expect(rule(pairsOf(counts), margin).ruling === 'pass').toBe(p < 0.05 && isTrusted);
    }),
  );
});

test('two models that never differ pass from 54 samples on, of which 52 are too often without a loss', () => {
  expect(rule(repeat(53, pair(1, 1)), 0.05)).toMatchObject({
    ...{ ruling: 'inconclusive', method: 'e-process', samplesToDecide: 54 },
    why: expect.stringContaining('(counted exactly, p is 0.0660, and a pass takes 0.0650)'),
  });
  expect(rule(repeat(54, pair(1, 1)), 0.05)).toMatchObject({ ruling: 'pass', method: 'tango' });
});

describe('scores', () => {
  const scored = (n: number, loss: number, seed = 'scores'): AskedPair[] => {
    const random = seededRandom(seed);
    return Array.from({ length: n }, () => {
      const incumbent = 0.4 + 0.4 * random();
      return pair(incumbent - loss + 0.4 * (random() - 0.5), incumbent);
    });
  };

  test('are ruled by the bootstrap, above 5,000 by t', () => {
    expect(rule(scored(400, 0), 0.05)).toMatchObject({ ruling: 'pass', method: 'bca' });
    expect(rule(scored(400, 0.2), 0.05)).toMatchObject({ ruling: 'fail', method: 'bca' });
    expect(rule(scored(5001, 0), 0.05)).toMatchObject({ ruling: 'pass', method: 't' });
  });

  test('the same seed gives the same limits', () => {
    expect(rule(scored(80, 0), 0.05)).toEqual(rule(scored(80, 0), 0.05));
  });

  test('that are inconclusive tell how many samples would decide', () => {
    const found = rule(scored(60, 0.04), 0.05);
    expect(found.ruling).toBe('inconclusive');
    expect(found.samplesToDecide).toBeGreaterThan(60);
  });

  test('of too few samples do not pass, however good they look, until the e-process says so', () => {
    const found = rule(scored(40, -0.1), 0.05);
    expect(found).toMatchObject({ ruling: 'inconclusive', method: 'e-process' });
    expect(found.why).toContain('(40 samples, and a pass by the usual interval takes 54)');
    expect(found.samplesToDecide).toBeGreaterThanOrEqual(54);
    expect(rule(scored(40, -0.1), 0.3)).toMatchObject({ ruling: 'pass', method: 'bca' });
  });

  test('of many samples do not pass a margin so small that few losses would be seen', () => {
    const rare = [...repeat(16, pair(0, 1)), ...repeat(5085, pair(1, 1))];
    expect(rule(rare, 0.005, { epochs: 2 })).toMatchObject({ ruling: 'inconclusive', method: 'e-process' });
    expect(rule(rare, 0.01, { epochs: 2 })).toMatchObject({ ruling: 'pass', method: 't' });
  });

  test('of too few samples can fail', () => {
    expect(rule(scored(30, 0.3), 0.05)).toMatchObject({ ruling: 'fail', method: 'bca' });
  });

  test('that nearly always agree do not pass by a spread that was hardly seen', () => {
    const nearly = [...repeat(95, pair(0.5, 0.5)), ...repeat(5, pair(0.4, 0.5))];
    expect(rule(nearly, 0.05)).toMatchObject({ ruling: 'inconclusive', method: 'e-process' });
    expect(rule(nearly, 0.05).why).toContain('(only 5 of 100 samples differ, too few to pass by the usual interval)');
  });

  test.each([
    [170, 'inconclusive'],
    [171, 'pass'],
  ])('that always agree, on %i samples: %s', (n, ruling) => {
    const found = rule(repeat(n, pair(0.7, 0.7)), 0.05);
    expect(found).toMatchObject({ ruling, method: 'e-process', d: 0, samplesToDecide: null });
    expect(found.why).toContain('(the differences have no spread)');
  });

  test('that differ by rounding alone have no spread', () => {
    const same = [pair(0.3, 0.2), pair(0.2, 0.1), pair(0.9, 0.8)].flatMap((one) => repeat(20, one));
    const found = rule(same, 0.05);
    expect(found.method).toBe('e-process');
    expect(found.d).toBeCloseTo(0.1, 12);
  });
});

test('several epochs are means, even where all of them are right or wrong', () => {
  const pairs = pairsOf(table([80, 10, 10, 20]));
  expect(rule(pairs, 0.1).method).toBe('tango');
  expect(rule(pairs, 0.1, { epochs: 3 }).method).toBe('bca');
});

describe('a relative margin', () => {
  const relative = { margin: { relative: 0.1 } } as const;

  test('asks whether that share of the incumbent’s quality is kept, of right or wrong too', () => {
    const found = rule(pairsOf(table([300, 40, 45, 115])), 0, relative);
    expect(found).toMatchObject({ method: 'bca', threshold: 0, ruling: 'pass' });
    expect(found.d).toBeCloseTo(340 / 500 - (0.9 * 345) / 500, 12);
  });

  test('counts as different only samples in which the models differ', () => {
    const found = rule(pairsOf(table([300, 3, 3, 100])), 0, relative);
    expect(found.method).toBe('e-process');
    expect(found.why).toContain('only 6 of 406 samples differ');
  });

  test('of an incumbent that has no point cannot pass by what is lost', () => {
    expect(rule(repeat(30, pair(0, 0)), 0, relative)).toMatchObject({ ruling: 'inconclusive', samplesToDecide: null });
    expect(rule([...repeat(30, pair(0, 0)), ...repeat(30, pair(0.5, 0))], 0, relative).why).toContain(
      '(the incumbent has no point to keep)',
    );
  });
});

describe('clusters', () => {
  const clustered = (clusters: number, size: number, draw: (random: Random) => number): AskedPair[] => {
    const random = seededRandom('clusters');
    return Array.from({ length: clusters }, (_, cluster) => {
      const difference = draw(random);
      return repeat(size, { ...pair(0.5 + difference, 0.5), cluster: `${cluster}` });
    }).flat();
  };
  const noise = (random: Random) => 0.2 * (random() - 0.5);

  test('take the place of samples, of right or wrong too', () => {
    const pairs = clustered(60, 5, noise);
    const alone = rule(
      pairs.map(({ candidate, incumbent }) => pair(candidate, incumbent)),
      0.05,
    );
    const together = rule(pairs, 0.05);
    expect(together).toMatchObject({ ruling: 'pass', method: 'cluster', n: 300 });
    expect(together.low as number).toBeLessThan(alone.low as number);
    const answers = pairsOf(table([80, 10, 10, 20])).map((one, index) => ({ ...one, cluster: `${index % 60}` }));
    expect(rule(answers, 0.1).method).toBe('cluster');
  });

  test('few of them do not pass, however many samples they have', () => {
    expect(rule(clustered(30, 50, noise), 0.05)).toMatchObject({ ruling: 'inconclusive', method: 'e-process' });
    expect(rule(clustered(30, 50, noise), 0.05).why).toContain(
      '30 clusters, and a pass by the usual interval takes 54',
    );
  });

  /** Of every ten clusters one is large; its samples are lost so often, and gained as often in the others. */
  const unequal = (clusters: number, large: number, lost: (cluster: number) => boolean): AskedPair[] =>
    Array.from({ length: clusters }, (_, cluster) => {
      const size = cluster % 10 === 0 ? large : 2;
      return repeat(size, { ...pair(lost(cluster) ? 0 : 1, 1), cluster: `${cluster}` });
    }).flat();

  test('that differ much in size pass only by the bound that bets on them by their sizes', () => {
    const some = (cluster: number) => cluster % 50 === 7;
    expect(rule(unequal(600, 4, some), 0.05)).toMatchObject({ ruling: 'pass', method: 'cluster' });
    expect(rule(unequal(600, 11, some), 0.05)).toMatchObject({ ruling: 'inconclusive', method: 'e-process' });
    expect(rule(unequal(600, 11, some), 0.05).why).toContain(
      'the largest of 600 clusters has 3.8 times the samples of the mean one',
    );
    expect(rule(unequal(1000, 11, some), 0.05)).toMatchObject({ ruling: 'pass', method: 'e-process' });
  });

  test('of which the large ones are lost do not pass for their small number', () => {
    // 4 % of the clusters, and 15 % of the samples.
    const large = (cluster: number) => cluster % 10 === 0 && cluster % 5 === 0 && cluster % 50 < 20;
    expect(rule(unequal(3000, 11, large), 0.05).ruling).toBe('fail');
  });

  test('one of them says nothing of others', () => {
    expect(rule(clustered(1, 50, noise), 0.05)).toMatchObject({ ruling: 'inconclusive', method: 'e-process' });
  });
});

describe('missing', () => {
  const many = pairsOf(table([700, 60, 60, 180]));

  test('up to 1 % of pairs leave both models', () => {
    const pairs = [...many, ...repeat(10, pair(null, 1))];
    expect(rule(pairs, 0.05)).toMatchObject({ ruling: 'pass', n: 1000, missing: 10, d: 0 });
  });

  test('more than that cannot turn a ruling that is clear enough', () => {
    const pairs = [...many, ...repeat(15, pair(null, 1)), ...repeat(5, pair(1, null))];
    expect(rule(pairs, 0.05)).toMatchObject({ ruling: 'pass', n: 1000, missing: 20 });
  });

  test('a pass that they could turn is none', () => {
    const pairs = [...many, ...repeat(40, pair(null, 1))];
    expect(rule(pairs, 0.05)).toMatchObject({
      ruling: 'inconclusive',
      missing: 40,
      why: '40 of 1040 pairs are missing, and could turn a pass',
    });
  });

  test('a fail that they could turn is none', () => {
    const worse = pairsOf(table([600, 40, 110, 250]));
    expect(rule(worse, 0.05)).toMatchObject({ ruling: 'fail' });
    expect(rule([...worse, ...repeat(60, pair(null, null))], 0.05)).toMatchObject({
      ruling: 'inconclusive',
      why: '60 of 1060 pairs are missing, and could turn a fail',
    });
  });

  test('on all pairs, nothing is known', () => {
    expect(rule([pair(null, 1), pair(0, null)], 0.05)).toEqual({
      ruling: 'inconclusive',
      method: null,
      n: 0,
      missing: 2,
      d: null,
      low: null,
      high: null,
      threshold: -0.05,
      samplesToDecide: null,
      why: 'no pair was scored on both sides',
    });
  });
});

test('no figure is ever NaN or infinite, and the ruling follows from limits and threshold', () => {
  const score = fc.option(fc.integer({ min: 0, max: 4 }).map((quarters) => quarters / 4));
  const asked = fc.array(fc.record({ candidate: score, incumbent: score, cluster: fc.constantFrom('a', 'b', 'c') }));
  const margins = fc.constantFrom({ absolute: 0.05 }, { absolute: 0.5 }, { relative: 0.05 }, { relative: 0.5 });
  fc.assert(
    fc.property(asked, margins, fc.boolean(), (pairs, margin, isClustered) => {
      const those = isClustered ? pairs : pairs.map(({ candidate, incumbent }) => pair(candidate, incumbent));
      const { ruling, d, low, high, threshold, samplesToDecide } = rule(those, 0, { margin, draws: 200 });
      for (const figure of [d, low, high, samplesToDecide])
        if (figure !== null) expect(figure).toSatisfy(Number.isFinite);
      if (ruling === 'pass') expect(low as number).toBeGreaterThan(threshold);
      if (ruling === 'fail') expect(high as number).toBeLessThan(threshold);
    }),
  );
});

describe('candidates that are worse by just the margin pass in no more than 6.5 % of worlds, at α = 5 %', () => {
  const flips =
    (rate: number, loss: number) =>
    (random: Random): AskedPair => {
      const draw = random();
      if (draw < (rate - loss) / 2) return pair(1, 0);
      return draw < rate ? pair(0, 1) : pair(1, 1);
    };
  /** How often each answers right of three times, on a sample of its own difficulty. */
  const thrice = (random: Random): AskedPair => {
    const share = 0.05 + 0.95 * random();
    const answers = (right: number) => [0, 0, 0].filter(() => random() < right).length / 3;
    return pair(answers(share - 0.05), answers(share));
  };
  const twice =
    (flips: number) =>
    (random: Random): AskedPair => {
      const one = flips / 2;
      const answers = (right: number) => (random() < right ? 0.5 : 0) + (random() < right ? 0.5 : 0);
      return random() < one ? pair(answers(0.5 - 0.05 / one), answers(0.5)) : pair(1, 1);
    };
  const rareLosses = (random: Random): AskedPair =>
    random() < 0.05 / 0.9 ? pair(0.05, 0.95) : pair(0.95 + 0.02 * (random() - 0.5), 0.95);
  const keepsNineTenths = (random: Random): AskedPair =>
    random() < 0.8 ? pair(random() < 0.85 ? 1 : 0, 1) : pair(random() < 0.2 ? 1 : 0, 0);
  const fromSources = (random: Random): ((index: number) => AskedPair) => {
    const isLost = Array.from({ length: 60 }, () => random() < 0.05 / 0.9);
    return (index) => {
      const source = Math.floor(index / 3);
      const difference = isLost[source] ? -0.9 : 0.04 * (random() - 0.5);
      return { candidate: 0.95 + difference, incumbent: 0.95, cluster: `${source}` };
    };
  };
  type World = (random: Random) => (index: number) => AskedPair;
  const alike =
    (draw: (random: Random) => AskedPair): World =>
    (random) =>
    () =>
      draw(random);

  test.each<[string, number, number, World, Partial<Question>]>([
    ['right or wrong, a fifth flips', 30, 2000, alike(flips(0.2, 0.05)), {}],
    ['right or wrong, a twentieth flips', 100, 1000, alike(flips(0.05, 0.05)), {}],
    ['scores', 60, 600, alike((random) => pair(0.55 + 0.3 * random(), 0.75)), {}],
    ['scores with rare, total losses', 60, 600, alike(rareLosses), {}],
    ['scores that mostly agree', 60, 600, alike((random) => pair(random() < 0.2 ? 0.25 : 0.5, 0.5)), {}],
    ['three epochs', 60, 600, alike(thrice), { epochs: 3 }],
    ['two epochs, a fifth of the samples open', 30, 1000, alike(twice(0.4)), { epochs: 2, draws: 300 }],
    ['two epochs, a fifth of the samples open', 100, 600, alike(twice(0.4)), { epochs: 2, draws: 300 }],
    ['two epochs, a tenth of the samples open', 1000, 800, alike(twice(0.2)), { epochs: 2, draws: 200 }],
    ['scores with rare, total losses', 30, 1000, alike(rareLosses), { draws: 300 }],
    ['scores with rare, total losses', 100, 600, alike(rareLosses), { draws: 300 }],
    ['scores with rare, total losses', 1000, 300, alike(rareLosses), { draws: 200 }],
    ['a relative margin', 100, 400, alike(keepsNineTenths), { margin: { relative: 0.1 } }],
    ['clusters, some of them lost', 180, 400, fromSources, {}],
  ])('%s', (name, n, worlds, world, more) => {
    let passed = 0;
    for (let seed = 0; seed < worlds; seed++) {
      const draw = world(seededRandom(name, seed));
      const pairs = Array.from({ length: n }, (_, index) => draw(index));
      if (rule(pairs, 0.05, { draws: 600, ...more }).ruling === 'pass') passed += 1;
    }
    expect(passed / worlds).toBeLessThanOrEqual(0.065);
  });
});
