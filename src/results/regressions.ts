import type { Flip, Regression, ShownAnswer } from '../domain/comparison.ts';
import { scoreKey, targetDigest } from '../domain/keys.ts';
import { isDropped, isFailed, type Outcome } from '../domain/outcome.ts';
import { type Manifest, metricsOf } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import type { Score } from '../domain/score.ts';
import { readOutcomes, readSamples, readScores } from './read.ts';

/** One model's answers to some samples of a task. */
export interface AnswersOf {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly model: string;
  readonly task: string;
  readonly metric: string;
}

/** The samples that a candidate lost, with what both said; the files are read once a side. */
export async function readRegressions(
  candidate: AnswersOf,
  baseline: AnswersOf,
  lost: readonly Flip[],
): Promise<Regression[]> {
  const ids = new Set(lost.map(({ sample }) => sample));
  const samples = await samplesNamed(candidate, ids);
  const [one, other] = [await answersTo(candidate, samples), await answersTo(baseline, samples)];
  return [...ids].flatMap((sample): Regression[] => {
    const planned = samples.get(sample);
    if (!planned) return [];
    return [
      {
        ...{ task: candidate.task, sample, candidate: candidate.model, baseline: baseline.model },
        ...{ prompt: planned.messages, target: planned.target },
        answers: { candidate: one.get(sample) ?? [], baseline: other.get(sample) ?? [] },
      },
    ];
  });
}

async function samplesNamed({ folder, task }: AnswersOf, ids: ReadonlySet<string>) {
  const found = new Map<string, PlannedSample>();
  for await (const sample of readSamples(folder)) {
    if (sample.task === task && ids.has(sample.sample)) found.set(sample.sample, sample);
  }
  return found;
}

async function answersTo(of: AnswersOf, samples: ReadonlyMap<string, PlannedSample>) {
  const outcomes = new Map<string, Outcome>();
  for await (const outcome of readOutcomes(of.folder)) {
    const isWanted = outcome.role === 'answer' && outcome.model === of.model && outcome.task === of.task;
    if (isWanted && samples.has(outcome.sample) && !isDropped(outcome)) outcomes.set(outcome.key, outcome);
  }
  const scores = await scoresOf(of, outcomes);
  const shown = new Map<string, ShownAnswer[]>();
  for (const outcome of [...outcomes.values()].sort((one, two) => one.epoch - two.epoch)) {
    const target = targetDigest(samples.get(outcome.sample) as PlannedSample);
    shown.set(outcome.sample, [...(shown.get(outcome.sample) ?? []), shownAnswer(of, outcome, scores, target)]);
  }
  return shown;
}

async function scoresOf(of: AnswersOf, outcomes: ReadonlyMap<string, Outcome>): Promise<Map<string, Score>> {
  const { name } = graderOf(of);
  const scores = new Map<string, Score>();
  for await (const score of readScores(of.folder)) {
    if (score.grader === name && !score.probe && outcomes.has(score.key)) scores.set(score.key, score);
  }
  return scores;
}

/** A score counts only where it fits the answer and the grader as they now are. */
function shownAnswer(of: AnswersOf, outcome: Outcome, scores: ReadonlyMap<string, Score>, target: string): ShownAnswer {
  const { epoch } = outcome;
  if (isFailed(outcome)) return { epoch, answer: null, value: null, explanation: outcome.failure.message };
  const score = scores.get(outcome.key);
  const fits = score?.score_key === scoreKey(outcome, target, graderOf(of).digest);
  if (!score || !fits) return { epoch, answer: outcome.answer, value: null, explanation: null };
  const part = of.metric.startsWith(`${score.grader}.`) ? of.metric.slice(score.grader.length + 1) : null;
  const value = part === null ? score.value : (score.parts[part] ?? null);
  return { epoch, answer: outcome.answer, value, explanation: score.explanation };
}

const graderOf = ({ manifest, task, metric }: AnswersOf): { readonly name: string; readonly digest: string } =>
  manifest.tasks.find(({ name }) => name === task)?.graders.find((one) => metricsOf(one).includes(metric)) ?? {
    name: metric,
    digest: '',
  };
