import { targetDigest } from '../domain/keys.ts';
import type { PlannedSample } from '../domain/sample.ts';
import { HexColumn } from '../lib/hex-column.ts';
import { readSampleLines } from './read.ts';

/**
 * The samples of a run in the order of their lines: what each is called, what groups it, what source it shares, what its
 * answers are graded against; not its text.
 */
export class SampleIndex {
  readonly tasks: string[] = [];
  readonly samples: string[] = [];
  readonly groups: (string | null)[] = [];
  readonly categories: (string | null)[] = [];
  readonly clusters: (string | null)[] = [];
  readonly #targets = new HexColumn();
  /** Made when first asked for: most runs never ask. */
  #lines: Map<string, Map<string, number>> | undefined;

  /** Reads `samples.jsonl` once. */
  static async read(folder: string): Promise<SampleIndex> {
    return (await SampleIndex.readWithOffsets(folder)).index;
  }

  /** The same with where each line begins, in bytes, in order; one more than there are lines. */
  static async readWithOffsets(folder: string): Promise<{ index: SampleIndex; offsets: Float64Array }> {
    const index = new SampleIndex();
    const offsets = [0];
    for await (const { value, offset, length } of readSampleLines(folder)) {
      index.add(value);
      offsets.push(offset + length + 1);
    }
    return { index, offsets: Float64Array.from(offsets) };
  }

  add(sample: PlannedSample): void {
    this.tasks.push(sample.task);
    this.samples.push(sample.sample);
    this.groups.push(sample.group);
    this.categories.push(sample.category);
    this.clusters.push(sample.cluster ?? null);
    this.#targets.push(targetDigest(sample));
  }

  lineOf(task: string, sample: string): number | undefined {
    this.#lines ??= this.#makeLines();
    return this.#lines.get(task)?.get(sample);
  }

  /** The digest of a line's target. */
  targetOf(line: number): string {
    return this.#targets.at(line);
  }

  #makeLines(): Map<string, Map<string, number>> {
    const lines = new Map<string, Map<string, number>>();
    for (const [line, task] of this.tasks.entries()) {
      const own = lines.get(task) ?? new Map<string, number>();
      lines.set(task, own.set(this.samples[line] as string, line));
    }
    return lines;
  }
}
