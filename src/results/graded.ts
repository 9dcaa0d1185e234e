import type { Graded, Mark } from '../domain/graded.ts';
import { probeScoreKey, scoreKey } from '../domain/keys.ts';
import { type Answered, isFailed } from '../domain/outcome.ts';
import { type GraderFacts, type Manifest, trialsOf } from '../domain/run.ts';
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
  manifest: Pick<Manifest, 'suite' | 'tasks'>,
  samples: SampleIndex,
): AsyncGenerator<Graded> {
  const { tasks } = manifest;
  const scores = await LastScores.read(folder, manifest);
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
const whyNot = ({ state, explanation }: Pick<Score, 'state' | 'explanation'>): string =>
  state === 'unscored' ? explanation : '';

/** The last score of each key and grader in `scores.jsonl`. */
class LastScores {
  /** The trials by their keys, in the order of their first scores. */
  readonly #trials: KeyIndex;
  readonly #graders: ReadonlyMap<string, GraderScores>;

  private constructor(expected: number, graders: Iterable<string>) {
    this.#trials = new KeyIndex(expected);
    this.#graders = new Map(Array.from(graders, (name) => [name, new GraderScores(expected)]));
  }

  /** Scores of graders that the tasks no longer have are left out. */
  static async read(folder: string, manifest: Pick<Manifest, 'suite' | 'tasks'>): Promise<LastScores> {
    const { tasks } = manifest;
    const [labels, choices] = [namesOf(tasks, 'label'), namesOf(tasks, 'choice')];
    const last = new LastScores(
      trialsOf(manifest),
      new Set(tasks.flatMap((task) => task.graders.map(({ name }) => name))),
    );
    for await (const score of readScores(folder)) {
      if (score.probe) continue;
      const { key, grader, score_key, state, value, parts } = score;
      const extracted = labels.has(grader) ? score.extracted : null;
      const explanation = choices.has(grader) ? (score.explanation.split(':', 1)[0] ?? '') : whyNot(score);
      const trial = last.#trials.numberOf(key);
      last.#graders.get(grader)?.set(trial, score_key, { state, value, parts, extracted, explanation });
    }
    return last;
  }

  find(answer: Answered, target: string, { name, digest }: GraderFacts): Mark | undefined {
    const trial = this.#trials.get(answer.key);
    return trial === undefined ? undefined : this.#graders.get(name)?.find(trial, scoreKey(answer, target, digest));
  }
}

/** One grader's scores in columns by trial, since a run may have millions. */
class GraderScores {
  readonly #scoreKeys: HexColumn;
  readonly #marks: MarkColumn;

  constructor(expected: number) {
    this.#scoreKeys = new HexColumn(expected);
    this.#marks = new MarkColumn(expected);
  }

  set(trial: number, score_key: string, mark: Mark): void {
    this.#scoreKeys.set(trial, score_key);
    this.#marks.set(trial, mark);
  }

  find(trial: number, score_key: string): Mark | undefined {
    const mark = this.#marks.at(trial);
    return mark && this.#scoreKeys.at(trial) === score_key ? mark : undefined;
  }
}
