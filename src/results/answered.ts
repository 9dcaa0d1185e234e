import type { AnsweredSample, SampleAnswer } from '../domain/answered-sample.ts';
import { scoreKey, targetDigest, trialKey } from '../domain/keys.ts';
import { isFailed, type Outcome } from '../domain/outcome.ts';
import type { GraderFacts, Manifest } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import { AnswerPlaces } from './answer-places.ts';
import { type Place, PlacedLines } from './placed-lines.ts';
import { readSampleLines } from './read.ts';

/** What is read of an answer; its cost follows from prices. */
type ReadAnswer = Omit<SampleAnswer, 'cost'>;
type ReadSample = Omit<AnsweredSample, 'answers'> & { readonly answers: readonly ReadAnswer[] };

/** Lines are read back together up to here: enough to lie together, little enough to hold. */
const BATCH_BYTES = 256 * 1024;

/** Every sample in the order of `samples.jsonl` with its answers and their scores; memory holds some MB of texts at a time. */
export async function* readAnswered(folder: string, manifest: Manifest): AsyncGenerator<ReadSample> {
  const places = await AnswerPlaces.read(folder, manifest);
  const askedOf = new Map(manifest.tasks.map(({ name, graders }) => [name, { graders, asks: asksOf(manifest, name) }]));
  using outcomes = new PlacedLines(folder, 'outcomes');
  using scores = new PlacedLines(folder, 'scores');

  let batch: Wanted[] = [];
  let bytes = 0;
  for await (const { value: sample, length } of readSampleLines(folder)) {
    const { asks = [], graders = [] } = askedOf.get(sample.task) ?? {};
    const wanted = wantedOf(sample, { asks, graders, places });
    batch.push(wanted);
    bytes += length + wanted.bytes;
    if (bytes < BATCH_BYTES) continue;
    yield* readBatch(batch, { outcomes, scores });
    batch = [];
    bytes = 0;
  }
  yield* readBatch(batch, { outcomes, scores });
}

interface Ask {
  readonly model: string;
  readonly epoch: number;
}

function asksOf({ suite }: Manifest, task: string): Ask[] {
  const epochs = suite.tasks.find(({ name }) => name === task)?.epochs ?? 1;
  return suite.models.flatMap(({ id }) =>
    Array.from({ length: epochs }, (_, index) => ({ model: id, epoch: index + 1 })),
  );
}

interface Wanted {
  readonly sample: PlannedSample;
  readonly answers: readonly { readonly at: Place; readonly scores: readonly WantedScore[] }[];
  readonly bytes: number;
}

interface WantedScore {
  readonly grader: GraderFacts;
  readonly at: Place;
}

interface Around {
  readonly asks: readonly Ask[];
  readonly graders: readonly GraderFacts[];
  readonly places: AnswerPlaces;
}

function wantedOf(sample: PlannedSample, { asks, graders, places }: Around): Wanted {
  const answers = asks.flatMap(({ model, epoch }) => {
    const answer = places.find(trialKey(model, sample.task, sample.sample, epoch));
    if (answer === undefined) return [];
    const scores = graders.flatMap((grader) => {
      const at = places.score(answer, grader.name);
      return at ? [{ grader, at }] : [];
    });
    return [{ at: places.answer(answer), scores }];
  });
  const bytes = answers.reduce(
    (sum, { at, scores }) => scores.reduce((more, one) => more + one.at.length, sum + at.length),
    0,
  );
  return { sample, answers, bytes };
}

interface Files {
  readonly outcomes: PlacedLines;
  readonly scores: PlacedLines;
}

function* readBatch(batch: readonly Wanted[], files: Files): Generator<ReadSample> {
  const answers = batch.flatMap((wanted) => wanted.answers);
  const outcomes = files.outcomes.read<Outcome>(answers.map(({ at }) => at)).values();
  const scores = files.scores.read<Score>(answers.flatMap((answer) => answer.scores.map(({ at }) => at))).values();
  for (const { sample, answers } of batch) {
    const target = targetDigest(sample);
    yield {
      sample,
      answers: answers.map((answer) => {
        const outcome = outcomes.next().value as Outcome;
        const found = answer.scores.map(({ grader }) => ({ grader, score: scores.next().value as Score }));
        return { outcome, scores: found.filter((one) => isFitting(outcome, target, one)).map(({ score }) => score) };
      }),
    };
  }
}

/** A score counts only where it fits the answer, the target and the grader as they now are. */
const isFitting = (
  outcome: Outcome,
  target: string,
  { grader, score }: { readonly grader: GraderFacts; readonly score: Score },
): boolean => !isFailed(outcome) && score.score_key === scoreKey(outcome, target, grader.digest);
