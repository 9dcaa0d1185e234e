import { generationKey, trialKey } from '../domain/keys.ts';
import { askingOrder } from '../domain/order.ts';
import type { PlannedSample } from '../domain/sample.ts';

/** What is in memory of the planned samples, by line. */
interface Planned {
  readonly tasks: readonly string[];
  readonly samples: readonly string[];
  /** The digest of what a line's answers are graded against. */
  targetOf(line: number): string;
}

/** Every trial of a run, in order, without any of them in memory. */
export interface Plan {
  readonly planned: Planned;
  /** The places of all samples in the seeded order in which every model is asked. */
  readonly order: Uint32Array;
  readonly readSample: (line: number) => PlannedSample;
  readonly epochsOf: (task: string) => number;
  readonly mostEpochs: number;
  /** Trials of each model. */
  readonly trials: number;
}

interface PlanInput {
  readonly planned: Planned;
  readonly epochs: ReadonlyMap<string, number>;
  readonly readSample: (line: number) => PlannedSample;
  readonly seed: number;
}

export function makePlan({ planned, epochs, readSample, seed }: PlanInput): Plan {
  const epochsOf = (task: string) => epochs.get(task) ?? 1;
  return {
    planned,
    order: askingOrder(planned.tasks.length, seed),
    readSample,
    epochsOf,
    mostEpochs: Math.max(1, ...epochs.values()),
    trials: planned.tasks.reduce((sum, task) => sum + epochsOf(task), 0),
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

/** A model's trials that are not done, in order, made as they are asked for: every sample once before any is repeated. */
export function* trialsOf(
  { planned, order, ...plan }: Plan,
  model: { id: string; identity: string },
  isDone: (key: string, task: string) => boolean = () => false,
): Generator<Trial> {
  for (let epoch = 1; epoch <= plan.mostEpochs; epoch++) {
    for (const line of order) {
      const task = planned.tasks[line] as string;
      if (epoch > plan.epochsOf(task)) continue;
      const key = trialKey(model.id, task, planned.samples[line] as string, epoch);
      if (isDone(key, task)) continue;
      const sample = plan.readSample(line);
      const generation_key = generationKey(model.identity, sample.messages, epoch);
      yield { key, generation_key, model: model.id, sample, line, epoch };
    }
  }
}
