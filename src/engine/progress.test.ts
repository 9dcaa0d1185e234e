import { expect, test } from 'vitest';
import type { Cost } from '../domain/call.ts';
import { always } from '../domain/model.ts';
import { answered, usage } from '../testing/records.ts';
import { newProgress, tallyAnswer, tallyCost, tallyFailure } from './progress.ts';

const cost = (picoUsd: number | null): Cost => ({
  femtoUsd: picoUsd === null ? null : BigInt(picoUsd) * 1000n,
  estimated: false,
});
const answer = (task: string, output: number, latency_ms: number | null) =>
  answered({ task, usage: usage({ output }), latency_ms });
const fresh = () => newProgress('m', 10, always(4));

test('counts what is done and failed, and adds up tokens and time', () => {
  const progress = fresh();
  tallyAnswer(progress, { outcome: answer('a', 5, 100), mark: { value: 1 }, binary: true });
  tallyAnswer(progress, { outcome: answer('a', 7, null), mark: { value: 0 }, binary: true });
  tallyFailure(progress, { kind: 'busy', message: 'no' });
  expect(progress).toMatchObject({ done: 3, failed: 1, outputTokens: 12, latencyMs: 100, lastFailure: 'busy: no' });
  expect(progress.quality.get('a')).toEqual({ sum: 1, n: 2, binary: true });
});

test('an answer of another run counts, but its times are not this run’s', () => {
  const progress = fresh();
  const outcome = { ...answer('a', 5, 100), reused_from: 'other' };
  tallyAnswer(progress, { outcome, mark: { value: 1 }, binary: true });
  expect(progress).toMatchObject({ done: 1, outputTokens: 0, latencyMs: 0 });
});

test('quality is kept by task, and what has no value is not in it', () => {
  const progress = fresh();
  tallyAnswer(progress, { outcome: answer('a', 1, 1), mark: { value: 0.5 }, binary: false });
  tallyAnswer(progress, { outcome: answer('b', 1, 1), mark: { value: 1 }, binary: false });
  tallyAnswer(progress, { outcome: answer('b', 1, 1), mark: { value: null }, binary: false });
  expect(progress.quality.get('a')).toMatchObject({ sum: 0.5, n: 1 });
  expect(progress.quality.get('b')).toMatchObject({ sum: 1, n: 1 });
});

test('one unknown cost makes the sum unknown', () => {
  const progress = fresh();
  tallyCost(progress, cost(null));
  tallyCost(progress, cost(5));
  expect(progress).toMatchObject({ priced: false, picoUsd: 5 });
});
