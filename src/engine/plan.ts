import { generationKey, trialKey } from '../domain/keys.ts';
import type { PlannedSample } from '../domain/sample.ts';
import { permutation, seededRandom } from '../lib/random.ts';

/** Every trial of a run, in order, without any of them in memory. */
export interface Plan {
  /** The places of all samples in the seeded order in which every model is asked. */
  readonly order: Uint32Array;
  readonly readSample: (line: number) => PlannedSample;
  readonly epochsOf: (task: string) => number;
  readonly mostEpochs: number;
  /** Trials of each model. */
  readonly trials: number;
}

interface PlanInput {
  /** Samples of each task. */
  readonly counts: ReadonlyMap<string, number>;
  readonly epochs: ReadonlyMap<string, number>;
  readonly readSample: (line: number) => PlannedSample;
  readonly seed: number;
}

export function makePlan({ counts, epochs, readSample, seed }: PlanInput): Plan {
  const samples = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const epochsOf = (task: string) => epochs.get(task) ?? 1;
  return {
    order: permutation(samples, seededRandom('order', seed)),
    readSample,
    epochsOf,
    mostEpochs: Math.max(1, ...epochs.values()),
    trials: [...counts].reduce((sum, [task, count]) => sum + count * epochsOf(task), 0),
  };
}

/** What we intend: one sample, to one model, once. */
export interface Trial {
  readonly key: string;
  readonly generation_key: string;
  readonly model: string;
  readonly sample: PlannedSample;
  /** Where the sample stands in `samples.jsonl`, from 0. */
  readonly line: number;
  readonly epoch: number;
}

/** A model's trials in order, made as they are asked for: every sample once before any is repeated. */
export function* trialsOf(plan: Plan, model: { id: string; identity: string }): Generator<Trial> {
  for (let epoch = 1; epoch <= plan.mostEpochs; epoch++) {
    for (const line of plan.order) {
      const sample = plan.readSample(line);
      if (epoch > plan.epochsOf(sample.task)) continue;
      yield {
        key: trialKey(model.id, sample.task, sample.sample, epoch),
        generation_key: generationKey(model.identity, sample.messages, epoch),
        model: model.id,
        sample,
        line,
        epoch,
      };
    }
  }
}
