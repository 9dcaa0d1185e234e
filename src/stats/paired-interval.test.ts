import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { DARWINS_MAIZE, printed } from '../testing/paired.ts';
import type { ScoredPair } from './margin.ts';
import { sightOf, tableOf, usualInterval } from './paired-interval.ts';

const repeat = <T>(times: number, one: T): T[] => new Array<T>(times).fill(one);
const pairs: ScoredPair[] = [
  ...repeat(53, { candidate: 1, incumbent: 1 }),
  ...repeat(16, { candidate: 1, incumbent: 0 }),
  ...repeat(8, { candidate: 0, incumbent: 1 }),
  ...repeat(9, { candidate: 0, incumbent: 0 }),
];
const asked = { pairs, alpha: 0.025, random: seededRandom('test'), draws: 500 };

test('a difference has an interval without a margin: of right or wrong scores Tango’s', () => {
  const { method, limits } = usualInterval(asked);
  expect([method, printed(limits?.low), printed(limits?.high)]).toEqual(['tango', '-0.019659', '0.206911']);
});

test('scores that all differ by the same have no interval', () => {
  const same = repeat(50, { candidate: 0.5, incumbent: 0.4 });
  expect(usualInterval({ ...asked, pairs: same })).toEqual({ method: 'bca', limits: null });
});

describe('a table is made', () => {
  test('of right and wrong', () => {
    expect(tableOf(asked)).toEqual({ both: 53, candidateOnly: 16, incumbentOnly: 8, neither: 9 });
  });

  test.each([
    ['a score between', { pairs: [...pairs, { candidate: 0.5, incumbent: 1 }] }],
    ['epochs', { epochs: 2 }],
    ['clusters', { pairs: pairs.map((pair) => ({ ...pair, cluster: 'a' })) }],
    ['a relative margin', { margin: { relative: 0.1 } }],
  ])('of none with %s', (_, more) => {
    expect(tableOf({ ...asked, ...more })).toBeNull();
  });
});

test('what was seen is counted in samples, or in clusters', () => {
  const margin = { absolute: 0.05 };
  expect(sightOf({ ...asked, margin, alpha: 0.05 })).toEqual({ units: 86, alike: 86, differing: 24, needed: 54 });
  const clustered = pairs.map((pair, index) => ({ ...pair, cluster: `${Math.floor(index / 43)}` }));
  expect(sightOf({ ...asked, margin, pairs: clustered })).toEqual({ units: 2, alike: 2, differing: 1, needed: 73 });
});

test('clusters of very different sizes count as fewer', () => {
  const uneven = pairs.map((pair, index) => ({ ...pair, cluster: `${Math.max(0, index - 76)}` }));
  expect(sightOf({ ...asked, margin: { absolute: 0.05 }, pairs: uneven })).toMatchObject({ units: 10, alike: 86 / 77 });
});

const unruled = (facts: { draws: number }) => ({
  pairs: DARWINS_MAIZE.map((eighths) => ({ candidate: eighths, incumbent: 0 })),
  ...{ margin: { absolute: 0 }, alpha: 0.025, random: seededRandom('maize'), ...facts },
});

test('without draws the interval of other scores is Student’s, at once', () => {
  const { method, limits } = usualInterval(unruled({ draws: 0 }));
  expect([method, printed(limits?.low), printed(limits?.high)]).toEqual(['t', '0.031193', '41.835473']);
});

test('with draws it is the bootstrap’s', () => {
  expect(usualInterval(unruled({ draws: 2000 })).method).toBe('bca');
});

test('it is not guarded: a few differences are read as they are', () => {
  const pairs = [0.1, 0.2, 0.4].map((candidate) => ({ candidate, incumbent: 0 }));
  expect(usualInterval({ ...unruled({ draws: 2000 }), pairs }).method).toBe('bca');
});
