import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GraderFacts } from '../domain/run.ts';
import { seededRandom } from '../lib/random.ts';
import { answered, failed } from '../testing/records.ts';
import { SequentialRuling } from './sequential.ts';
import { TrialTable } from './trial-table.ts';

const GRADER: GraderFacts = { name: 'exact', grader: 'exact', version: 1, digest: '', binary: true, parts: [] };
const FREE = { femtoUsd: 0n, estimated: false };

type Given = number | 'failed' | 'owed';

function put(table: TrialTable, sample: number, given: Given, epoch = 0): void {
  if (given === 'failed') table.set(sample, epoch, { outcome: failed('timeout'), marks: [], cost: FREE, spent: FREE });
  else {
    const marks = given === 'owed' ? [undefined] : [{ state: 'scored' as const, value: given, parts: {} }];
    table.set(sample, epoch, { outcome: answered(), marks, cost: FREE, spent: FREE });
  }
}

function start(samples: number, { margin = 0.05, epochs = 1, units = singles(samples) } = {}) {
  const [candidate, incumbent] = [0, 1].map(() => new TrialTable(samples, epochs, [GRADER])) as [
    TrialTable,
    TrialTable,
  ];
  const ruling = new SequentialRuling({
    ...{ candidate, incumbent, metric: 'exact', grader: 0, units },
    margin: { absolute: margin },
    alpha: 0.05,
  });
  return { candidate, incumbent, ruling };
}

const singles = (samples: number): number[][] => Array.from({ length: samples }, (_, sample) => [sample]);

/** Puts both answers of every sample, and reads after each. */
function feed(
  pairs: readonly (readonly [Given, Given])[],
  given: Parameters<typeof start>[1] = {},
  order?: readonly number[],
) {
  const { candidate, incumbent, ruling } = start(pairs.length, given);
  const places = order ?? pairs.map((_, place) => place);
  for (const place of places) {
    put(candidate, place, pairs[place]?.[0] ?? 0);
    put(incumbent, place, pairs[place]?.[1] ?? 0);
    ruling.advance();
  }
  return ruling;
}

const alike = (n: number) => Array.from({ length: n }, () => [1, 1] as const);

test('two that always agree pass at the first pair at which they may', () => {
  expect(feed(alike(170)).figures()).toMatchObject({ ruling: null, n: 170, d: 0 });
  expect(feed(alike(171)).figures()).toMatchObject({ ruling: 'pass', n: 171 });
});

test('figures stay those of the ruling, whatever was in flight then', () => {
  const ruled = feed(alike(171)).figures();
  const [lost, gained] = [Array(20).fill([0, 1] as const), Array(10).fill([1, 0] as const)];
  expect(feed([...alike(171), ...lost, ...gained]).figures()).toEqual(ruled);
});

test('all figures are of what was read', () => {
  const { ruling, incumbent, candidate } = start(4);
  for (const [place, value] of [1, 0, 1, 1].entries()) put(candidate, place, value);
  for (const [place, value] of [0, 1, 1].entries()) put(incumbent, place, value);
  ruling.advance();
  const quality = { candidate: 2 / 3, baseline: 2 / 3 };
  expect(ruling.figures()).toMatchObject({ n: 3, d: 0, gains: 1, losses: 1, quality });
});

test('one that is always wrong where the other is right fails soon', () => {
  const worse = Array.from({ length: 20 }, () => [0, 1] as const);
  expect(feed(worse).figures()).toMatchObject({ ruling: 'fail', d: -1 });
});

test('the order in which answers come changes nothing', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom<Given>(0, 1, 1, 'failed'), fc.constantFrom<Given>(0, 1, 1)), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.integer(),
      (pairs, seed) => {
        const random = seededRandom(seed);
        const order = pairs
          .map((_, place) => ({ place, at: random() }))
          .sort((a, b) => a.at - b.at)
          .map(({ place }) => place);
        expect(feed(pairs, {}, order).figures()).toEqual(feed(pairs).figures());
      },
    ),
  ));

test('nothing is read past a pair that is not there yet, or whose score is owed', () => {
  const { candidate, incumbent, ruling } = start(3);
  for (const sample of [1, 2]) {
    put(candidate, sample, 1);
    put(incumbent, sample, 1);
  }
  put(candidate, 0, 1);
  put(incumbent, 0, 'owed');
  ruling.advance();
  expect(ruling.figures().n).toBe(0);

  incumbent.mark(0, 0, 0, { state: 'scored', value: 1, parts: {} });
  ruling.advance();
  expect(ruling.figures().n).toBe(3);
});

test('a side that failed counts against either ruling, and not in the difference', () => {
  const { d, missing, low, high } = feed([
    ['failed', 1],
    [1, 1],
  ]).figures();
  expect({ d, missing }).toEqual({ d: 0, missing: 1 });
  const whole = feed([
    [1, 1],
    [1, 1],
  ]).figures();
  expect(low).toBeLessThan(whole.low);
  expect(high).toBeGreaterThan(whole.high);
});

test('a sample asked several times counts once, when all its answers are there', () => {
  const { candidate, incumbent, ruling } = start(1, { epochs: 2 });
  for (const table of [candidate, incumbent]) put(table, 0, 1);
  put(candidate, 0, 0, 1);
  ruling.advance();
  expect(ruling.figures().n).toBe(0);
  put(incumbent, 0, 1, 1);
  ruling.advance();
  expect(ruling.figures()).toMatchObject({ n: 1, d: -0.5 });
});

test('samples of one source count once', () => {
  const ruling = feed(
    [
      [1, 0],
      [0, 0],
      [1, 1],
    ],
    { units: [[0, 1], [2]] },
  );
  expect(ruling.figures()).toMatchObject({ n: 2, d: 0.25 });
});

describe('it is decided', () => {
  test('when it rules', () => expect(feed(alike(171)).isDecided).toBe(true));

  test('when too few samples are left for any ruling', () => {
    const { ruling } = start(3);
    expect(ruling.isDecided).toBe(true);
  });

  test('and not before', () => {
    const { ruling } = start(40);
    expect(ruling.isDecided).toBe(false);
  });
});
