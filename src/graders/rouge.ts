import * as jsRouge from 'js-rouge';
import { z } from 'zod';
import { targetsOf } from '../domain/sample.ts';
import { defineGrader, scored } from './define.ts';

const TYPES = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const;
type RougeType = (typeof TYPES)[number];

/**
 * F1 of the words, word pairs or longest common subsequence that answer and reference share (Lin 2004), as Google's
 * `rouge_score` counts them: only a–z and 0–9 make tokens, no stemming. Of several references the best counts.
 */
export const rouge = defineGrader({
  name: 'rouge',
  summary: 'overlap of words with a reference (ROUGE F1, as rouge_score has it)',
  version: 1,
  options: z.strictObject({
    types: z
      .array(z.enum(TYPES))
      .min(1)
      .refine((types) => new Set(types).size === types.length, 'a type is named twice')
      .default(['rouge1', 'rouge2', 'rougeL']),
  }),
  binary: false,
  extracts: false,
  parts: ({ types }) => types.slice(1),

  check(sample) {
    const empty = targetsOf(sample).some((target) => !hasTokens(target));
    return empty ? 'its target holds no letters a–z or digits, which is all that ROUGE counts' : undefined;
  },

  grade({ sample, answer, options: { types } }) {
    const values = types.map((type) => [type, best(type, answer, targetsOf(sample))] as const);
    const [first, ...further] = values;
    return scored(first?.[1] ?? 0, values.map(([type, value]) => `${type} ${value.toFixed(4)}`).join(', '), {
      parts: Object.fromEntries(further),
    });
  },
});

const best = (type: RougeType, answer: string, references: readonly string[]): number =>
  Math.max(...references.map((reference) => f1(type, answer, reference)));

/**
 * js-rouge is given our tokenizer, word pairs and segmenter: with them it counts as rouge_score does, and takes texts of
 * any length. It throws on an empty side.
 */
function f1(type: RougeType, answer: string, reference: string): number {
  if (!hasTokens(answer) || !hasTokens(reference)) return 0;
  switch (type) {
    case 'rouge1':
      return jsRouge.n(answer, reference, { n: 1, tokenizer: tokens, nGram: (words) => words });
    case 'rouge2':
      return jsRouge.n(answer, reference, { n: 2, tokenizer: tokens, nGram: pairs });
    case 'rougeL':
      return jsRouge.l(answer, reference, { tokenizer: tokens, segmenter: (text) => [text] });
    case 'rougeLsum':
      return jsRouge.l(answer, reference, { tokenizer: tokens, segmenter: lines });
  }
}

const tokens = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

const hasTokens = (text: string): boolean => /[a-z0-9]/.test(text.toLowerCase());

const pairs = (words: string[]): string[] => words.slice(1).map((word, index) => `${words[index]} ${word}`);

const lines = (text: string): string[] => text.split('\n').filter(hasTokens);
