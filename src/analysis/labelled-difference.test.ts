import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.ts';
import { type JudgedPair, labelledDifference } from './labelled-difference.ts';

const pair = (judged: JudgedPair['judged'], human: JudgedPair['human'] = [null, null]): JudgedPair => ({
  judged,
  human,
});

test('the published example comes out of differences: .916667, variance .106944', () => {
  const [people, judge, more] = [
    [1, 0, 1, 1],
    [1, 0, 0, 1],
    [1, 1, 0, 1, 0, 1],
  ];
  const labelled = people.map((value, index) => pair([judge[index] as number, 0], [value, 0]));
  const found = labelledDifference([...labelled, ...more.map((value) => pair([value, 0]))]);
  expect(found.value).toBeCloseTo(0.916667, 6);
  expect(found.variance).toBeCloseTo(0.106944, 6);
  expect(found).toMatchObject({ labelled: 4, judged: 6 });
});

describe('a sample counts', () => {
  const some = [pair([1, 0], [1, 0]), pair([0, 0], [0, 1]), pair([1, 1]), pair([0, 1])];

  test('as labelled only where people saw both answers', () => {
    expect(labelledDifference([...some, pair([1, 0], [1, null])])).toMatchObject({ labelled: 2, judged: 3 });
  });

  test('not at all where the judge gave one of the two no value', () => {
    expect(labelledDifference([...some, pair([null, 0], [1, 0])])).toEqual(labelledDifference(some));
  });
});

test('without labels, or without answers that the judge alone saw, there is none', () => {
  expect(labelledDifference([pair([1, 0]), pair([1, 0])])).toMatchObject({ value: null, variance: null });
  expect(labelledDifference([pair([1, 0], [1, 0])])).toMatchObject({ value: null, variance: null });
});

test('a judge that favours one model is set right, and the interval holds the truth 95 times of 100', () => {
  const random = seededRandom('favour');
  const [TRUE, RUNS] = [-0.1, 1000];
  let [within, judgedSum] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    const pairs = Array.from({ length: 400 }, (_, index): JudgedPair => {
      const [a, b] = [random() < 0.7 ? 1 : 0, random() < 0.8 ? 1 : 0];
      // Of the candidate's wrong answers the judge passes half, of the baseline's none.
      const judged = [a === 1 || random() < 0.5 ? 1 : 0, b] as const;
      judgedSum += judged[0] - judged[1];
      return { judged, human: index < 120 ? [a, b] : [null, null] };
    });
    const { value, variance } = labelledDifference(pairs);
    if (value !== null && variance !== null && Math.abs(value - TRUE) < 1.96 * Math.sqrt(variance)) within += 1;
  }
  expect(judgedSum / (400 * RUNS)).toBeGreaterThan(0);
  expect(within / RUNS).toBeGreaterThan(0.93);
  expect(within / RUNS).toBeLessThan(0.97);
});
