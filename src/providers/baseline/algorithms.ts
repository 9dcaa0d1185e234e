import { permutation, type Random, randomBelow } from '../../lib/random.ts';
import type { Question } from './read-prompt.ts';
import { cosine, greatest, sentences, textRank, tfIdf, words } from './text.ts';

/** A small real algorithm that answers each kind of question: an honest lower bound. */
export interface Algorithm {
  /** The place of an option, from 0. */
  choice(question: Extract<Question, { kind: 'choice' }>, random: Random): number;
  label(question: Extract<Question, { kind: 'label' }>, random: Random): string;
  /** The places of the sentences that make the summary. */
  summary(all: readonly string[], random: Random): readonly number[];
}

const SUMMARY_SENTENCES = 2;

/** Any option, any label, any two sentences. */
const random: Algorithm = {
  choice: ({ choices }, draw) => randomBelow(draw, choices.length),
  label: ({ labels }, draw) => labels[randomBelow(draw, labels.length)] ?? '',
  summary: (all, draw) => [...permutation(all.length, draw).subarray(0, SUMMARY_SENTENCES)],
};

/** The first option, the shots' most frequent label, the first two sentences. */
const first: Algorithm = {
  choice: () => 0,
  label: ({ labels, shots }) => {
    const uses = labels.map((label) => shots.filter((shot) => shot.label === label).length);
    return labels[greatest(uses, 1)[0] ?? 0] ?? '';
  },
  summary: (all) => all.slice(0, SUMMARY_SENTENCES).map((_, index) => index),
};

/** The option that shares most words with the question, the label of the shot nearest by TF-IDF, TextRank's sentences. */
const similar: Algorithm = {
  choice: ({ question, choices }) => {
    const asked = new Set(words(question));
    const shared = choices.map((choice) => new Set(words(choice).filter((word) => asked.has(word))).size);
    return greatest(shared, 1)[0] ?? 0;
  },
  label: ({ text, labels, shots }) => {
    const [own = new Map(), ...bags] = tfIdf([text, ...shots.map((shot) => shot.text)]);
    const nearest = greatest(
      bags.map((bag) => cosine(own, bag)),
      1,
    )[0];
    return (nearest === undefined ? labels[0] : shots[nearest]?.label) ?? '';
  },
  summary: (all) => greatest(textRank(all), SUMMARY_SENTENCES),
};

export const algorithms: Readonly<Record<string, Algorithm>> = { random, first, similar };

/** The algorithm's answer in the form that the prompt asks for. */
export function answerOf(algorithm: Algorithm, question: Question, draw: Random): string {
  if (question.kind === 'label') return algorithm.label(question, draw);
  if (question.kind === 'choice') {
    const letter = String.fromCharCode(65 + algorithm.choice(question, draw));
    return question.answerLine ? `Answer: ${letter}` : letter;
  }
  const all = sentences(question.text);
  return [...algorithm.summary(all, draw)]
    .sort((a, b) => a - b)
    .map((place) => all[place])
    .join(' ');
}
