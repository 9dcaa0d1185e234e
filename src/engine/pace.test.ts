import { expect, test } from 'vitest';
import { always } from '../domain/model.ts';
import { expectedSeconds } from './pace.ts';

const work = {
  ...{ calls: 100, latencyMs: 2000, concurrency: always(10), limits: {} },
  account: { calls: 100, tokens: 50_000 },
};

test('calls take as long as they did before, so many at once', () => {
  expect(expectedSeconds(work)).toBe(20);
  expect(expectedSeconds({ ...work, calls: 3 })).toBe(2);
  expect(expectedSeconds({ ...work, calls: 0, latencyMs: null })).toBe(0);
});

test('a limit per minute holds them where it is slower, over all models that share it', () => {
  expect(expectedSeconds({ ...work, limits: { requests_per_minute: 1000 } })).toBe(20);
  expect(expectedSeconds({ ...work, limits: { requests_per_minute: 50 } })).toBe(61 + 2);
  expect(expectedSeconds({ ...work, limits: { tokens_per_minute: 10_000 } })).toBe(4 * 61 + 2);
  const account = { calls: 500, tokens: 0 };
  expect(expectedSeconds({ ...work, account, limits: { requests_per_minute: 50 } })).toBe(9 * 61 + 2);
});

test('a model never asked has the time of its limits, or none', () => {
  expect(expectedSeconds({ ...work, latencyMs: null })).toBeNull();
  expect(expectedSeconds({ ...work, latencyMs: null, limits: { requests_per_minute: 50 } })).toBe(61);
});
