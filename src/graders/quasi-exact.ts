import { normalized } from '../lib/fold.ts';

/**
 * A text as SQuAD's evaluation script, and HELM after it, compare answers: in lower case, without ASCII punctuation,
 * without a, an and the, white space collapsed; in this order, so that `a.` goes and `U.S.` is `us`.
 */
export const quasiExact = (text: string): string =>
  normalized(text, 'NFC')
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(ARTICLES, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** With word borders that know all letters: the `a` of `éa` is no word. */
const ARTICLES = /(?<![\p{L}\p{M}\p{N}])(?:an?|the)(?![\p{L}\p{M}\p{N}])/gu;

/** The words of that form. A script without spaces between words gives one word. */
export const quasiExactWords = (text: string): readonly string[] =>
  quasiExact(text)
    .split(' ')
    .filter((word) => word !== '');
