import { expect, test } from 'vitest';
import { exitCodeOf, type RunFacts } from './exit-codes.ts';

const WHOLE = { model: 'm', asked: 4, answered: 4, coverage: 1, min_coverage: 0.99 };
const under = { ...WHOLE, answered: 3, coverage: 0.75 };
const mute = { ...WHOLE, answered: 0, coverage: 0 };

const code = (counts: readonly ('pass' | 'fail' | 'inconclusive' | null)[], facts: Partial<RunFacts> = {}) =>
  exitCodeOf({
    ...{ status: 'complete', stopped: [], coverage: [WHOLE] },
    verdicts: counts.map((counts_as) => ({ counts_as })),
    ...facts,
  });

test('a run ends well where all its gates passed, or it has none', () => {
  expect([code([]), code(['pass', 'pass'])]).toEqual([0, 0]);
});

test('a gate that failed comes before one that is open, and that before one that passed', () => {
  expect(code(['pass', 'inconclusive', 'fail'])).toBe(1);
  expect(code(['pass', 'inconclusive'])).toBe(4);
});

test('an incomplete run, or one with too few answers, comes before a gate that failed', () => {
  expect(code(['fail'], { status: 'incomplete' })).toBe(3);
  expect(code(['fail'], { coverage: [under] })).toBe(3);
  expect(code(['fail', null])).toBe(3);
});

test('what the user can mend comes before all of them', () => {
  expect(code(['fail'], { coverage: [mute], status: 'incomplete' })).toBe(2);
  expect(code([], { stopped: ['m'] })).toBe(2);
});
