import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interrupted, ProviderError } from '../../domain/errors.ts';
import type { FailureKind } from '../../domain/outcome.ts';
import type { Random } from '../../lib/random.ts';
import { completion } from '../../providers/define.ts';
import { question, rejection, untouched } from '../../testing/ask.ts';
import { type StillClock, stillClock } from '../../testing/still-clock.ts';
import { type Ask, newCall } from './layer.ts';
import { retry } from './retry.ts';

type Step = ProviderError | Error | string;

interface World {
  readonly retries?: number;
  readonly deadline_s?: number;
  readonly random?: Random;
  readonly clock?: StillClock;
  readonly stop?: AbortSignal;
  /** How long each try takes. */
  readonly tryMs?: number;
  readonly onPause?: (failure: ProviderError | undefined) => void;
}

/** Asks a model that takes these steps, the last one again and again. */
function ask(steps: readonly Step[], given: World = {}) {
  const { clock = stillClock(), tryMs = 0, ...policy } = given;
  let tries = 0;
  const inner: Ask = async (_input, _signal, call) => {
    clock.pass(tryMs);
    call.tookMs += tryMs;
    const step = steps[Math.min(tries++, steps.length - 1)] as Step;
    if (typeof step !== 'string') throw step;
    return completion(step, { attempts: [{ status: 200 }] });
  };
  const layer = retry({
    retries: 4,
    deadline_s: 600,
    random: () => 1,
    reserve: () => ({ input: 4, output: 1024 }),
    stop: untouched(),
    onPause() {},
    ...policy,
    clock,
  });
  return { call: layer(inner)(question(), untouched(), newCall()), clock, tries: () => tries };
}

const busy = (retryAfterMs?: number) => new ProviderError('busy', 'slow down', { status: 429, retryAfterMs });

describe('a failed try', () => {
  test.each<FailureKind>(['busy', 'timeout', 'broken', 'unreachable'])('is made again after %s', async (kind) => {
    const { call, tries } = ask([new ProviderError(kind, 'no'), '4']);
    expect((await call).answer).toBe('4');
    expect(tries()).toBe(2);
  });

  test.each<FailureKind>(['rejected', 'denied', 'crashed', 'missing'])('is the last after %s', async (kind) => {
    const { call, tries, clock } = ask([new ProviderError(kind, 'no'), '4']);
    expect(await rejection(call)).toMatchObject({ kind, attempts: [{ failure: kind }] });
    expect(tries()).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  test('is not hidden where it is a bug', async () => {
    const bug = new TypeError('x is not a function');
    const { call, tries } = ask([bug]);
    expect(await rejection(call)).toBe(bug);
    expect(tries()).toBe(1);
  });

  test.each([0, 1, 4])('is made again %i times and no more', async (retries) => {
    const { call, tries } = ask([busy()], { retries });
    expect(await rejection(call)).toMatchObject({ kind: 'busy', message: 'slow down' });
    expect(tries()).toBe(retries + 1);
  });
});

describe('the pause', () => {
  test('is a random share of 1 s, 2 s, 4 s … 60 s', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 9, maxLength: 9 }),
        async (draws) => {
          const left = [...draws];
          const { call, clock } = ask([busy()], { retries: 9, deadline_s: 1e6, random: () => left.shift() ?? 0 });
          await rejection(call);
          const longest = [1, 2, 4, 8, 16, 32, 60, 60, 60];
          expect(clock.slept).toEqual(draws.map((draw, n) => Math.round(1000 * (longest[n] as number) * draw)));
        },
      ),
    ));

  test('is what the vendor asks for, where it asks, and no random share of it', async () => {
    const { call, clock } = ask([busy(7000), busy(0), '4'], { random: () => 0.5 });
    await call;
    expect(clock.slept).toEqual([7000, 0]);
  });

  test('that would pass the deadline is not begun: the call fails now', async () => {
    const { call, clock } = ask([busy(60_001)], { deadline_s: 60 });
    expect(await rejection(call)).toMatchObject({ kind: 'busy', attempts: [{ failure: 'busy', status: 429 }] });
    expect(clock.slept).toEqual([]);
  });

  test('may reach the deadline, tries and earlier pauses counted in', async () => {
    const fits = ask([busy(30_000), busy(20_000), '4'], { deadline_s: 60, tryMs: 5000 });
    expect((await fits.call).answer).toBe('4');
    const doesNot = ask([busy(30_000), busy(20_001), '4'], { deadline_s: 60, tryMs: 5000 });
    expect(await rejection(doesNot.call)).toMatchObject({ kind: 'busy' });
  });

  test('is told when it begins, with why, and when it ends', async () => {
    const told: (string | undefined)[] = [];
    await ask([busy(), '4'], { onPause: (failure) => told.push(failure?.kind) }).call;
    expect(told).toEqual(['busy', undefined]);
  });

  test('drops the call when nothing more is to be started', async () => {
    const stop = new AbortController();
    const told: (string | undefined)[] = [];
    const reason = new Interrupted();
    const { call, tries } = ask([busy(), '4'], {
      stop: stop.signal,
      onPause(failure) {
        told.push(failure?.kind);
        if (failure) stop.abort(reason);
      },
    });
    expect(await rejection(call)).toBe(reason);
    expect(tries()).toBe(1);
    expect(told).toEqual(['busy', undefined]);
  });
});

describe('every try is kept', () => {
  test('with its status, why it failed and how long the pause after it was', async () => {
    const { call } = ask([busy(1200), new ProviderError('broken', 'oops', { status: 503 }), '4'], {
      random: () => 0.25,
    });
    expect((await call).attempts).toEqual([
      { status: 429, failure: 'busy', waited_ms: 1200 },
      { status: 503, failure: 'broken', waited_ms: 500 },
      { status: 200 },
    ]);
  });

  test('the last of a failed call without a pause', async () => {
    const { call } = ask([busy(1200)], { retries: 1 });
    expect((await rejection(call))['attempts']).toEqual([
      { status: 429, failure: 'busy', waited_ms: 1200 },
      { status: 429, failure: 'busy' },
    ]);
  });

  test('with a reservation where it may be billed, and with how long it ran where that is what is paid for', async () => {
    const late = new ProviderError('timeout', 'late', { maybeBilled: true, tookMs: 120_000 });
    const { call } = ask([late, '4'], { random: () => 0 });
    expect((await call).attempts[0]).toEqual({
      failure: 'timeout',
      waited_ms: 0,
      took_ms: 120_000,
      reserved: { input: 4, output: 1024 },
    });
  });
});
