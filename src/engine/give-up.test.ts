import { expect, test } from 'vitest';
import type { FailureKind, Outcome } from '../domain/outcome.ts';
import { giveUp } from './give-up.ts';

const failed = (kind: FailureKind): Outcome => ({ failure: { kind, message: 'because' } }) as Outcome;
const answered = { answer: '4' } as Outcome;

/** What is said after each of the outcomes. */
const said = (...outcomes: Outcome[]): (string | null)[] => outcomes.map(giveUp());

const times = (n: number, outcome: Outcome): Outcome[] => Array.from({ length: n }, () => outcome);

test('a key that is refused three times in a row is reason enough', () => {
  expect(said(...times(3, failed('denied')))).toEqual([null, null, 'its key is refused: because']);
});

test('not where an answer, or another failure, comes between', () => {
  const denied = failed('denied');
  expect(said(denied, denied, answered, denied, denied)).not.toContain(expect.any(String));
  expect(said(denied, denied, failed('busy'), denied, denied)).not.toContain(expect.any(String));
});

test('it is also reason enough late, after many answers: a key can die', () => {
  expect(said(...times(50, answered), ...times(3, failed('denied'))).at(-1)).toContain('its key is refused');
});

test('twenty calls without any answer are reason enough', () => {
  const all = said(...times(20, failed('unreachable')));
  expect(all.slice(0, 19).every((reason) => reason === null)).toBe(true);
  expect(all[19]).toBe('none of its first 20 calls had an answer: because');
});

test('not where there was one answer, however many fail', () => {
  expect(said(answered, ...times(100, failed('timeout')))).toEqual(times(101, answered).map(() => null));
});
