import { describe, expect, test } from 'vitest';
import type { Mark } from '../domain/graded.ts';
import type { GraderFacts } from '../domain/run.ts';
import { seededRandom } from '../lib/random.ts';
import { answered } from '../testing/records.ts';
import { costIntervalsOf, NO_INTERVALS } from './cost-intervals.ts';
import { TrialTable } from './trial-table.ts';

const EXACT: GraderFacts = { name: 'exact', grader: 'exact', version: 1, digest: 'e', binary: true, parts: [] };

/** What a trial cost in thousandths of a dollar, and how good its answer was. */
type Trial = readonly [cost: number | null, value: number];

function tableOf(trials: readonly Trial[], epochs = 1): TrialTable {
  const table = new TrialTable(trials.length / epochs, epochs, [EXACT]);
  for (const [place, [cost, value]] of trials.entries()) {
    const amount = { femtoUsd: cost === null ? null : BigInt(Math.round(cost * 1e6)) * 10n ** 6n, estimated: false };
    const marks: Mark[] = [{ state: 'scored', value, parts: {} }];
    table.set(Math.floor(place / epochs), place % epochs, { outcome: answered(), marks, cost: amount, spent: amount });
  }
  return table;
}

const intervalsOf = (table: TrialTable, binary = true) =>
  costIntervalsOf({
    selections: [{ table, samples: [...Array(table.size / table.epochs).keys()] }],
    choices: [{ metric: 'exact', grader: 0, binary }],
    seeds: [7, 'm', 't'],
  });

/** Costs of an exponential law with mean 1, seven in ten right. */
function drawn(n: number): Trial[] {
  const next = seededRandom('trials');
  return Array.from({ length: n }, () => [-Math.log(1 - next()), next() < 0.7 ? 1 : 0]);
}

test('of many samples they are those of the linearised ratio', () => {
  const trials = drawn(6000);
  const right = trials.reduce((sum, [, value]) => sum + value, 0);
  const usd = trials.reduce((sum, [cost]) => sum + (cost ?? 0) / 1000, 0);
  const { usd_per_1k_low, usd_per_1k_high, usd_per_correct_low, usd_per_correct_high } = intervalsOf(tableOf(trials));

  const perTask = usd / 6000;
  const spread = trials.reduce((sum, [cost]) => sum + ((cost ?? 0) / 1000 - perTask) ** 2, 0);
  const half = (1.959964 / 6000) * Math.sqrt((spread * 6000) / 5999);
  expect(usd_per_1k_low).toBeCloseTo(1000 * (perTask - half), 6);
  expect(usd_per_1k_high).toBeCloseTo(1000 * (perTask + half), 6);

  const perCorrect = usd / right;
  const rest = trials.reduce((sum, [cost, value]) => sum + ((cost ?? 0) / 1000 - perCorrect * value) ** 2, 0);
  const halfCorrect = (1.959964 / right) * Math.sqrt((rest * 6000) / 5999);
  expect(usd_per_correct_low).toBeCloseTo(perCorrect - halfCorrect, 9);
  expect(usd_per_correct_high).toBeCloseTo(perCorrect + halfCorrect, 9);
});

test('of few they are drawn, lean to the long side, and are the same each time', () => {
  const trials = drawn(40);
  const found = intervalsOf(tableOf(trials));
  const value = trials.reduce((sum, [cost]) => sum + (cost ?? 0), 0) / 40;
  expect((found.usd_per_1k_high ?? 0) - value).toBeGreaterThan(value - (found.usd_per_1k_low ?? 0));
  expect(intervalsOf(tableOf(trials))).toEqual(found);
});

test('a sample asked four times is one sample', () => {
  const trials = drawn(50);
  const often = trials.flatMap((trial) => [trial, trial, trial, trial]);
  const [once, four] = [intervalsOf(tableOf(trials)), intervalsOf(tableOf(often, 4))];
  expect(four.usd_per_1k_low).toBeCloseTo(once.usd_per_1k_low ?? 0, 9);
  expect(four.usd_per_correct_high).toBeCloseTo(once.usd_per_correct_high ?? 0, 9);
});

describe('samples that share sources', () => {
  const trials = drawn(30);
  const shared = (sources: number) => {
    const [table, samples] = [tableOf(trials), [...trials.keys()]];
    const clusters = samples.map((sample) => String(sample % sources));
    const choices = [{ metric: 'exact', grader: 0, binary: true }];
    return costIntervalsOf({ selections: [{ table, samples, clusters }], choices, seeds: [7, 'm', 't'] });
  };

  test('leave more open where they are few, but no cost below nothing', () => {
    const [alone, two] = [intervalsOf(tableOf(trials)), shared(2)];
    expect(two.usd_per_correct_high).toBeGreaterThan(alone.usd_per_correct_high as number);
    expect(two.usd_per_correct_low).toBeGreaterThanOrEqual(0);
  });

  test('have no interval where there is one source', () => expect(shared(1)).toEqual(NO_INTERVALS));
});

describe('there are none', () => {
  test('where a cost is unknown', () => expect(intervalsOf(tableOf([...drawn(9), [null, 1]]))).toEqual(NO_INTERVALS));
  test('of one sample', () => expect(intervalsOf(tableOf([[1, 1]]))).toEqual(NO_INTERVALS));
  test('of a correct answer where nothing is correct, or where answers are not right or wrong', () => {
    const wrong = drawn(20).map(([cost]): Trial => [cost, 0]);
    for (const found of [intervalsOf(tableOf(wrong)), intervalsOf(tableOf(drawn(20)), false)]) {
      expect(found).toMatchObject({ usd_per_correct_low: null, usd_per_correct_high: null });
      expect(found.usd_per_1k_low).toBeGreaterThan(0);
    }
  });
});
