import { expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { sumsOf } from '../testing/sums.ts';
import { meanSums, ratio } from './bootstrap.ts';
import { clusteredInterval, clusteredMean } from './cluster.ts';
import { clusteredRatio } from './clustered-ratio.ts';

const random = () => seededRandom('clustered ratio');
const over = new Float64Array([3, 1, 4, 1, 5, 9, 2, 6]);
const sums = { over, under: over.map((_, index) => 1 + (index % 3)) };

test('without sources it is the ratio of samples', () => {
  expect(clusteredRatio(sums, random())).toEqual(ratio(sums, random()));
  const clusters = [...over].map(() => null);
  expect(clusteredRatio({ ...sums, clusters }, random())).toEqual(ratio(sums, random()));
});

test('a mean is never surer than by its cluster-robust interval', () => {
  const sources = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'c'];
  const robust = clusteredInterval(clusteredMean(over, sources), 0.95);
  const { value, low, high, n } = clusteredRatio({ ...meanSums(over), clusters: sources }, random());
  expect([value, n]).toEqual([3.875, 8]);
  expect(low).toBeLessThanOrEqual((robust?.low ?? Number.NaN) + 1e-9);
  expect(high).toBeGreaterThanOrEqual((robust?.high ?? Number.NaN) - 1e-9);
});

test('one source alone has no interval', () => {
  const clusters = [...over].map(() => 'a');
  expect(clusteredRatio({ ...sums, clusters }, random())).toMatchObject({ low: null, high: null, n: 8 });
});

test('of six sources the interval holds the truth at least 93 times of 100', () => {
  const draw = seededRandom('worlds');
  const [TRUE, WORLDS, SOURCES, SIZE] = [0.5, 400, 6, 5];
  let within = 0;
  for (let world = 0; world < WORLDS; world++) {
    const samples = Array.from({ length: SOURCES }, (_, source) => {
      const own = draw() - 0.5;
      return Array.from({ length: SIZE }, () => {
        const under = 1 + draw();
        return { over: under * (TRUE + own + 0.2 * (draw() - 0.5)), under, cluster: String(source) };
      });
    }).flat();
    const { low, high } = clusteredRatio(sumsOf(samples), draw, 200);
    if ((low as number) < TRUE && TRUE < (high as number)) within += 1;
  }
  expect(within / WORLDS).toBeGreaterThan(0.93);
});
