import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctedInterval, correctedMean, type JudgedValue, labelsToDecide } from './corrected-mean.ts';
import { predictionPowered } from './prediction-powered.ts';

const seen = (judged: number, human: number): JudgedValue => ({ judged, off: judged - human });
const unseen = (judged: number): JudgedValue => ({ judged, off: null });
const times = <T>(n: number, one: T): T[] => Array<T>(n).fill(one);

const grade = fc.constantFrom<number>(-1, -0.5, 0, 0.5, 1);
const labels = fc.array(fc.tuple(grade, grade), { minLength: 2, maxLength: 40 });
const samplesOf = (pairs: readonly (readonly [number, number])[], more: readonly number[]) => [
  ...pairs.map(([judged, human]) => seen(judged, human)),
  ...more.map(unseen),
];

test('it is the prediction-powered mean with λ = N/(n + N), and four samples that are supposed widen it', () => {
  fc.assert(
    fc.property(labels, fc.array(grade, { minLength: 2, maxLength: 40 }), (pairs, more) => {
      const [n, m] = [pairs.length, more.length];
      const lambda = m / (n + m);
      const [human, judged] = [pairs.map(([, truth]) => truth), pairs.map(([said]) => said)];
      const expected = predictionPowered({ human, judged, more }, lambda);
      const { value, se } = correctedMean(samplesOf(pairs, more));
      expect(value).toBeCloseTo(expected.value as number, 10);
      const supposed = 4 / (n * (n - 1)) + (lambda ** 2 * 4) / (m * (m - 1));
      expect((se as number) ** 2).toBeCloseTo((expected.variance as number) + supposed, 10);
    }),
  );
});

test('it is the judge’s mean over all, less what the judge is off by where people looked', () => {
  const found = correctedMean([seen(1, 0), seen(1, 1), seen(0, 0), seen(0, 0), ...times(6, unseen(0.5))]);
  expect(found).toMatchObject({ n: 10, labelled: 4, judged: 0.5, value: 0.25 });
});

test('where people labelled all, the judge has no say', () => {
  fc.assert(
    fc.property(labels, (pairs) => {
      const truths = pairs.map(([, human]) => human);
      const mean = truths.reduce((sum, one) => sum + one, 0) / truths.length;
      expect(correctedMean(samplesOf(pairs, [])).value).toBeCloseTo(mean, 10);
    }),
  );
});

test('labels that show no error leave room for some', () => {
  const { value, se } = correctedMean([...times(60, seen(0, 0)), ...times(240, unseen(0))]);
  expect(value).toBe(0);
  expect(se).toBeCloseTo(Math.sqrt(4 / (60 * 59) + (0.8 ** 2 * 4) / (240 * 239)), 12);
});

test.each([[[]], [times(9, unseen(1))], [[seen(1, 1), ...times(9, unseen(1))]]])(
  'too few labels tell nothing: %j',
  (samples) => {
    const found = correctedMean(samples);
    expect(found).toMatchObject({ value: null, se: null });
    expect(correctedInterval(found, 0.05)).toBeNull();
    expect(labelsToDecide(found, { threshold: 0, alpha: 0.05 })).toBeNull();
  },
);

describe('samples that share sources', () => {
  const world = samplesOf(
    Array.from({ length: 40 }, (_, at) => [at % 4 === 0 ? 0 : -1, at % 5 === 0 ? 0 : -1] as const),
    Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? 1 : 0)),
  );

  test('each of its own are as if nothing were shared', () => {
    const apart = world.map((one, at) => ({ ...one, cluster: `source ${at}` }));
    expect(correctedMean(apart).se).toBeCloseTo(correctedMean(world).se as number, 12);
  });

  test('copied, tell no more than once', () => {
    const copied = world.flatMap((one, at) => times(3, { ...one, cluster: `source ${at}` }));
    expect(correctedMean(copied)).toMatchObject({ labelled: 120, units: 40 });
    expect(correctedMean(copied).se).toBeCloseTo(correctedMean(world).se as number, 12);
  });
});

test('so many labels as are named would decide four times in five or more; more than there are samples are not named', () => {
  const world = (labelled: number, rest: number) => [
    ...Array.from({ length: labelled }, (_, at) => seen(at % 5 === 0 ? 1 : 0, 0)),
    ...Array.from({ length: rest }, (_, at) => unseen(at % 5 === 0 ? 1 : 0)),
  ];
  const asked = { threshold: -0.05, alpha: 0.05 };
  const needed = labelsToDecide(correctedMean(world(50, 5000)), asked) as number;
  const { value, se } = correctedMean(world(needed, 5000));
  const certainty = ((value as number) + 0.05) / (se as number);
  expect(certainty).toBeGreaterThan(1.645 + 0.842);
  expect(certainty).toBeLessThan(1.645 + 0.842 + 0.7);
  expect(labelsToDecide(correctedMean(world(50, 100)), asked)).toBeNull();
});
