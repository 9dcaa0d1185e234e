import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sample } from '../testing/builders.ts';
import { similarity } from './similarity.ts';

const grade = (answer: string, target: string | readonly string[]) =>
  similarity.grade({ sample: sample({ target }), answer, options: {} });

describe('1 − edits / the longer length', () => {
  test.each([
    ['the same', 'Oslo', 'Oslo', 1],
    ['kitten and sitting, 3 of 7', 'kitten', 'sitting', 1 - 3 / 7],
    ['Saturday and Sunday, 3 of 8', 'Sunday', 'Saturday', 1 - 3 / 8],
    ['another case', 'oslo', 'Oslo', 3 / 4],
    ['nothing alike', 'abc', 'xyz', 0],
    ['nothing said', '', 'Oslo', 0],
    ['nothing said, nothing wanted', ' ', '', 1],
    ['white space around', ' Oslo\n', 'Oslo', 1],
    ['an accent composed or not', 'cafe\u0301', 'caf\u00e9', 1],
    ['a letter of two units, one edit', '🙂', '🙃', 0],
    ['a letter of two units among others', 'ab🙂', 'ab🙃', 2 / 3],
    ['a letter of two units put in', 'a', 'a🙂', 1 / 2],
    ['half a pair for a whole', '\uD83D', '🙂', 0],
  ])('%s', (_, answer, target, value) => expect(grade(answer, target).value).toBeCloseTo(value, 15));
});

test('it is what the definition says', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '🙂', '🙃', '\uD83D'), maxLength: 40 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [a, b] = [[...one.normalize('NFC')], [...other.normalize('NFC')]];
      const longer = Math.max(a.length, b.length);
      expect(grade(one, other).value).toBeCloseTo(longer === 0 ? 1 : 1 - edits(a, b) / longer, 12);
    }),
  );
});

/** Wagner and Fischer's table, row by row. */
function edits(one: readonly string[], other: readonly string[]): number {
  let row = other.map((_, index) => index + 1);
  one.forEach((letter, above) => {
    let [corner, left] = [above, above + 1];
    row = row.map((up, index) => {
      left = Math.min(up + 1, left + 1, corner + (letter === other[index] ? 0 : 1));
      corner = up;
      return left;
    });
  });
  return row.at(-1) ?? one.length;
}

test('of several targets the best counts', () => {
  expect(grade('Oslo', ['Rome', 'Oslø', 'x'])).toMatchObject({ value: 3 / 4, explanation: 'edits: 1; letters: 4' });
});

test('letters beyond 20,000 count as edits, each', () => {
  const target = 'ab'.repeat(5000);
  expect(grade(target + 'x'.repeat(10_000), target).value).toBe(0.5);
  expect(grade(target + 'x'.repeat(30_000), target)).toMatchObject({
    value: 0.25,
    explanation: 'edits: 30000; letters: 40000; each beyond 20000 counts as an edit',
  });
  expect(grade('x'.repeat(30_000) + target, target).value).toBe(0);
});

test('a target that is empty or too long to compare is refused before anything is asked', () => {
  const check = (target: string) => similarity.check?.(sample({ target }), {});
  expect(check(' ')).toBe('its target is empty: silence would be right');
  expect(check('🙂'.repeat(10_000))).toBeUndefined();
  expect(check('x'.repeat(10_001))).toBe(
    'its target has 10001 letters; similarity compares 10000 at most (f1 and rouge take longer ones)',
  );
});
