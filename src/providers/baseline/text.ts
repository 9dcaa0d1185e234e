import { groupBy } from '../../lib/group-by.ts';

/** The words of a text, folded; digits count as words. */
export const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

export const sentences = (text: string): string[] =>
  [...segmenter.segment(text)].map(({ segment }) => segment.trim()).filter((sentence) => sentence !== '');

/** Places of the `k` greatest values, greatest first; the earlier of equals. */
export const greatest = (values: readonly number[], k: number): number[] =>
  values
    .map((_, index) => index)
    .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
    .slice(0, k);

/** The words of each text with their TF-IDF weights: count · ln((1 + N) / (1 + texts with the word)) + count. */
export function tfIdf(texts: readonly string[]): Map<string, number>[] {
  const bags = texts.map((text) => groupBy(words(text), (word) => word));
  const inTexts = new Map<string, number>();
  for (const word of bags.flatMap((bag) => [...bag.keys()])) inTexts.set(word, (inTexts.get(word) ?? 0) + 1);
  const weight = (word: string) => Math.log((1 + texts.length) / (1 + (inTexts.get(word) ?? 0))) + 1;
  return bags.map((bag) => new Map([...bag].map(([word, uses]) => [word, uses.length * weight(word)])));
}

/** The cosine of the angle between two bags of weighted words; 0 where one is empty. */
export function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const dot = [...a].reduce((sum, [word, weight]) => sum + weight * (b.get(word) ?? 0), 0);
  return dot === 0 ? 0 : dot / (length(a) * length(b));
}

const length = (bag: ReadonlyMap<string, number>): number =>
  Math.sqrt([...bag.values()].reduce((sum, weight) => sum + weight ** 2, 0));

/**
 * TextRank's weight of each sentence (Mihalcea & Tarau 2004): PageRank over the graph of sentences, each edge the words
 * that two share ÷ the logarithms of their lengths.
 */
export function textRank(all: readonly string[]): number[] {
  const bags = all.map((sentence) => new Set(words(sentence)));
  const edges = bags.map((a, i) => bags.map((b, j) => (i === j ? 0 : likeness(a, b))));
  const sums = edges.map((row) => row.reduce((sum, edge) => sum + edge, 0));

  let ranks = all.map(() => 1);
  for (let round = 0; round < 30; round++) {
    ranks = ranks.map((_, i) =>
      ranks.reduce(
        (sum, rank, j) => sum + (sums[j] ? (DAMPING * rank * (edges[j]?.[i] ?? 0)) / sums[j] : 0),
        1 - DAMPING,
      ),
    );
  }
  return ranks;
}

const DAMPING = 0.85;

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const logs = Math.log(a.size) + Math.log(b.size);
  return logs > 0 ? [...a].filter((word) => b.has(word)).length / logs : 0;
}
