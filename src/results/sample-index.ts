import { targetDigest } from '../domain/keys.ts';
import type { PlannedSample } from '../domain/sample.ts';
import { readSamples } from './read.ts';

/** What groups the samples of a run, in the order of their lines. */
export class SampleColumns {
  readonly groups: (string | null)[] = [];
  readonly categories: (string | null)[] = [];
  readonly tasks: string[] = [];

  add({ group, category, task }: Pick<PlannedSample, 'group' | 'category' | 'task'>): void {
    this.groups.push(group);
    this.categories.push(category);
    this.tasks.push(task);
  }
}

/** Where each sample of a run stands, what groups it, and what its answers are graded against; not its text. */
export class SampleIndex extends SampleColumns {
  readonly #lines = new Map<string, number>();
  readonly #targets: string[] = [];

  /** Reads `samples.jsonl` once. */
  static async read(folder: string): Promise<SampleIndex> {
    const index = new SampleIndex();
    for await (const sample of readSamples(folder)) {
      index.#lines.set(nameOf(sample.task, sample.sample), index.#targets.length);
      index.#targets.push(targetDigest(sample));
      index.add(sample);
    }
    return index;
  }

  lineOf(task: string, sample: string): number | undefined {
    return this.#lines.get(nameOf(task, sample));
  }

  targetOf(line: number): string {
    return this.#targets[line] as string;
  }
}

/** With the task's length, so that no two pairs have one name. */
const nameOf = (task: string, sample: string): string => `${task.length} ${task}${sample}`;
