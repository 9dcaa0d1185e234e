import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Complete } from '../../domain/complete.ts';
import { Interrupted, ProviderError } from '../../domain/errors.ts';
import { completion } from '../../providers/define.ts';
import { question, rejection, untouched } from '../../testing/ask.ts';
import { newCall } from './layer.ts';
import { timeout } from './timeout.ts';

/** Never answers, but obeys its signal. */
const stalled: Complete = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** Answers when the time has passed, signal or not. */
const deaf =
  (ms: number): Complete =>
  () =>
    new Promise((resolve) => setTimeout(() => resolve(completion('late')), ms));

const ask = (inner: Complete, seconds: number, signal = untouched()) =>
  timeout({ timeout_s: seconds, deadline_s: 1e9 })(inner)(question(), signal, newCall());

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('an answer in time is the answer, and leaves no timer', async () => {
  vi.useFakeTimers();
  expect((await ask(async () => completion('4'), 1)).answer).toBe('4');
});

test('an error in time is the error, and leaves no timer', async () => {
  vi.useFakeTimers();
  const error = new ProviderError('broken', 'oops');
  expect(await rejection(ask(() => Promise.reject(error), 1))).toBe(error);
});

describe('a try that takes too long', () => {
  test('ends as a timeout that may be billed', async () => {
    vi.useFakeTimers();
    const call = rejection(ask(stalled, 1.5));
    await vi.advanceTimersByTimeAsync(1500);
    expect(await call).toMatchObject({
      kind: 'timeout',
      message: 'no answer within 1.5 s',
      maybeBilled: true,
      tookMs: 1500,
    });
  });

  test('ends sooner where less is left of its call’s deadline', async () => {
    vi.useFakeTimers();
    const call = { ...newCall(), tookMs: 9500 };
    const ended = rejection(timeout({ timeout_s: 5, deadline_s: 10 })(stalled)(question(), untouched(), call));
    await vi.advanceTimersByTimeAsync(500);
    expect(await ended).toMatchObject({ kind: 'timeout', message: 'no answer within 0.5 s' });
  });

  test('has its answer dropped, should it come all the same', async () => {
    vi.useFakeTimers();
    const call = rejection(ask(deaf(2000), 1));
    await vi.advanceTimersByTimeAsync(2000);
    expect(await call).toMatchObject({ kind: 'timeout' });
  });
});

describe('a dropped call', () => {
  test('ends with the reason it was dropped for', async () => {
    vi.useFakeTimers();
    const drop = new AbortController();
    const reason = new Interrupted();
    const call = rejection(ask(stalled, 1, drop.signal));
    drop.abort(reason);
    expect(await call).toBe(reason);
  });

  test('leaves no answer, should one come all the same', async () => {
    vi.useFakeTimers();
    const drop = new AbortController();
    const call = rejection(ask(deaf(500), 1, drop.signal));
    drop.abort(new Interrupted());
    await vi.advanceTimersByTimeAsync(500);
    expect(await call).toBeInstanceOf(Interrupted);
  });

  test('is not begun where it was dropped before', async () => {
    vi.useFakeTimers();
    const inner = vi.fn(stalled);
    expect(await rejection(ask(inner, 1, AbortSignal.abort(new Interrupted())))).toBeInstanceOf(Interrupted);
    expect(inner).not.toHaveBeenCalled();
  });
});

test('a limit longer than any timer does not end the try at once', async () => {
  vi.useRealTimers();
  expect((await ask(deaf(20), 1e9)).answer).toBe('late');
  vi.useFakeTimers();
});

test('every try has a signal of its own, so that its times can be told', async () => {
  vi.useFakeTimers();
  const seen = new Set<AbortSignal>();
  const signal = untouched();
  const inner: Complete = async (_, own) => {
    seen.add(own);
    return completion('4');
  };
  await Promise.all([ask(inner, 1, signal), ask(inner, 1, signal)]);
  expect(seen.size).toBe(2);
  expect(seen.has(signal)).toBe(false);
});
