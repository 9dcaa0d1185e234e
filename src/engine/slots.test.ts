import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { always } from '../domain/model.ts';
import { type LimitChange, Slots } from './slots.ts';

/** Slots of which every one is in use, and a clock that stands still until it is told. */
function busySlots(concurrency = { start: 20, least: 4, most: 100 }) {
  let now = 0;
  const changes: LimitChange[] = [];
  const slots = new Slots({ concurrency, elapsed: () => now, onChange: (change) => changes.push(change) });
  let inFlight = 0;
  const end = (how: Parameters<Slots['ended']>[0]) => {
    for (; inFlight < slots.limit; inFlight++) slots.sent();
    slots.ended(how);
    inFlight -= 1;
  };
  return {
    slots,
    changes,
    end,
    round: () => {
      const { limit } = slots;
      for (let n = 0; n < limit; n++) end('answered');
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('the number of slots', () => {
  test('doubles with each round of answers until the vendor is busy, then grows by a twentieth', () => {
    const { slots, round, end } = busySlots({ start: 20, least: 4, most: 1000 });
    round();
    expect(slots.limit).toBe(40);
    round();
    expect(slots.limit).toBe(80);
    end('busy');
    expect(slots.limit).toBe(64);
    round();
    expect(slots.limit).toBe(67);
  });

  test('shrinks by a fifth when the vendor is busy, once in 15 s', () => {
    const { slots, end, pass, changes } = busySlots();
    for (let n = 0; n < 10; n++) end('busy');
    expect(slots.limit).toBe(16);
    pass(14_999);
    end('busy');
    expect(slots.limit).toBe(16);
    pass(1);
    end('busy');
    expect(slots.limit).toBe(12);
    expect(changes).toEqual([
      { from: 20, to: 16, reason: 'the vendor is busy' },
      { from: 16, to: 12, reason: 'the vendor is busy' },
    ]);
  });

  test.each(['broken', 'timeout', 'unreachable'] as const)(
    'does not grow in a round with a %s try, nor shrink',
    (kind) => {
      const { slots, round, end } = busySlots();
      end(kind);
      round();
      expect(slots.limit).toBe(20);
      round();
      expect(slots.limit).toBe(40);
    },
  );

  test.each(['rejected', 'denied', 'answered again'] as const)('does not follow a try that was %s', (how) => {
    const { slots, end } = busySlots();
    for (let n = 0; n < 100; n++) end(how);
    expect(slots.limit).toBe(20);
  });

  test('does not grow while slots are free', () => {
    const slots = new Slots({ concurrency: { start: 20, least: 4, most: 100 }, elapsed: () => 0 });
    for (let n = 0; n < 1000; n++) {
      slots.sent();
      slots.ended('answered');
    }
    expect(slots.limit).toBe(20);
  });

  test('stays between the least and the most, whatever happens', () => {
    const ends = fc.constantFrom('answered', 'answered again', 'busy', 'broken', 'timeout', 'rejected');
    fc.assert(
      fc.property(fc.array(fc.tuple(ends, fc.nat(20_000))), (history) => {
        const { slots, end, pass } = busySlots({ start: 6, least: 4, most: 9 });
        for (const [how, ms] of history) {
          pass(ms);
          end(how as 'answered');
          expect(slots.limit).toBeGreaterThanOrEqual(4);
          expect(slots.limit).toBeLessThanOrEqual(9);
        }
      }),
    );
  });

  test('is what it is where the user fixed it', () => {
    const { slots, round, end } = busySlots(always(3));
    round();
    end('busy');
    expect(slots.limit).toBe(3);
  });
});

test('a slot that is added is used at once by what waits', async () => {
  const { slots, round } = busySlots({ start: 1, least: 1, most: 2 });
  let begun = 0;
  const hold = () =>
    slots.hold(() => {
      begun += 1;
      return new Promise<void>(() => {});
    });
  void hold();
  void hold();
  await new Promise(setImmediate);
  expect(begun).toBe(1);
  round();
  await new Promise(setImmediate);
  expect(begun).toBe(2);
});
