import type { Graded, Mark } from '../domain/graded.ts';
import { probeScoreKey, scoreKey } from '../domain/keys.ts';
import { type Answered, isFailed } from '../domain/outcome.ts';
import type { GraderFacts, Manifest } from '../domain/run.ts';
import type { Score } from '../domain/score.ts';
import { KeyIndex } from '../lib/key-index.ts';
import { readOutcomes, readScores } from './read.ts';
import type { SampleIndex } from './sample-index.ts';

/**
 * Every line of `outcomes.jsonl` in order with its scores. Of several scores for one key and grader the last counts, and
 * only where its score key fits the answer, the target and the grader as they now are.
 */
export async function* readGraded(
  folder: string,
  { tasks }: Pick<Manifest, 'tasks'>,
  samples: SampleIndex,
): AsyncGenerator<Graded> {
  const scores = await LastScores.read(folder, { labels: namesOf(tasks, 'label'), choices: namesOf(tasks, 'choice') });
  const gradersOf = new Map(tasks.map(({ name, graders }) => [name, graders]));
  for await (const outcome of readOutcomes(folder)) {
    const line = samples.lineOf(outcome.task, outcome.sample);
    const target = line === undefined ? undefined : samples.targetOf(line);
    const graders = gradersOf.get(outcome.task) ?? [];
    const isGraded = outcome.role === 'answer' && !isFailed(outcome) && target !== undefined;
    const marks = isGraded ? graders.map((one) => scores.find(outcome, target, one)) : [];
    yield { outcome, line, marks };
  }
}

/** The last score of each case that judges were shown, where it fits the grader as it now is. */
export async function readProbes(folder: string, { tasks }: Pick<Manifest, 'tasks'>): Promise<Map<string, Score>> {
  const probes = new Map<string, Score>();
  const digests = new Map(
    tasks.flatMap(({ name, graders }) => graders.map((one) => [`${name}/${one.name}`, one.digest] as const)),
  );
  for await (const score of readScores(folder)) {
    const { probe, grader, score_key } = score;
    const digest = probe && digests.get(`${probe.task}/${grader}`);
    if (digest && probeScoreKey(probe.task, probe.name, digest) === score_key) probes.set(score_key, score);
  }
  return probes;
}

/** The names that graders of a kind go by. */
const namesOf = (tasks: Manifest['tasks'], kind: string): ReadonlySet<string> =>
  new Set(tasks.flatMap(({ graders }) => graders.filter(({ grader }) => grader === kind).map(({ name }) => name)));

/** The last score of each key and grader in `scores.jsonl`. */
class LastScores {
  /** The places of each grader's scores, by the keys of the trials. */
  readonly #places = new Map<string, KeyIndex>();
  readonly #scores: (Mark & Pick<Score, 'score_key'>)[] = [];
  /** Each word once, however often it was said. */
  readonly #words = new Map<string, string>();

  /** `labels` and `choices`: the graders of which a word is kept. */
  static async read(
    folder: string,
    { labels, choices }: Record<'labels' | 'choices', ReadonlySet<string>>,
  ): Promise<LastScores> {
    const last = new LastScores();
    for await (const { key, grader, score_key, state, value, parts, probe, ...words } of readScores(folder)) {
      if (probe) continue;
      const extracted = labels.has(grader) && words.extracted !== null ? last.#once(words.extracted) : null;
      const explanation = choices.has(grader) ? last.#once(words.explanation.split(':', 1)[0] ?? '') : '';
      const mark = { score_key, state, value, parts, extracted, explanation };
      last.#placesOf(grader).set(key, last.#scores.push(mark) - 1);
    }
    return last;
  }

  #once(word: string): string {
    const known = this.#words.get(word) ?? word;
    this.#words.set(known, known);
    return known;
  }

  find(answer: Answered, target: string, grader: GraderFacts): Mark | undefined {
    const place = this.#places.get(grader.name)?.get(answer.key);
    const score = place === undefined ? undefined : this.#scores[place];
    return score?.score_key === scoreKey(answer, target, grader.digest) ? score : undefined;
  }

  #placesOf(grader: string): KeyIndex {
    const known = this.#places.get(grader);
    if (known) return known;
    const places = new KeyIndex();
    this.#places.set(grader, places);
    return places;
  }
}
