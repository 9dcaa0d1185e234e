import { expect, test } from 'vitest';
import { askingOrder } from '../domain/order.ts';
import type { GraderFacts, Manifest } from '../domain/run.ts';
import type { GateSpec } from '../domain/suite.ts';
import { type Random, seededRandom } from '../lib/random.ts';
import { answered } from '../testing/records.ts';
import { Stopper, sequentialRuling } from './stopper.ts';
import { TrialTable } from './trial-table.ts';

const GRADER: GraderFacts = { name: 'exact', grader: 'exact', version: 1, digest: '', binary: true, parts: [] };
const FREE = { femtoUsd: 0n, estimated: false };
const MARGIN = 0.1;
const GATE: GateSpec = {
  ...{ candidate: 'cheap', baseline: 'dear', tasks: ['t'], confidence: 0.95 },
  max_drop: { t: { absolute: MARGIN } },
};
const IN_FLIGHT = 64;

/** A sample's scores, candidate and baseline, and the source that it is of. */
interface Pair {
  readonly scores: readonly [number, number];
  readonly cluster: string | null;
}

/** A run that asks so many at once in the drawn order, and reads after every answer; lost samples take 8 times as long. */
function stopped(pairs: readonly Pair[], seed: number): 'pass' | 'fail' | null {
  const samples = { tasks: pairs.map(() => 't'), clusters: pairs.map(({ cluster }) => cluster) };
  const tables = [0, 1].map(() => new TrialTable(pairs.length, 1, [GRADER])) as [TrialTable, TrialTable];
  const manifest = {
    suite: { seed, gates: [GATE], tasks: [{ name: 't', metric: 'exact' }] },
    ...{ models: [{ id: 'cheap' }, { id: 'dear' }], tasks: [{ name: 't', graders: [GRADER] }] },
  } as unknown as Manifest;
  const input = { manifest, samples, tableOf: (model: string) => tables[model === 'cheap' ? 0 : 1] };
  const stopper = new Stopper(input);
  const slots = Array<number>(IN_FLIGHT).fill(0);
  const arrivals = [...askingOrder(samples, seed)].map((place) => {
    const slot = slots.indexOf(Math.min(...slots));
    const [candidate, baseline] = (pairs[place] as Pair).scores;
    slots[slot] = (slots[slot] as number) + (candidate < baseline ? 8 : 1);
    return { place, at: slots[slot] as number };
  });
  for (const { place } of arrivals.toSorted((a, b) => a.at - b.at)) {
    if (!stopper.wants('cheap', 't')) break;
    for (const [side, value] of (pairs[place] as Pair).scores.entries()) {
      const marks = [{ state: 'scored' as const, value, parts: {} }];
      tables[side]?.set(place, 0, { outcome: answered(), marks, cost: FREE, spent: FREE });
    }
    stopper.note('cheap', 't');
  }
  const ruling = sequentialRuling(GATE, 't', input);
  ruling.advance();
  return ruling.ruling;
}

/** A twentieth is gained; so many are lost that the candidate is worse by just the margin. */
const worseByMargin = (random: Random): Pair['scores'] => {
  const draw = random();
  if (draw < 0.05) return [1, 0];
  return draw < 0.1 + MARGIN ? [0, 1] : [1, 1];
};

const alone = (random: Random): Pair[] =>
  Array.from({ length: 300 }, () => ({ scores: worseByMargin(random), cluster: null }));

/** A fifth of the sources are large, and half of those all gained; of the others a quarter is lost. */
const sources = (random: Random): Pair[] =>
  Array.from({ length: 150 }, (_, source) => {
    const isLarge = random() < 0.2;
    const differs = random() < (isLarge ? 0.5 : 0.25);
    const pair: Pair = { scores: differs ? (isLarge ? [1, 0] : [0, 1]) : [1, 1], cluster: `${source}` };
    return Array<Pair>(isLarge ? 10 : 1).fill(pair);
  }).flat();

test.each([
  ['samples', alone],
  ['sources, the large of which are gained', sources],
])(
  'of %s, no more than α of candidates that are worse by just the margin pass, though losses come late',
  (name, drawn) => {
    const worlds = 200;
    const rulings = Array.from({ length: worlds }, (_, seed) => stopped(drawn(seededRandom(name, seed)), seed));
    expect(rulings.filter((ruling) => ruling === 'pass').length / worlds).toBeLessThanOrEqual(0.05);
    expect(rulings.filter((ruling) => ruling === 'fail').length / worlds).toBeLessThanOrEqual(0.05);
  },
);

test('a candidate that is as good passes', () => {
  const same = Array.from({ length: 300 }, (): Pair => ({ scores: [1, 1], cluster: null }));
  expect(stopped(same, 1)).toBe('pass');
});

test('a candidate that is given up takes its baseline along, unless another gate needs that', () => {
  const samples = { tasks: Array<string>(300).fill('t'), clusters: Array<null>(300).fill(null) };
  const stopperOf = (...candidates: string[]) => {
    const gates = candidates.map((candidate): GateSpec => ({ ...GATE, candidate }));
    const manifest = {
      suite: { seed: 1, gates, tasks: [{ name: 't', metric: 'exact' }] },
      models: [...candidates, 'dear', 'other'].map((id) => ({ id })),
      tasks: [{ name: 't', graders: [GRADER] }],
    } as unknown as Manifest;
    return new Stopper({ manifest, samples, tableOf: () => new TrialTable(300, 1, [GRADER]) });
  };

  const alone = stopperOf('cheap');
  expect(alone.wants('dear', 't')).toBe(true);
  alone.giveUp('cheap');
  expect(alone.wants('dear', 't')).toBe(false);
  expect(alone.wants('other', 't')).toBe(true);
  expect(alone.isDecided).toBe(false);

  const shared = stopperOf('cheap', 'small');
  shared.giveUp('cheap');
  expect(['dear', 'small', 'cheap'].map((model) => shared.wants(model, 't'))).toEqual([true, true, false]);
});
