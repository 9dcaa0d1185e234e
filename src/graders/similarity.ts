import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { normalized } from '../lib/fold.ts';
import { defineGrader, scored } from './define.ts';

/** In code points. The time to compare grows with the product of both lengths: a tenth of a second at these. */
const LONGEST_TARGET = 10_000;
const LONGEST_ANSWER = 20_000;

/**
 * 1 − d / the longer length, d the edits (Levenshtein: a letter put in, taken out or changed) from answer to target; letters
 * are code points in NFC. What an answer holds beyond 20,000 letters counts as put in, which can only lower the value.
 */
export const similarity = defineGrader({
  name: 'similarity',
  summary: 'how few letters must change to make the answer the target',
  version: 1,
  options: z.strictObject({}),
  binary: false,
  extracts: false,

  check(sample) {
    const targets = targetsOf(sample).map(letters);
    if (targets.some(({ length }) => length === 0)) return 'its target is empty: silence would be right';
    const longest = Math.max(...targets.map(({ length }) => length));
    return longest > LONGEST_TARGET
      ? `its target has ${longest} letters; similarity compares ${LONGEST_TARGET} at most (f1 and rouge take longer ones)`
      : undefined;
  },

  grade({ sample, answer }) {
    const said = letters(answer);
    const compared = said.slice(0, LONGEST_ANSWER);
    const rest = said.length - compared.length;
    const best = targetsOf(sample)
      .map((target) => compare(compared, letters(target), rest))
      .reduce((best, one) => (one.value > best.value ? one : best));
    const cut = rest > 0 ? `; each beyond ${LONGEST_ANSWER} counts as an edit` : '';
    return scored(best.value, `edits: ${best.edits}; letters: ${best.length}${cut}`);
  },
});

/** `rest`: how many more letters the answer has than are compared. */
function compare(said: readonly string[], target: readonly string[], rest: number) {
  const edits = distance(...asUnits(said, target)) + rest;
  const length = Math.max(said.length + rest, target.length);
  return { value: length === 0 ? 1 : 1 - edits / length, edits, length };
}

const letters = (text: string): string[] => [...normalized(text, 'NFC').trim()];

/** Both texts with one UTF-16 unit a code point, the same for the same: fastest-levenshtein compares units. */
function asUnits(one: readonly string[], other: readonly string[]): [string, string] {
  const units = new Map<string, string>();
  const unitOf = (letter: string): string => {
    const unit = units.get(letter) ?? String.fromCharCode(units.size);
    units.set(letter, unit);
    return unit;
  };
  return [one.map(unitOf).join(''), other.map(unitOf).join('')];
}
