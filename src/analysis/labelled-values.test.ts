import { expect, test } from 'vitest';
import type { GraderFacts } from '../domain/run.ts';
import { answered } from '../testing/records.ts';
import { labelledValues } from './labelled-values.ts';
import { TrialTable } from './trial-table.ts';

const BETTER: GraderFacts = { name: 'better', grader: 'judge', version: 1, digest: 'b', binary: false, parts: [] };

const COST = { femtoUsd: 0n, estimated: false };

function tableOf(values: readonly number[]): TrialTable {
  const table = new TrialTable(values.length, 1, [BETTER]);
  for (const [place, value] of values.entries())
    table.set(place, 0, {
      ...{ outcome: answered({}), cost: COST, spent: COST },
      marks: [{ state: 'scored', value, parts: {} }],
    });
  return table;
}

const answers = new Map([['a0', { id: 'a0', model: 'm', place: 1, epoch: 1, chars: 9 }]]);
const labels = { levels: [], answers: [{ id: 'a0', value: 1 }] };

test('of a model there is what people and the judge say of its labelled answers', () => {
  const found = labelledValues({
    ...{ model: 'm', metric: 'better', baseline: 'base', labels, answers },
    table: tableOf([1, 0.5, 0]),
  });
  expect([...found]).toEqual([[1, { human: 1, judged: 0.5 }]]);
});

test('the baseline of pairs ties on every sample, though nobody labelled it', () => {
  const found = labelledValues({
    ...{ model: 'base', metric: 'better', baseline: 'base', labels, answers },
    table: tableOf([0.5, 0.5]),
  });
  expect([...found]).toEqual([
    [0, { human: 0.5, judged: 0.5 }],
    [1, { human: 0.5, judged: 0.5 }],
  ]);
});
