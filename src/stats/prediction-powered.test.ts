import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { printed } from '../testing/paired.ts';
import { moments } from './moments.ts';
import { predictionPowered, tunedPredictionPowered } from './prediction-powered.ts';

const labels = { human: [1, 0, 1, 1], judged: [1, 0, 0, 1], more: [1, 1, 0, 1, 0, 1] };

test('four labels and six judged answers', () => {
  const { value, variance } = predictionPowered(labels);
  expect([value, variance].map(printed)).toEqual(['0.916667', '0.106944']);
  const tuned = tunedPredictionPowered(labels);
  expect([tuned.lambda, tuned.value, tuned.variance].map(printed)).toEqual(['0.375000', '0.812500', '0.049219']);
});

test('the same holds of differences of two models', () => {
  const scaled = (values: readonly number[]) => values.map((value) => 2 * value - 1);
  const { value, variance } = predictionPowered({
    human: scaled(labels.human),
    judged: scaled(labels.judged),
    more: scaled(labels.more),
  });
  expect([value, variance].map(printed)).toEqual([(2 * 0.9166666667 - 1).toFixed(6), (4 * 0.1069444444).toFixed(6)]);
});

describe('too little', () => {
  const unknown = { value: null, variance: null };
  test.each([[{ human: [], judged: [], more: [1, 0] }], [{ human: [1, 0], judged: [1, 0], more: [] }]])(
    '%j has no value',
    (some) => {
      expect(predictionPowered(some)).toEqual(unknown);
      expect(tunedPredictionPowered(some)).toEqual({ ...unknown, lambda: null });
    },
  );

  test('one of each has no variance', () => {
    expect(predictionPowered({ human: [1], judged: [0], more: [1] })).toEqual({ value: 2, variance: null });
  });

  test('a judge that never differs is worth nothing', () => {
    const constant = { human: [1, 0, 1], judged: [1, 1, 1], more: [1, 1] };
    expect(tunedPredictionPowered(constant)).toMatchObject({ value: moments(constant.human).value, lambda: 0 });
  });
});

test('λ stays within 0…1, and no variance below 0', () => {
  const grade = fc.integer({ min: 0, max: 4 }).map((quarters) => quarters / 4);
  const both = fc.array(fc.tuple(grade, grade), { minLength: 2 });
  fc.assert(
    fc.property(both, fc.array(grade, { minLength: 2 }), (pairs, more) => {
      const some = { human: pairs.map(([truth]) => truth), judged: pairs.map(([, said]) => said), more };
      const { lambda, variance } = tunedPredictionPowered(some);
      expect(lambda).toBeGreaterThanOrEqual(0);
      expect(lambda).toBeLessThanOrEqual(1);
      expect(variance).toBeGreaterThanOrEqual(0);
      expect(predictionPowered(some).variance).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('both are right on average, and vary as they say, with a judge that is too kind', () => {
  const random = seededRandom('prediction-powered');
  const draw = (n: number) =>
    Array.from({ length: n }, () => {
      const truth = random() < 0.6 ? 1 : 0;
      return { truth, said: random() < 0.3 ? 1 : truth };
    });
  for (const estimate of [predictionPowered, tunedPredictionPowered]) {
    const worlds = Array.from({ length: 600 }, () => {
      const seen = draw(60);
      const more = draw(200).map(({ said }) => said);
      return estimate({ human: seen.map(({ truth }) => truth), judged: seen.map(({ said }) => said), more });
    });
    const { value, variance } = moments(worlds.map((world) => world.value as number));
    expect(value).toBeCloseTo(0.6, 1.8);
    const said = moments(worlds.map((world) => world.variance as number)).value as number;
    expect(Math.sqrt((variance as number) / said)).toBeCloseTo(1, 0.9);
  }
});
