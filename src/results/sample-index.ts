import { UserError } from '../domain/errors.ts';
import { targetDigest } from '../domain/keys.ts';
import type { TaskFacts } from '../domain/run.ts';
import type { PlannedSample, Sample } from '../domain/sample.ts';
import { HexColumn } from '../lib/hex-column.ts';
import { readSampleLines } from './read.ts';

/**
 * The samples of a run in the order of their lines: what each is called, what groups it, what source it shares, what its
 * answers are graded against; of its texts only the targets of tasks whose answers are labels.
 */
export class SampleIndex {
  readonly tasks: string[] = [];
  readonly samples: string[] = [];
  readonly groups: (string | null)[] = [];
  readonly categories: (string | null)[] = [];
  readonly clusters: (string | null)[] = [];
  /** Null where the task's answers are no labels. Equal ones are the same string. */
  readonly labels: (Sample['target'] | null)[] = [];
  readonly #targets = new HexColumn();
  readonly #labelled: ReadonlySet<string>;
  readonly #known = new Map<string, Sample['target']>();
  readonly #texts = new Map<string, string>();
  /** Made when first asked for: most runs never ask. */
  #lines: Map<string, Map<string, number>> | undefined;

  /** `labelled`: the tasks whose answers are labels. */
  constructor(labelled: ReadonlySet<string> = new Set()) {
    this.#labelled = labelled;
  }

  /** Reads `samples.jsonl` once. */
  static async read(folder: string, labelled?: ReadonlySet<string>): Promise<SampleIndex> {
    return (await SampleIndex.readWithOffsets(folder, labelled)).index;
  }

  /** The same with where each line begins, in bytes, in order; one more than there are lines. */
  static async readWithOffsets(
    folder: string,
    labelled?: ReadonlySet<string>,
  ): Promise<{ index: SampleIndex; offsets: Float64Array }> {
    const index = new SampleIndex(labelled);
    const offsets = [0];
    for await (const { value, offset, length } of readSampleLines(folder)) {
      index.add(value);
      offsets.push(offset + length + 1);
    }
    return { index, offsets: Float64Array.from(offsets) };
  }

  add(sample: PlannedSample): void {
    this.#targets.set(this.tasks.length, targetDigest(sample));
    this.tasks.push(this.#once(sample.task));
    this.samples.push(sample.sample);
    this.groups.push(sample.group && this.#once(sample.group));
    this.categories.push(sample.category && this.#once(sample.category));
    this.clusters.push(sample.cluster == null ? null : this.#once(sample.cluster));
    this.labels.push(this.#labelled.has(sample.task) ? this.#labelOf(sample) : null);
  }

  /** The text as it was first met: what many samples share is held once. */
  #once(text: string): string {
    const known = this.#texts.get(text) ?? text;
    this.#texts.set(text, known);
    return known;
  }

  lineOf(task: string, sample: string): number | undefined {
    this.#lines ??= this.#makeLines();
    return this.#lines.get(task)?.get(sample);
  }

  /** Throws a UserError where a run's tasks, each in one piece, are not these samples: one of its files was changed. */
  mustHold(folder: string, tasks: readonly Pick<TaskFacts, 'name' | 'samples'>[]): void {
    const odd = tasks.find(({ name, samples: n }) => !this.#hasInOnePiece(name, n));
    const whole = tasks.reduce((sum, { samples }) => sum + samples, 0);
    if (!odd && whole === this.tasks.length) return;
    const files = 'samples.jsonl and manifest.json do not fit together';
    const why = odd
      ? `${this.tasks.filter((task) => task === odd.name).length} and ${odd.samples} samples of ${odd.name}`
      : `${this.tasks.length} and ${whole} samples in all`;
    throw new UserError(`${folder}: ${files} (${why}): take both as they were written, or run the suite again`);
  }

  #hasInOnePiece(task: string, n: number): boolean {
    const first = this.tasks.indexOf(task);
    return n === 0 ? first === -1 : first !== -1 && this.tasks.lastIndexOf(task) === first + n - 1;
  }

  /** The digest of a line's target. */
  targetOf(line: number): string {
    return this.#targets.at(line);
  }

  #labelOf({ target }: PlannedSample): Sample['target'] {
    const written = JSON.stringify(target);
    const known = this.#known.get(written) ?? target;
    this.#known.set(written, known);
    return known;
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
