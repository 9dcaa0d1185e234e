import { z } from 'zod';
import { letterAt, MOST_CHOICES, type Question, targetsOf } from '../domain/sample.ts';
import { extractChoice, extractFirst } from './choice-extract.ts';
import { defineGrader, right, unparsed, wrong } from './define.ts';

/** Right when the letter that the answer gives is the target's. */
export const choice = defineGrader({
  name: 'choice',
  summary: 'reads the letter of a multiple-choice answer',
  version: 1,
  options: z.strictObject({
    multiple: z.boolean().default(false),
    answer_first: z
      .boolean()
      .describe('the prompt asks for the answer first: it is read though the token limit cut off what follows')
      .exactOptional(),
  }),
  binary: true,
  extracts: true,
  readsCut: ({ answer_first = false }) => answer_first,

  check(sample, { multiple }) {
    const choices = sample.choices ?? [];
    if (choices.length < 2) return 'it has no choices (name their columns: fields: { choices: [a, b, c, d] })';
    if (choices.length > MOST_CHOICES) return `it has ${choices.length} choices; letters name ${MOST_CHOICES} at most`;
    const stranger = targetsOf(sample).find((target) => lettersOf(target, sample, multiple) === undefined);
    const last = letterAt(choices.length - 1);
    return stranger === undefined
      ? undefined
      : `target "${stranger}" is not ${multiple ? 'a list of letters' : 'a letter'} A–${last}`;
  },

  grade({ sample, answer, options: { multiple }, cut = false }) {
    const extract = cut ? extractFirst : extractChoice;
    const found = extract(answer, sample.choices ?? [], multiple);
    if (found.letters === undefined) return unparsed(found.rule);
    const same = targetsOf(sample).some((target) => lettersOf(target, sample, multiple) === found.letters);
    return same ? right(found.letters, found.rule) : wrong(found.letters, found.rule);
  },
});

/** The letters of a target in order (`C`, or `AC` where several may be right), undefined where it is none. */
function lettersOf(target: string, { choices }: Question, multiple: boolean): string | undefined {
  const letters = [...new Set(target.toUpperCase().replace(/[\s,]/g, ''))].sort();
  const last = letterAt((choices?.length ?? 0) - 1);
  const known = letters.length > 0 && letters.every((letter) => letter >= 'A' && letter <= last && letter.length === 1);
  return known && (multiple || target.trim().length === 1) ? letters.join('') : undefined;
}
