import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { classification } from './classification.ts';
import { type Alike, classificationLimits, marginsOf } from './classification-limits.ts';
import { wilson } from './wilson.ts';

const LABELS = ['x', 'y', 'z'];
const random = () => seededRandom('limits');

/** Samples with one answer each, by the rows of a confusion matrix. */
const single = (counts: readonly (readonly number[])[]): Alike[] =>
  counts.flatMap((row, target) =>
    row.flatMap((samples, answer) => (samples === 0 ? [] : [{ samples, answers: [{ target, answer }] }])),
  );

/** The worked example of classification, ten times over. */
const WORKED = [
  [30, 10, 0, 0],
  [0, 20, 0, 10],
  [10, 0, 10, 10],
];

test('margins are those of the confusion matrix', () => {
  const alike = single(WORKED);
  expect(
    marginsOf(
      alike,
      alike.map(({ samples }) => samples),
      3,
    ),
  ).toEqual({
    hits: [30, 20, 10],
    targets: [40, 30, 30],
    answers: [40, 30, 10, 20],
  });
});

describe('of a hundred samples', () => {
  const { macro, micro_f1, weighted_f1, mcc, kappa } = classification({ labels: LABELS, counts: WORKED });
  const limits = classificationLimits(LABELS, single(WORKED), random());

  test.each([
    ['macro F1', macro.f1.value, limits.macro_f1],
    ['micro F1', micro_f1, limits.micro_f1],
    ['weighted F1', weighted_f1, limits.weighted_f1],
    ['Matthews’ correlation', mcc, limits.mcc],
    ['κ', kappa, limits.kappa],
  ])('%s lies within its limits, some 20 points apart', (_, value, { low, high }) => {
    expect(low).toBeLessThan(value as number);
    expect(high).toBeGreaterThan(value as number);
    expect((high as number) - (low as number)).toBeGreaterThan(0.15);
    expect((high as number) - (low as number)).toBeLessThan(0.3);
  });

  test('the draws of a recall tell what Wilson’s formula does, nearly', () => {
    const { low, high } = wilson(20, 30, 0.95);
    expect(Math.abs((limits.by_label[1]?.recall.low ?? 0) - low)).toBeLessThan(0.03);
    expect(Math.abs((limits.by_label[1]?.recall.high ?? 0) - high)).toBeLessThan(0.03);
  });
});

test('κ has the standard error of its own formula where there are many samples', () => {
  // J. L. Fleiss, J. Cohen & B. S. Everitt, Psychol. Bull. 72 (1969) 323: the delta method.
  const counts = [
    [1800, 600, 0],
    [1000, 600, 0],
  ];
  const { kappa } = classificationLimits(['yes', 'no'], single(counts), random());
  const n = 4000;
  const [po, pe] = [0.6, 0.6 * 0.7 + 0.4 * 0.3];
  const terms = [
    [0.45, 0.6, 0.7],
    [0.15, 0.4, 0.3],
  ].map(([p = 0, row = 0, column = 0]) => p * (1 - pe - (row + column) * (1 - po)) ** 2);
  const crossed = [0.15 * (0.7 + 0.4) ** 2, 0.25 * (0.3 + 0.6) ** 2].reduce((a, b) => a + b) * (1 - po) ** 2;
  const inner = terms.reduce((a, b) => a + b) + crossed - (po * pe - 2 * pe + po) ** 2;
  const se = Math.sqrt(inner / n) / (1 - pe) ** 2;
  expect(((kappa.high as number) - (kappa.low as number)) / (2 * 1.96 * se)).toBeCloseTo(1, 1);
});

test('answers to one sample are one: asked four times with the same answer, nothing is surer', () => {
  const four = single(WORKED).map(({ samples, answers }) => ({
    samples,
    answers: [...answers, ...answers, ...answers, ...answers],
  }));
  expect(classificationLimits(LABELS, four, random()).mcc).toEqual(
    classificationLimits(LABELS, single(WORKED), random()).mcc,
  );
});

test('no limits where all is right, where nothing is, or where many draws have no value', () => {
  const none = { low: null, high: null };
  const limitsOf = (counts: number[][]) => classificationLimits(['x', 'y'], single(counts), random());
  expect(
    limitsOf([
      [5, 0, 0],
      [0, 5, 0],
    ]).macro_f1,
  ).toEqual(none);
  expect(classificationLimits(['x', 'y'], [], random()).kappa).toEqual(none);
  // One sample of y among two: in a quarter of the draws all targets are x.
  expect(
    limitsOf([
      [1, 0, 0],
      [0, 0, 1],
    ]).mcc,
  ).toEqual(none);
});

test('samples that are all of different kinds take no minutes', () => {
  const labels = Array.from({ length: 60 }, (_, at) => `label ${at}`);
  const alike = Array.from({ length: 3500 }, (_, at) => ({
    samples: 1,
    answers: [{ target: at % 60, answer: Math.floor(at / 60) }],
  }));
  const { macro_f1 } = classificationLimits(labels, alike, random());
  expect(macro_f1.low).toBeGreaterThan(0);
  expect(macro_f1.high).toBeLessThan(0.1);
});

test('14,000 samples of six labels take well under a second', () => {
  const counts = Array.from({ length: 6 }, (_, target) =>
    Array.from({ length: 7 }, (_, answer) => (target === answer ? 1900 : 72)),
  );
  const started = performance.now();
  const { macro_f1 } = classificationLimits(['a', 'b', 'c', 'd', 'e', 'f'], single(counts), random());
  expect(macro_f1.low).not.toBeNull();
  expect(performance.now() - started).toBeLessThan(1000);
});
