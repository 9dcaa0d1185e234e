import { isFailed, type Reused } from '../domain/outcome.ts';
import { readManifest } from './manifest.ts';
import { OutcomeIndex } from './outcome-index.ts';

/** The answers of another run, by what could change them; they stay on disk. */
export class Reuse implements Disposable {
  readonly run_id: string;
  readonly #answers: OutcomeIndex;

  private constructor(run_id: string, answers: OutcomeIndex) {
    this.run_id = run_id;
    this.#answers = answers;
  }

  /** Throws a UserError where the folder is not a run or a line of it is broken. */
  static async open(folder: string): Promise<Reuse> {
    const { run_id } = await readManifest(folder);
    const answers = await OutcomeIndex.open(folder, (outcome) =>
      isFailed(outcome) ? undefined : outcome.generation_key,
    );
    return new Reuse(run_id, answers);
  }

  /** The latest answer to what has this generation key. */
  find(generation_key: string): Reused | undefined {
    const found = this.#answers.find(generation_key);
    return found && !isFailed(found) ? { reused_from: this.run_id, ...found } : undefined;
  }

  [Symbol.dispose](): void {
    this.#answers[Symbol.dispose]();
  }
}
