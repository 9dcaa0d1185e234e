import { expect, test } from 'vitest';
import { isoTime, systemClock } from './clock.ts';

const never = new AbortController().signal;

test('times are ISO 8601 in UTC with milliseconds', () => {
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(isoTime(Date.UTC(2026, 10, 22, 14, 3, 7, 120))).toBe('2026-11-22T14:03:07.120Z');
});

test('durations never go back', () => {
  const times = Array.from({ length: 100 }, () => systemClock.elapsed());
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('a sleep ends by itself', async () => {
  await systemClock.sleep(1, never);
});

test('a sleep is ended by its signal, with the reason, and not begun where the signal has aborted', async () => {
  const stop = new AbortController();
  const sleep = systemClock.sleep(60_000, stop.signal);
  stop.abort(new Error('enough'));
  await expect(sleep).rejects.toThrow('enough');
  await expect(systemClock.sleep(0, stop.signal)).rejects.toThrow('enough');
});

test('a sleep longer than a timer can run does not end at once', async () => {
  const stop = new AbortController();
  const ends = systemClock.sleep(2 ** 31, stop.signal).then(
    () => 'ended',
    () => 'stopped',
  );
  await systemClock.sleep(10, never);
  stop.abort();
  expect(await ends).toBe('stopped');
});
