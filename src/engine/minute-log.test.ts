import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interrupted } from '../domain/errors.ts';
import { rejection, untouched } from '../testing/ask.ts';
import { stillClock } from '../testing/still-clock.ts';
import { MinuteLog } from './minute-log.ts';

const turns = async () => {
  for (let n = 0; n < 20; n++) await new Promise(setImmediate);
};

/** The most that any sliding minute sees, by times and weights. */
const mostInAMinute = (sent: readonly (readonly [at: number, weight: number])[]): number =>
  Math.max(
    0,
    ...sent.map(([end]) =>
      sent.filter(([at]) => at > end - 60_000 && at <= end).reduce((sum, [, weight]) => sum + weight, 0),
    ),
  );

test('no sliding minute ever sees more requests or tokens than the limits, and all are sent in the order they came', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 50, max: 200 }),
      fc.array(fc.record({ tokens: fc.nat(50), used: fc.nat(60), pauseMs: fc.nat(20_000), heldMs: fc.nat(2000) }), {
        maxLength: 40,
      }),
      async (requests_per_minute, tokens_per_minute, tries) => {
        const clock = stillClock();
        const log = new MinuteLog({ requests_per_minute, tokens_per_minute }, clock);
        const sent: [number, number][] = [];
        const never = untouched();
        for (const { tokens, used, pauseMs, heldMs } of tries) {
          clock.pass(pauseMs);
          const entry = await log.take(tokens, never);
          // It may be held up by something else before it is sent.
          clock.pass(heldMs);
          log.send(entry);
          // What a try uses is at most what was set aside for it; then the limit holds.
          const real = Math.min(used, tokens);
          sent.push([clock.elapsed(), real]);
          log.settle(entry, real);
        }
        expect(mostInAMinute(sent)).toBeLessThanOrEqual(tokens_per_minute);
        expect(mostInAMinute(sent.map(([at]) => [at, 1]))).toBeLessThanOrEqual(requests_per_minute);
      },
    ),
    { numRuns: 60 },
  ));

test('at least 90 % of the limit is used', async () => {
  const clock = stillClock();
  const log = new MinuteLog({ requests_per_minute: 50 }, clock);
  const never = untouched();
  for (let n = 0; n < 1000; n++) log.send(await log.take(1, never));
  const minutes = clock.elapsed() / 60_000;
  // The first 50 go at once; after that it is a steady pace.
  expect(950 / minutes).toBeGreaterThanOrEqual(45);
});

describe('a try that waits', () => {
  test('is sent as soon as one that was settled leaves room', async () => {
    const clock = { ...stillClock(), sleep: (_: number, signal: AbortSignal) => untilAborted(signal) };
    const log = new MinuteLog({ tokens_per_minute: 100 }, clock);
    const first = await log.take(90, untouched());
    log.send(first);
    let sent = false;
    const second = log.take(50, untouched()).then(() => {
      sent = true;
    });
    await turns();
    expect(sent).toBe(false);
    log.settle(first, 60);
    await turns();
    expect(sent).toBe(false);
    log.settle(first, 20);
    await second;
  });

  test('is dropped when nothing new is to be started', async () => {
    const stop = new AbortController();
    const clock = { ...stillClock(), sleep: (_: number, signal: AbortSignal) => untilAborted(signal) };
    const log = new MinuteLog({ requests_per_minute: 1 }, clock);
    log.send(await log.take(1, untouched()));
    const waiting = [rejection(log.take(1, stop.signal)), rejection(log.take(1, stop.signal))];
    await turns();
    stop.abort(new Interrupted());
    expect(await Promise.all(waiting)).toEqual([expect.any(Interrupted), expect.any(Interrupted)]);
    expect(await rejection(log.take(1, stop.signal))).toBeInstanceOf(Interrupted);
  });
});

test('a try that alone is over the limit is sent when nothing else counts', async () => {
  const clock = stillClock();
  const log = new MinuteLog({ tokens_per_minute: 10 }, clock);
  log.send(await log.take(5, untouched()));
  await log.take(1000, untouched());
  expect(clock.elapsed()).toBeGreaterThanOrEqual(61_000);
});

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
