import { expect, test } from 'vitest';
import { type Random, seededRandom } from '../lib/random.ts';
import { langReiczigel } from './lang-reiczigel.ts';

const drawn = (random: Random, n: number, share: number): number =>
  Array.from({ length: n }, random).filter((one) => one < share).length;

test.each([
  { share: 0.8, se: 0.9, sp: 0.85, n: 400, right: 60, wrong: 40 },
  { share: 0.5, se: 0.95, sp: 0.9, n: 300, right: 25, wrong: 25 },
  { share: 0.9, se: 1, sp: 1, n: 200, right: 20, wrong: 20 },
  { share: 0.2, se: 0.8, sp: 0.8, n: 1000, right: 30, wrong: 100 },
])('the true share lies within in 95 of 100 runs, or more: %j', ({ share, se, sp, n, right, wrong }) => {
  const random = seededRandom('coverage', share);
  const RUNS = 1500;
  let within = 0;
  for (let run = 0; run < RUNS; run++) {
    const truly = drawn(random, n, share);
    const judge = {
      sensitivity: drawn(random, right, se) / right,
      specificity: drawn(random, wrong, sp) / wrong,
      labelled: { right, wrong },
    };
    const { low, high } = langReiczigel({
      right: drawn(random, truly, se) + drawn(random, n - truly, 1 - sp),
      n,
      judge,
    });
    if (low !== null && low <= share && share <= high) within += 1;
  }
  expect(within / RUNS).toBeGreaterThan(0.94);
});

test('there are none without labels of each kind, or for a judge that is near to a coin', () => {
  const labelled = { right: 50, wrong: 50 };
  const NONE = { low: null, high: null };
  const judge = { sensitivity: 0.9, specificity: 0.9, labelled };
  expect(langReiczigel({ right: 1, n: 0, judge })).toEqual(NONE);
  expect(langReiczigel({ right: 3, n: 9, judge: { ...judge, labelled: null } })).toEqual(NONE);
  expect(langReiczigel({ right: 3, n: 9, judge: { ...judge, labelled: { right: 50, wrong: 0 } } })).toEqual(NONE);
  expect(langReiczigel({ right: 3, n: 9, judge: { ...judge, specificity: 0.3 } })).toEqual(NONE);
});
