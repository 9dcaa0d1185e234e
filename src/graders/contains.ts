import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { fold, normalized } from '../lib/fold.ts';
import { goesOn } from './border.ts';
import { defineGrader, scored } from './define.ts';

/** Right when the answer holds one of the targets, or of the given words; with `all`, every one of them. */
export const contains = defineGrader({
  name: 'contains',
  summary: 'looks for the target inside the answer',
  version: 1,
  options: z.strictObject({
    words: z
      .array(z.string().refine((word) => fold(word) !== '', 'a word must show something'))
      .min(1)
      .describe('what to look for instead of the target')
      .exactOptional(),
    all: z.boolean().describe('all must be there; default: one is enough').default(false),
    case_sensitive: z.boolean().default(false),
    whole_words: z.boolean().describe('not inside a longer word or number').default(false),
  }),
  binary: true,
  extracts: false,

  check: (sample, { words }) =>
    words === undefined && targetsOf(sample).some((target) => fold(target) === '')
      ? 'its target is empty: any answer would hold it'
      : undefined,

  grade({ sample, answer, options: { words = targetsOf(sample), all, case_sensitive, whole_words } }) {
    const form = case_sensitive ? (text: string) => normalized(text, 'NFC').trim() : fold;
    const said = form(answer);
    const holds = whole_words ? holdsWhole : holdsAnywhere;
    const found = words.filter((word) => holds(said, form(word)));
    const missing = words.filter((word) => !found.includes(word));

    const isRight = all ? missing.length === 0 : found.length > 0;
    const explanation = isRight ? `holds ${listed(all ? words : found)}` : `lacks ${listed(missing)}`;
    return scored(isRight ? 1 : 0, explanation, { extracted: found[0] ?? null });
  },
});

const holdsAnywhere = (text: string, word: string): boolean => text.includes(word);

function holdsWhole(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const isInside = goesOn(text.slice(Math.max(0, at - 2), at), word) || goesOn(word, text.slice(end, end + 3));
    if (!isInside) return true;
  }
  return false;
}

const listed = (words: readonly string[]): string => words.map((word) => JSON.stringify(word)).join(', ');
