import { lcsLength, lcsPlaces, type Reference, referenceOf } from './lcs.ts';
import { stem } from './stem.ts';

export const ROUGE_TYPES = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const;
export type RougeType = (typeof ROUGE_TYPES)[number];

/** Shares, 0…1, of the answer's and of the reference's words or word pairs that are in both. */
export interface Overlap {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** A text in words. */
export interface Words {
  readonly all: readonly string[];
  /** Line by line; lines of white space alone may be missing. */
  readonly lines: readonly (readonly string[])[];
}

/** Only a–z and 0–9 make words. As in rouge_score, those of three letters or fewer are never stemmed. */
export function wordsOf(text: string, { stems }: { readonly stems: boolean }): Words {
  const lines = text
    .toLowerCase()
    .split('\n')
    .map((line) => line.match(/[a-z0-9]+/g) ?? [])
    .filter((line) => line.length > 0)
    .map((line) => (stems ? line.map((word) => (word.length > 3 ? stem(word) : word)) : line));
  return { all: lines.flat(), lines };
}

/** How an answer overlaps with a reference: C.-Y. Lin, ROUGE, 2004, in the counts of Google's rouge_score. */
export const overlap = (type: RougeType, answer: Words, reference: Words): Overlap => OVERLAPS[type](answer, reference);

const OVERLAPS: Readonly<Record<RougeType, (answer: Words, reference: Words) => Overlap>> = {
  rouge1: (answer, reference) => ofCommon(answer.all, reference.all),
  rouge2: (answer, reference) => ofCommon(pairs(answer.all), pairs(reference.all)),
  rougeL: (answer, reference) => shares(lcsLength(referenceOf(reference.all), answer.all), sizes(answer, reference)),
  rougeLsum: (answer, reference) => shares(unionHits(answer, reference), sizes(answer, reference)),
};

const pairs = (words: readonly string[]): string[] => words.slice(1).map((word, index) => `${words[index]} ${word}`);

/** Each word counts as often as it stands in both. */
function ofCommon(answer: readonly string[], reference: readonly string[]): Overlap {
  const left = counts(reference);
  const hits = answer.filter((word) => take(left, word)).length;
  return shares(hits, { answer: answer.length, reference: reference.length });
}

/**
 * For each line of the reference, the places that are on its longest common subsequence with any line of the answer; a
 * word counts no more often than it stands in either text.
 */
function unionHits(answer: Words, reference: Words): number {
  const [inAnswer, inReference] = [counts(answer.all), counts(reference.all)];
  let hits = 0;
  for (const line of reference.lines) {
    for (const word of unionWords(line, answer.lines)) {
      if (!inAnswer.get(word) || !inReference.get(word)) continue;
      take(inAnswer, word);
      take(inReference, word);
      hits++;
    }
  }
  return hits;
}

function unionWords(line: readonly string[], others: readonly (readonly string[])[]): string[] {
  const reference: Reference = referenceOf(line);
  const found = new Set<number>();
  for (const other of others) for (const place of lcsPlaces(reference, other)) found.add(place);
  return line.filter((_, place) => found.has(place));
}

function counts(words: readonly string[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const word of words) all.set(word, (all.get(word) ?? 0) + 1);
  return all;
}

/** Whether one was left; it is now gone. */
function take(left: Map<string, number>, word: string): boolean {
  const count = left.get(word) ?? 0;
  if (count > 0) left.set(word, count - 1);
  return count > 0;
}

const sizes = (answer: Words, reference: Words) => ({ answer: answer.all.length, reference: reference.all.length });

function shares(hits: number, size: { readonly answer: number; readonly reference: number }): Overlap {
  const precision = hits / Math.max(1, size.answer);
  const recall = hits / Math.max(1, size.reference);
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1 };
}
