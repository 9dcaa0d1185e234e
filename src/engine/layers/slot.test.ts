import { describe, expect, test, vi } from 'vitest';
import type { Complete } from '../../domain/complete.ts';
import { Interrupted, ProviderError } from '../../domain/errors.ts';
import { always } from '../../domain/model.ts';
import type { Completion } from '../../domain/outcome.ts';
import { completion } from '../../providers/define.ts';
import { question, rejection, untouched } from '../../testing/ask.ts';
import { stillClock } from '../../testing/still-clock.ts';
import { Slots } from '../slots.ts';
import { wayTo } from '../way-to.ts';
import { type Layer, newCall } from './layer.ts';
import { retry } from './retry.ts';
import { slot } from './slot.ts';
import { timeout } from './timeout.ts';

/** A model that answers when told to, and knows how many calls it has at once. */
function heldModel() {
  const held: { answer(): void; fail(error: Error): void }[] = [];
  let most = 0;
  let inFlight = 0;
  const complete: Complete = () =>
    new Promise<Completion>((resolve, reject) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      const end = (action: () => void) => () => {
        inFlight -= 1;
        action();
      };
      held.push({ answer: end(() => resolve(completion('4'))), fail: (error) => end(() => reject(error))() });
    });
  return { complete, held, most: () => most };
}

const slotsOf = (calls: number) => ({
  slots: new Slots({ concurrency: always(calls), elapsed: () => 0 }),
  cap: undefined,
});

const NOTHING = { input: 0, output: 0 };

const open: Layer = (inner) => inner;

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('never more calls are in flight than there are slots, and all get their turn', async () => {
  const { complete, held, most } = heldModel();
  const layered = slot(slotsOf(3), untouched())(complete);
  const ends = Promise.allSettled(Array.from({ length: 10 }, () => layered(question(), untouched(), newCall())));
  for (let n = 0; n < 10; n++) {
    await turn();
    expect(held).toHaveLength(Math.min(10, n + 3));
    if (n % 2) held[n]?.answer();
    else held[n]?.fail(new ProviderError('broken', 'oops'));
  }
  expect((await ends).filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(most()).toBe(3);
});

describe('a call that still waits for its slot', () => {
  test('is dropped when nothing new is to be started, while the one in flight ends', async () => {
    const { complete, held } = heldModel();
    const stop = new AbortController();
    const layered = slot(slotsOf(1), stop.signal)(complete);
    const [first, second] = [layered(question(), untouched(), newCall()), layered(question(), untouched(), newCall())];
    const dropped = rejection(second);
    await turn();
    stop.abort(new Interrupted());
    held[0]?.answer();
    expect((await first).answer).toBe('4');
    expect(await dropped).toBeInstanceOf(Interrupted);
    expect(held).toHaveLength(1);
  });

  test('is dropped when its own signal aborts', async () => {
    const { complete, held } = heldModel();
    const reason = new Error('enough');
    const layered = slot(slotsOf(1), untouched())(complete);
    expect(await rejection(layered(question(), AbortSignal.abort(reason), newCall()))).toBe(reason);
    expect(held).toHaveLength(0);
  });
});

test('a call that pauses holds no slot: another is asked meanwhile', async () => {
  const { complete, held } = heldModel();
  const clock = stillClock();
  let wake = () => {};
  const sleeping = { ...clock, sleep: () => new Promise<void>((resolve) => (wake = resolve)) };
  const policy = {
    retries: 1,
    deadline_s: 60,
    random: () => 1,
    reserve: () => NOTHING,
    stop: untouched(),
    onPause() {},
  };
  const way = wayTo(complete, {
    retry: retry({ ...policy, clock: sleeping }),
    slot: slot(slotsOf(1), untouched()),
    timeout: timeout({ timeout_s: 60, deadline_s: 60 }),
    budget: open,
    rateLimit: open,
    flight: open,
  });
  const [paused, other] = [way(question(), untouched()), way(question(), untouched())];
  await turn();
  held[0]?.fail(new ProviderError('busy', 'slow down'));
  await turn();
  expect(held).toHaveLength(2);
  held[1]?.answer();
  expect((await other).answer).toBe('4');
  wake();
  await turn();
  held[2]?.answer();
  expect((await paused).attempts).toMatchObject([{ failure: 'busy' }, {}]);
});

test('a call that waits for its slot is not on the clock', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { complete, held } = heldModel();
  const shared = slotsOf(1);
  const policy = {
    retries: 0,
    deadline_s: 60,
    random: () => 1,
    reserve: () => NOTHING,
    stop: untouched(),
    onPause() {},
  };
  const way = wayTo(complete, {
    retry: retry({ ...policy, clock: stillClock() }),
    slot: slot(shared, untouched()),
    timeout: timeout({ timeout_s: 1, deadline_s: 60 }),
    budget: open,
    rateLimit: open,
    flight: open,
  });
  let free = () => {};
  void shared.slots.hold(() => new Promise<void>((resolve) => (free = resolve)));
  const call = way(question(), untouched());
  await vi.advanceTimersByTimeAsync(5000);
  expect(held).toHaveLength(0);
  free();
  await turn();
  held[0]?.answer();
  expect((await call).answer).toBe('4');
  vi.useRealTimers();
});
