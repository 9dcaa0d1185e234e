import { describe, expect, test } from 'vitest';
import type { ModelSpec } from '../domain/model.ts';
import type { GraderFacts, Manifest, TaskFacts } from '../domain/run.ts';
import { taskFacts } from '../testing/records.ts';
import type { Side } from './pairs.ts';
import { costChangeOf, modelChanges, protocolChanges, sameQuestions } from './two-runs.ts';

const EXACT: GraderFacts = { name: 'exact', grader: 'exact', version: 1, digest: 'aaaa', binary: true, parts: [] };

interface RunOf {
  readonly facts?: Partial<TaskFacts>;
  readonly spec?: Partial<Manifest['suite']['tasks'][number]>;
  readonly model?: Partial<ModelSpec>;
}

function runOf({ facts, spec, model }: RunOf = {}): Manifest {
  const asked = { id: 'm', model: 'openai/m', timeout_s: 1, deadline_s: 1, retries: 0, ...model };
  const { metric, ...known } = taskFacts({ graders: [EXACT] });
  return {
    ...{ schema_version: 1, run_id: 'run', id: '0a1b2c3d', status: 'complete', samples_sha256: 's' },
    ...{ started_at: '2026-11-21T19:20:31.120Z', finished_at: null, tool_version: '0.1.0', node_version: '20' },
    suite: {
      ...{ name: 's', models: [asked], seed: 0 },
      tasks: [
        {
          ...{ name: 't', dataset: 'd', split: 'test', shots: 0, shots_from: 'dev', grade: [], metric: 'exact' },
          ...{ epochs: 1, min_coverage: 0.99, ...spec },
        },
      ],
    },
    models: [{ id: 'm', provider: 'openai', name: 'm', identity: 'i' }],
    tasks: [{ ...known, name: 't', ...facts }],
  };
}

const protocolOf = (baseline: RunOf, candidate: RunOf) =>
  protocolChanges({ baseline: runOf(baseline), candidate: runOf(candidate) }, 't', 'exact');

describe('figures of two runs are comparable', () => {
  test('where nothing of the protocol changed, though more samples were asked', () => {
    expect(protocolOf({ facts: { samples: 5 } }, { facts: { samples: 9 } })).toEqual([]);
  });

  test.each<[string, RunOf]>([
    ['dataset', { facts: { dataset_sha256: 'another' } }],
    ['prompt', { facts: { prompt_sha256: 'another' } }],
    ['protocol', { facts: { protocol: '5-shot, generated' } }],
    ['grader', { facts: { graders: [{ ...EXACT, version: 2 }] } }],
    ['grader', { facts: { graders: [{ ...EXACT, digest: 'bbbb' }] } }],
    ['split', { spec: { split: 'dev' } }],
    ['epochs', { spec: { epochs: 2 } }],
  ])('but not where another %s was used', (what, change) => {
    expect(protocolOf({}, change)).toMatchObject([{ of: 't', what, protocol: true }]);
  });
});

test('of a model it is told what else changed: what it is, its settings, its price', () => {
  const price = { input: 1, output: 2 };
  const runs = { baseline: runOf(), candidate: runOf({ model: { model: 'openai/n', temperature: 0, price } }) };
  expect(modelChanges(runs, 'm')).toEqual([
    { of: 'm', what: 'model', baseline: 'openai/m', candidate: 'openai/n', protocol: false },
    { of: 'm', what: 'temperature', baseline: 'none', candidate: '0', protocol: false },
    { of: 'm', what: 'price', baseline: 'none', candidate: '{"input":1,"output":2}', protocol: false },
  ]);
});

test('a sample is the same where its id is, and all that it asks', () => {
  const find = sameQuestions(
    [
      { id: 'a', digest: '1' },
      { id: 'b', digest: '2' },
      { id: 'c', digest: '3' },
    ],
    [
      { id: 'b', digest: 'changed' },
      { id: 'a', digest: '1' },
    ],
  );
  expect([0, 1, 2].map(find)).toEqual([1, undefined, undefined]);
});

describe('why a cost changed', () => {
  const sideOf = (usd: readonly number[]): Side => ({
    samples: { ids: ['a', 'b'], groups: [], categories: [], clusters: [] },
    ...{ epochs: 1, estimated: false, snapshot: null, asked: Uint8Array.of(1, 1) },
    ...{ values: Float64Array.of(1, 1), latencyMs: Float64Array.of(1, 1), usd: Float64Array.from(usd) },
  });
  const change = (repriced: readonly number[]) =>
    costChangeOf({
      ...{ model: 'm', task: 't', placeIn: (place) => place },
      ...{ candidate: sideOf([3, 3]), baseline: sideOf([1, 1]), repriced: sideOf(repriced) },
    });

  test('prices first, at the old tokens; the rest is what the tokens changed', () => {
    expect(change([2, 2])).toMatchObject({ n: 2, baseline: 1000, candidate: 3000, by_price: 1000, by_tokens: 1000 });
  });

  test('unknown where the old answers have no price now', () => {
    expect(change([2, Number.NaN])).toMatchObject({ by_price: null, by_tokens: null });
  });
});
