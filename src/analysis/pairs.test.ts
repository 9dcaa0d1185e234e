import { describe, expect, test } from 'vitest';
import type { GraderFacts } from '../domain/run.ts';
import { answered, failed } from '../testing/records.ts';
import { bothOf, pairsOf, type SamplePair, type Side, sideOf, type TaskSamples } from './pairs.ts';
import { TrialTable } from './trial-table.ts';

const EXACT: GraderFacts = { name: 'exact', grader: 'exact', version: 1, digest: 'e', binary: true, parts: [] };

const named = (ids: readonly string[], clusters: readonly (string | null)[] = []): TaskSamples => ({
  ids,
  groups: ids.map(() => null),
  categories: ids.map(() => null),
  clusters: ids.map((_, place) => clusters[place] ?? null),
});

/** What came of a trial: its value, or null for a failure; and what it cost in USD. */
interface Came {
  readonly value: number | null;
  readonly usd?: bigint | null;
  readonly latency_ms?: number;
}

/** A line a sample, an entry an epoch; undefined was not asked. */
function sideFrom(
  lines: readonly (readonly (Came | undefined)[])[],
  { ids = lines.map((_, place) => String(place + 1)), clusters = [] as readonly (string | null)[] } = {},
): Side {
  const table = new TrialTable(lines.length, lines[0]?.length ?? 1, [EXACT]);
  for (const [place, line] of lines.entries()) {
    for (const [epoch, came] of line.entries()) {
      if (!came) continue;
      const { value, usd = 0n, latency_ms = 100 } = came;
      const cost = { femtoUsd: usd === null ? null : usd * 10n ** 15n, estimated: false };
      const marks = value === null ? [] : [{ state: 'scored' as const, value, parts: {} }];
      const outcome = value === null ? failed('timeout', {}) : answered({ latency_ms });
      table.set(place, epoch, { outcome, marks, cost, spent: cost });
    }
  }
  return sideOf(table, 'exact', named(ids, clusters));
}

const right = { value: 1 };
const wrong = { value: 0 };
const fails = { value: null };

describe('pairs of one run', () => {
  test('hold what each model made of a sample, with what it cost and how long it took', () => {
    const candidate = sideFrom([[{ value: 1, usd: 1n, latency_ms: 50 }]]);
    const incumbent = sideFrom([[{ value: 0, usd: 3n, latency_ms: 90 }]]);
    const [pair, ...others] = pairsOf(candidate, incumbent) as [SamplePair];
    expect(others).toEqual([]);
    expect(pair).toMatchObject({ sample: '1', group: null, category: null, candidate: 1, incumbent: 0 });
    expect(bothOf(pair, 'usd')).toEqual({ candidate: 1, incumbent: 3 });
    expect(bothOf(pair, 'latencyMs')).toEqual({ candidate: 50, incumbent: 90 });
  });

  test('take means over the epochs that count', () => {
    const candidate = sideFrom([[right, wrong, fails]]);
    expect(pairsOf(candidate, sideFrom([[right, right, right]]))).toMatchObject([{ candidate: 0.5, incumbent: 1 }]);
  });

  test('know nothing of a sample that failed, and leave out what a model was not asked', () => {
    const pairs = pairsOf(sideFrom([[fails], [undefined], [right]]), sideFrom([[right], [right], [wrong]]));
    expect(pairs.map(({ sample, candidate }) => [sample, candidate])).toEqual([
      ['1', null],
      ['3', 1],
    ]);
  });

  test('an unknown cost is null, never 0', () => {
    const [pair] = pairsOf(sideFrom([[{ value: 1, usd: null }]]), sideFrom([[right]])) as [SamplePair];
    expect(bothOf(pair, 'usd')).toEqual({ candidate: null, incumbent: 0 });
  });

  test('where all calls failed for nothing, what the work costs is unknown; once one was paid or answered, it is told', () => {
    const costs = (lines: Came[]) =>
      pairsOf(sideFrom(lines.map((came) => [came])), sideFrom(lines.map(() => [right]))).map(
        (pair) => bothOf(pair, 'usd').candidate,
      );
    expect(costs([fails, fails])).toEqual([null, null]);
    expect(costs([fails, { value: null, usd: 1n }])).toEqual([0, 1]);
    expect(costs([fails, right])).toEqual([0, 0]);
  });

  test('name the source that samples share', () => {
    const candidate = sideFrom([[right], [right]], { clusters: ['a', 'a'] });
    expect(pairsOf(candidate, candidate).map(({ cluster }) => cluster)).toEqual(['a', 'a']);
  });
});

test('pairs of two runs are made where the other run has the sample, wherever it stands there', () => {
  const candidate = sideFrom([[right], [wrong], [{ ...right, usd: 1n }]], { ids: ['x', 'y', 'z'] });
  const incumbent = sideFrom([[{ ...wrong, usd: 3n }], [right]], { ids: ['z', 'x'] });
  const places: Record<string, number> = { x: 1, z: 0 };
  const pairs = pairsOf(candidate, incumbent, (place) => places[candidate.samples.ids[place] as string]);
  expect(pairs.map((pair) => [pair.sample, pair.candidate, pair.incumbent])).toEqual([
    ['x', 1, 1],
    ['z', 1, 0],
  ]);
  expect(bothOf(pairs[1] as SamplePair, 'usd')).toEqual({ candidate: 1, incumbent: 3 });
});
