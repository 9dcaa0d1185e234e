import type { AnsweredSample } from '../domain/answered-sample.ts';
import type { Manifest } from '../domain/run.ts';
import { costOf } from '../pricing/cost.ts';
import { readAnswered } from '../results/answered.ts';
import { pricesOf } from './scorecard.ts';

/** Every sample of a run with its answers, their scores and what each cost, in the order of `samples.jsonl`. */
export async function* readAnsweredSamples(folder: string, manifest: Manifest): AsyncGenerator<AnsweredSample> {
  const prices = pricesOf(manifest);
  for await (const { sample, answers } of readAnswered(folder, manifest)) {
    yield {
      sample,
      answers: answers.map((answer) => ({ ...answer, cost: costOf(answer.outcome, prices.get(answer.outcome.model)) })),
    };
  }
}
