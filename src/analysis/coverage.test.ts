import { expect, test } from 'vitest';
import { coverage, row } from '../testing/records.ts';
import { stoppedEarly } from './coverage.ts';

const of = (model: string, planned: number, asked: number) => coverage({ model, task: 't', planned, asked });
const costing = (model: string, usd_per_1k_tasks: number | null) =>
  row({ model, task: 't', level: 'all', usd_per_1k_tasks });

test('what was not asked would have cost as much as what was', () => {
  const left = stoppedEarly([of('cheap', 100, 40), of('dear', 100, 90)], [costing('cheap', 1), costing('dear', 20)]);
  expect(left).toEqual({ trials: 70, usd: (60 * 1 + 10 * 20) / 1000 });
});

test('the cost is unknown where that of a model is', () => {
  expect(stoppedEarly([of('cheap', 100, 40)], [costing('cheap', null)])).toEqual({ trials: 60, usd: null });
  expect(stoppedEarly([of('cheap', 100, 40)], [])).toEqual({ trials: 60, usd: null });
});

test('a run that asked all has left nothing out', () => {
  expect(stoppedEarly([of('cheap', 100, 100)], [costing('cheap', 1)])).toBeUndefined();
});
