import { setImmediate as breath } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { InStep } from './in-step.ts';

/** Whether it is a model's turn, a breath later. */
async function isTurn(turn: Promise<void>): Promise<boolean> {
  const late = Symbol('late');
  return (await Promise.race([turn.then(() => true), breath(late)])) !== late;
}

const never = new AbortController().signal;
/** One that has ended three trials, and one that has ended none. */
const two = () =>
  new InStep([
    { id: 'fast', done: 3 },
    { id: 'slow', done: 0 },
  ]);

test('a model that is ahead waits until the slowest has come near', async () => {
  const step = two();
  const turn = step.turn('fast', 3, never);
  expect(await isTurn(turn)).toBe(false);
  step.ended('slow');
  expect(await isTurn(turn)).toBe(true);
});

test('the slowest begins as many as there is room for, and no more', async () => {
  const step = two();
  expect(await isTurn(step.turn('slow', 2, never))).toBe(true);
  expect(await isTurn(step.turn('slow', 2, never))).toBe(true);
  expect(await isTurn(step.turn('slow', 2, never))).toBe(false);
});

test('nobody waits for a model that is asked no more', async () => {
  const step = two();
  const turn = step.turn('fast', 1, never);
  step.leave('slow');
  expect(await isTurn(turn)).toBe(true);
});

test('nobody waits when all is stopped', async () => {
  const stop = new AbortController();
  const turn = two().turn('fast', 0, stop.signal);
  stop.abort();
  expect(await isTurn(turn)).toBe(true);
});
