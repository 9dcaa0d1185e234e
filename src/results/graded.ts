import type { Graded, Mark } from '../domain/graded.ts';
import { probeScoreKey, scoreKey } from '../domain/keys.ts';
import { type Answered, isFailed } from '../domain/outcome.ts';
import type { GraderFacts, Manifest } from '../domain/run.ts';
import type { Score } from '../domain/score.ts';
import { HexColumn } from '../lib/hex-column.ts';
import { KeyIndex } from '../lib/key-index.ts';
import { MarkColumn } from './mark-column.ts';
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
  const scores = await LastScores.read(folder, tasks);
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

/** What is said again where no score can be given again, and only then. */
const whyNot = (state: Score['state'], { explanation }: Pick<Score, 'explanation'>): string =>
  state === 'unscored' ? explanation : '';

/** The last score of each key and grader in `scores.jsonl`. */
class LastScores {
  readonly #graders: ReadonlyMap<string, GraderScores>;

  private constructor(graders: ReadonlyMap<string, GraderScores>) {
    this.#graders = graders;
  }

  /** Scores of graders that the tasks no longer have are left out. */
  static async read(folder: string, tasks: Manifest['tasks']): Promise<LastScores> {
    const [labels, choices] = [namesOf(tasks, 'label'), namesOf(tasks, 'choice')];
    const graders = new Map(
      tasks.flatMap((task) => task.graders.map(({ name }) => [name, new GraderScores()] as const)),
    );
    for await (const { key, grader, score_key, state, value, parts, probe, ...words } of readScores(folder)) {
      if (probe) continue;
      const extracted = labels.has(grader) ? words.extracted : null;
      const explanation = choices.has(grader) ? (words.explanation.split(':', 1)[0] ?? '') : whyNot(state, words);
      graders.get(grader)?.add({ key, score_key }, { state, value, parts, extracted, explanation });
    }
    return new LastScores(graders);
  }

  find(answer: Answered, target: string, { name, digest }: GraderFacts): Mark | undefined {
    return this.#graders.get(name)?.find(answer.key, scoreKey(answer, target, digest));
  }
}

/** One grader's scores in columns, since a run may have millions. */
class GraderScores {
  /** By the keys of the trials. */
  readonly #places = new KeyIndex();
  readonly #scoreKeys = new HexColumn();
  readonly #marks = new MarkColumn();
  #size = 0;

  add({ key, score_key }: Pick<Score, 'key' | 'score_key'>, mark: Mark): void {
    this.#places.set(key, this.#size);
    this.#scoreKeys.push(score_key);
    this.#marks.push(mark);
    this.#size += 1;
  }

  find(key: string, score_key: string): Mark | undefined {
    const place = this.#places.get(key);
    return place !== undefined && this.#scoreKeys.at(place) === score_key ? this.#marks.at(place) : undefined;
  }
}
