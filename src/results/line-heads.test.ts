import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome } from '../domain/outcome.ts';
import type { Score } from '../domain/score.ts';
import { anyText } from '../testing/arbitrary.ts';
import { answered, failed } from '../testing/records.ts';
import { headOfOutcome, headOfScore, outcomeHead, scoreHead } from './line-heads.ts';

const KEY = 'ab'.repeat(16);
const keys = { schema_version: 1, key: KEY, generation_key: KEY } as const;

/** Answers that look like what a line's head is read from. */
const text = fc.oneof(
  anyText(),
  fc.constantFrom('"failure":{"kind":"dropped","message":""}', '","role":"judge","', '"},"failure":{"kind":"dropped",'),
);
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc
    .record({ answer: text, model: text, role: fc.constantFrom('answer', 'judge', 'probe') })
    .map((facts) => ({ ...answered(facts as never), ...keys }) as Outcome),
  fc
    .record({ kind: fc.constantFrom('dropped', 'busy'), message: text })
    .map(({ kind, message }) => ({ ...failed(kind as never), ...keys, failure: { kind, message } }) as Outcome),
);
const score = fc
  .record({ grader: text, isProbe: fc.boolean(), explanation: text })
  .map(({ grader, isProbe, explanation }) => ({
    ...{ schema_version: 1, score_key: KEY, key: KEY, grader },
    ...(isProbe && { probe: { task: 't', name: 'p' } }),
    ...{ state: 'scored', value: 1, extracted: null, explanation, parts: {} },
  })) as fc.Arbitrary<Score>;

test('what is read from the beginning of a line is what the whole line says', () =>
  fc.assert(
    fc.property(outcome, score, (one, given) => {
      expect(outcomeHead(JSON.stringify(one))).toEqual(headOfOutcome(one));
      expect(scoreHead(JSON.stringify(given)) ?? headOfScore(given)).toEqual(headOfScore(given));
    }),
  ));

test('a line as we write it is read from its beginning, and of one that was written otherwise nothing is', () => {
  const line = (facts: object) => JSON.stringify({ schema_version: 1, score_key: KEY, key: KEY, ...facts });
  expect(scoreHead(line({ grader: 'label', state: 'scored' }))).toEqual({ key: KEY, grader: 'label', isProbe: false });
  expect(scoreHead(line({ grader: 'label', probe: {}, state: 'scored' }))).toMatchObject({ isProbe: true });
  expect(scoreHead(line({ grader: 'of "age"', state: 'scored' }))).toBeUndefined();
  expect(scoreHead('{ "schema_version": 1 }')).toBeUndefined();
  expect(outcomeHead('{"key":"ab"}')).toBeUndefined();
});
