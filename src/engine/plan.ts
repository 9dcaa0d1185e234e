import { generationKey, trialKey } from '../domain/keys.ts';
import { askingOrder, type Sourced } from '../domain/order.ts';
import type { PlannedSample } from '../domain/sample.ts';

/** What is in memory of the planned samples, by line. */
interface Planned extends Sourced {
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
  /** Whether a sample is asked in all its epochs before the next one is; else every sample once before any is repeated. */
  readonly repeatsAtOnce: boolean;
  /** Trials of each model. */
  readonly trials: number;
}

interface PlanInput {
  readonly planned: Planned;
  readonly epochs: ReadonlyMap<string, number>;
  readonly readSample: (line: number) => PlannedSample;
  readonly seed: number;
  readonly repeatsAtOnce?: boolean;
}

export function makePlan({ planned, epochs, readSample, seed, repeatsAtOnce = false }: PlanInput): Plan {
  const epochsOf = (task: string) => epochs.get(task) ?? 1;
  return {
    planned,
    order: askingOrder(planned, seed),
    readSample,
    epochsOf,
    mostEpochs: Math.max(1, ...epochs.values()),
    repeatsAtOnce,
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

/** A model's trials that are not done, in order, made as they are asked for. */
export function* trialsOf(
  plan: Plan,
  model: { id: string; identity: string },
  isDone: (key: string, task: string) => boolean = () => false,
): Generator<Trial> {
  const { tasks, samples } = plan.planned;
  for (const { line, epoch } of turnsOf(plan)) {
    const task = tasks[line] as string;
    if (epoch > plan.epochsOf(task)) continue;
    const key = trialKey(model.id, task, samples[line] as string, epoch);
    if (isDone(key, task)) continue;
    const sample = plan.readSample(line);
    const generation_key = generationKey(model.identity, sample.messages, epoch);
    yield { key, generation_key, model: model.id, sample, line, epoch };
  }
}

function* turnsOf({ order, mostEpochs, repeatsAtOnce }: Plan): Generator<Pick<Trial, 'line' | 'epoch'>> {
  const [rounds, turns] = repeatsAtOnce ? [1, mostEpochs] : [mostEpochs, 1];
  for (let round = 1; round <= rounds; round++) {
    for (const line of order) for (let turn = 0; turn < turns; turn++) yield { line, epoch: round + turn };
  }
}
