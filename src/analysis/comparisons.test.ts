import { expect, test } from 'vitest';
import { taskFacts } from '../testing/records.ts';
import { type Contender, comparisonsOf } from './comparisons.ts';
import type { Side } from './pairs.ts';

interface Made {
  readonly values: readonly number[];
  readonly epochs?: number;
}

/** A model on a task's first samples; NaN where it has no score. */
const contender = (model: string, { values, epochs = 1 }: Made): Contender => {
  const ids = values.map((_, place) => String(place));
  const none = ids.map(() => null);
  const side: Side = {
    samples: { ids, groups: none, categories: none, clusters: none },
    ...{ epochs, values: Float64Array.from(values), snapshot: null, estimated: false },
    ...{ usd: new Float64Array(ids.length).fill(0.01), latencyMs: new Float64Array(ids.length).fill(100) },
    asked: new Uint8Array(ids.length).fill(1),
  };
  return { model, side: () => side };
};

const facts = taskFacts({ name: 't', graders: [{ ...{ name: 'exact', grader: 'exact' }, binary: true } as never] });
const compared = (candidate: Made, baseline: Made) => {
  const couple = {
    ...{ candidate: contender('new', candidate), baseline: contender('old', baseline) },
    placeIn: () => (place: number) => (place < baseline.values.length ? place : undefined),
  };
  const tasks = [{ facts, metric: 'exact', error_cost_usd: null }];
  return comparisonsOf({ couples: [couple], tasks, seed: 7, drawsFor: () => 200 }, (one) => one)[0];
};

const times = (n: number, ...values: readonly number[]) => Array.from({ length: n }, () => values).flat();

test('models asked unequally often are compared by their means, as scores and not as right or wrong', () => {
  const often = { values: times(20, 1 / 3, 1, 2 / 3), epochs: 3 };
  const once = { values: times(20, 0, 1, 1) };
  for (const [one, other] of [
    [often, once],
    [once, often],
  ] as const) {
    expect(compared(one, other)).toMatchObject({ n: 60, method: 'bca', difference: { value: 0 }, verdict: 'unclear' });
  }
  expect(compared({ values: times(20, 1, 0, 1), epochs: 3 }, once)?.test).not.toBe('mcnemar');
});

test('samples that only one of them has are left out', () => {
  expect(compared({ values: times(30, 1) }, { values: times(20, 1) })).toMatchObject({ n: 20, missing: 0 });
});

test('a pair without a score on one side is missing', () => {
  expect(compared({ values: [1, Number.NaN, 0, 1] }, { values: [1, 1, 1, Number.NaN] })).toMatchObject({
    ...{ n: 2, missing: 2, regressions: 1 },
    quality: { candidate: 0.5, baseline: 1 },
  });
});

test('of models that gave no score at all nothing is told', () => {
  const none = { values: times(5, Number.NaN) };
  expect(compared(none, none)).toMatchObject({
    ...{ n: 0, missing: 5, method: null, test: null, p: null, verdict: null, samples_needed: null },
    difference: { value: null, low: null, high: null, n: 0 },
  });
});
