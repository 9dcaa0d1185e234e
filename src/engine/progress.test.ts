import { expect, test } from 'vitest';
import type { Cost } from '../domain/call.ts';
import type { Mark } from '../domain/graded.ts';
import type { Outcome } from '../domain/outcome.ts';
import { newProgress, tally } from './progress.ts';

const mark = (value: number | null): Mark => ({ state: value === null ? 'unscored' : 'scored', value, parts: {} });
const cost = (picoUsd: number | null): Cost => ({ picoUsd, estimated: false });
const answered = (task: string, output: number, latency_ms: number | null): Outcome =>
  ({ task, answer: '4', usage: { output }, latency_ms }) as Outcome;
const failed = { task: 'a', failure: { kind: 'busy', message: 'no' } } as Outcome;

test('counts what is done and failed, and adds up tokens, time and money', () => {
  const progress = newProgress('m', 10, 4);
  tally(progress, { outcome: answered('a', 5, 100), mark: mark(1), binary: true, cost: cost(7) });
  tally(progress, { outcome: answered('a', 7, null), mark: mark(0), binary: true, cost: cost(5) });
  tally(progress, { outcome: failed, mark: undefined, binary: true, cost: cost(1) });
  expect(progress).toMatchObject({ done: 3, failed: 1, outputTokens: 12, latencyMs: 100, picoUsd: 13, priced: true });
  expect(progress.quality.get('a')).toEqual({ sum: 1, n: 2, binary: true });
});

test('quality is kept by task, and what has no value is not in it', () => {
  const progress = newProgress('m', 10, 4);
  tally(progress, { outcome: answered('a', 1, 1), mark: mark(0.5), binary: false, cost: cost(0) });
  tally(progress, { outcome: answered('b', 1, 1), mark: mark(1), binary: false, cost: cost(0) });
  tally(progress, { outcome: answered('b', 1, 1), mark: mark(null), binary: false, cost: cost(0) });
  expect(progress.quality.get('a')).toMatchObject({ sum: 0.5, n: 1 });
  expect(progress.quality.get('b')).toMatchObject({ sum: 1, n: 1 });
});

test('one unknown cost makes the sum unknown', () => {
  const progress = newProgress('m', 10, 4);
  tally(progress, { outcome: failed, mark: undefined, binary: true, cost: cost(null) });
  tally(progress, { outcome: failed, mark: undefined, binary: true, cost: cost(5) });
  expect(progress).toMatchObject({ priced: false, picoUsd: 5 });
});
