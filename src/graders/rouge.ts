import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { defineGrader, scored } from './define.ts';
import { type Overlap, overlap, ROUGE_TYPES, type RougeType, type Words, wordsOf } from './overlap.ts';

const FURTHER = ['precision', 'recall'] as const;

const without = (twice: string) => [(all: readonly string[]) => new Set(all).size === all.length, twice] as const;

/**
 * F1 of the words, word pairs or longest common subsequence that answer and reference share, as Google's `rouge_score`
 * counts them: only a–z and 0–9 make words. Of several references the one with the best F1 counts, for each type by itself.
 */
export const rouge = defineGrader({
  name: 'rouge',
  summary: 'overlap of words with a reference (ROUGE F1, as rouge_score has it)',
  version: 1,
  options: z.strictObject({
    types: z
      .array(z.enum(ROUGE_TYPES))
      .min(1)
      .refine(...without('a type is named twice'))
      .default(['rouge1', 'rouge2', 'rougeL']),
    stem: z.boolean().describe('compare stems: NLTK’s Porter, as in rouge_score; default false').exactOptional(),
    parts: z
      .array(z.enum(FURTHER))
      .refine(...without('a part is named twice'))
      .describe('further metrics of each type: rouge.rouge1.precision')
      .exactOptional(),
  }),
  binary: false,
  extracts: false,
  parts: ({ types, parts = [] }) => [
    ...types.slice(1),
    ...types.flatMap((type) => parts.map((part) => `${type}.${part}`)),
  ],

  check(sample) {
    const empty = targetsOf(sample).some((target) => !/[a-z0-9]/.test(target.toLowerCase()));
    return empty ? 'its target holds no letters a–z or digits, which is all that ROUGE counts' : undefined;
  },

  grade({ sample, answer, options: { types, stem: stems = false, parts = [] } }) {
    const said = wordsOf(answer, { stems });
    const references = targetsOf(sample).map((target) => wordsOf(target, { stems }));
    const found = types.map((type) => ({ type, ...best(type, said, references) }));

    const further = found.slice(1).map(({ type, f1 }) => [type, f1]);
    const asked = found.flatMap((one) => parts.map((part) => [`${one.type}.${part}`, one[part]]));
    return scored(found[0]?.f1 ?? 0, found.map(({ type, f1 }) => `${type} ${f1.toFixed(4)}`).join(', '), {
      parts: Object.fromEntries([...further, ...asked]),
    });
  },
});

/** With the reference of the best F1, the first of equals. */
const best = (type: RougeType, answer: Words, references: readonly Words[]): Overlap =>
  references.map((reference) => overlap(type, answer, reference)).reduce((a, b) => (b.f1 > a.f1 ? b : a));
