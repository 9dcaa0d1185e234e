import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interrupted } from '../domain/errors.ts';
import { rejection, untouched } from '../testing/ask.ts';
import { Budget, BudgetReached } from './budget.ts';

const USD = 1e12;
/** What is set aside, at once or later. */
const held = async (granted: Promise<number> | number) => await granted;

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A try: how much is set aside for it, which share of that it costs, and after how many turns. */
const someTry = fc.record({
  model: fc.constantFrom('a', 'b', 'c'),
  amount: fc.integer({ min: 0, max: 3 * USD }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  turns: fc.nat(3),
});

test('is never passed while tries cost no more than was set aside; each is granted or refused, and none waits for ever', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(someTry, { maxLength: 40 }),
      fc.integer({ min: 0, max: 12 }),
      fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
      async (tries, max_usd, per_model_usd) => {
        const budget = new Budget({ max_usd, per_model_usd });
        const spent = new Map<string, number>();
        let held = 0;
        const make = async ({ model, amount, share, turns }: (typeof tries)[number]) => {
          await budget.hold(model, () => amount, untouched());
          held += amount;
          const sum = [...spent.values()].reduce((all, one) => all + one, 0);
          expect(sum + held).toBeLessThanOrEqual(max_usd * USD);
          for (let n = 0; n < turns; n++) await turn();
          const cost = Math.floor(share * amount);
          held -= amount;
          spent.set(model, (spent.get(model) ?? 0) + cost);
          budget.settle(model, amount, cost);
        };
        const ends = await Promise.allSettled(tries.map(make));
        for (const end of ends) {
          if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(BudgetReached);
        }
        for (const sum of spent.values()) expect(sum).toBeLessThanOrEqual((per_model_usd ?? 12) * USD);
      },
    ),
    { numRuns: 60 },
  ));

describe('a try that does not fit', () => {
  test('waits for what others have set aside and not used', async () => {
    const budget = new Budget({ max_usd: 10 });
    await budget.hold('a', () => 8 * USD, untouched());
    const waiting = budget.hold('b', () => 5 * USD, untouched());
    budget.settle('a', 8 * USD, 1 * USD);
    await waiting;
  });

  test('is refused when nothing is set aside: of its model where its own money is spent, else of the run', async () => {
    const budget = new Budget({ max_usd: 10, per_model_usd: 6 });
    expect(await rejection(held(budget.hold('a', () => 7 * USD, untouched())))).toMatchObject({ of: 'model' });
    budget.spent('b', 5 * USD);
    budget.spent('c', 4 * USD);
    expect(await rejection(held(budget.hold('a', () => 2 * USD, untouched())))).toMatchObject({ of: 'run' });
  });

  test('is served before what came later, however little that takes, lest a dear model starve', async () => {
    const budget = new Budget({ max_usd: 10 });
    await budget.hold('a', () => 8 * USD, untouched());
    const served: string[] = [];
    const dear = held(budget.hold('a', () => 5 * USD, untouched())).then(() => served.push('dear'));
    const cheap = held(budget.hold('b', () => 1 * USD, untouched())).then(() => served.push('cheap'));
    await turn();
    expect(served).toEqual([]);
    budget.settle('a', 8 * USD, 0);
    await Promise.all([dear, cheap]);
    expect(served).toEqual(['dear', 'cheap']);
  });

  test('holds up nobody while it waits for its own model’s money', async () => {
    const budget = new Budget({ per_model_usd: 1 });
    await budget.hold('a', () => 1 * USD, untouched());
    const waiting = budget.hold('a', () => 1 * USD, untouched());
    await budget.hold('b', () => 1 * USD, untouched());
    budget.settle('a', 1 * USD, 0);
    await waiting;
  });

  test('fits after all where the next is known to cost less', async () => {
    const budget = new Budget({ max_usd: 10 });
    let usual = 8 * USD;
    await budget.hold('a', () => 8 * USD, untouched());
    const waiting = budget.hold('a', () => usual, untouched());
    usual = 1 * USD;
    budget.settle('a', 8 * USD, 5 * USD);
    expect(await waiting).toBe(1 * USD);
  });

  test('is dropped when nothing new is to be started', async () => {
    const budget = new Budget({ max_usd: 1 });
    const stop = new AbortController();
    await budget.hold('a', () => USD, stop.signal);
    const waiting = rejection(held(budget.hold('a', () => USD, stop.signal)));
    stop.abort(new Interrupted());
    expect(await waiting).toBeInstanceOf(Interrupted);
    budget.settle('a', USD, 0);
    await budget.hold('a', () => USD, untouched());
  });
});
