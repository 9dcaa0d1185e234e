import { isDropped, isFailed, type Outcome } from '../../domain/outcome.ts';
import type { Score } from '../../domain/score.ts';
import type { Journal } from '../../engine/run.ts';
import { KeyIndex } from '../../lib/key-index.ts';
import { JournalFile } from '../../results/journal.ts';

interface RunTrials {
  /** How many are planned. */
  readonly trials: number;
  readonly retryFailed: boolean;
}

/** Outcomes and scores of one run, and which trials are done. */
export class RunJournal implements Journal {
  readonly #outcomes: JournalFile;
  readonly #scores: JournalFile;
  readonly #retryFailed: boolean;
  readonly #keys: KeyIndex;
  /** Failures that this process has not asked for again. */
  #oldFailures = 0;

  private constructor(outcomes: JournalFile, scores: JournalFile, { trials, retryFailed }: RunTrials) {
    this.#outcomes = outcomes;
    this.#scores = scores;
    this.#keys = new KeyIndex(trials);
    this.#retryFailed = retryFailed;
  }

  static async open(folder: string, trials: RunTrials): Promise<RunJournal> {
    const [outcomes, scores] = await Promise.all([
      JournalFile.open(folder, 'outcomes'),
      JournalFile.open(folder, 'scores'),
    ]);
    return new RunJournal(outcomes, scores, trials);
  }

  /** Trials that have an outcome, failures included. */
  get recorded(): number {
    return this.#keys.size;
  }

  /** How many of so many trials are still to be asked: those without an outcome, and failures that are to be asked again. */
  leftOf(trials: number): number {
    return trials - this.recorded + (this.#retryFailed ? this.#oldFailures : 0);
  }

  /** Notes an outcome that is on disk already. One that was dropped is to be asked again. */
  remember(outcome: Outcome): void {
    if (isDropped(outcome) || outcome.role !== 'answer') return;
    if (this.#keys.get(outcome.key) === FAILED) this.#oldFailures -= 1;
    if (isFailed(outcome)) this.#oldFailures += 1;
    this.#keys.set(outcome.key, isFailed(outcome) ? FAILED : ANSWERED);
  }

  isDone(key: string): boolean {
    const state = this.#keys.get(key);
    return state === ANSWERED || (state === FAILED && !this.#retryFailed);
  }

  /** True of a failure that is to be asked again. */
  isRetry(key: string): boolean {
    return this.#retryFailed && this.#keys.get(key) === FAILED;
  }

  appendOutcome(outcome: Outcome): void {
    this.#outcomes.append(outcome);
    this.remember(outcome);
    if (isFailed(outcome) && !isDropped(outcome) && outcome.role === 'answer') this.#oldFailures -= 1;
  }

  appendScore(score: Score): void {
    this.#scores.append(score);
  }

  async flush(): Promise<void> {
    await this.#outcomes.flush();
    await this.#scores.flush();
  }

  close(): void {
    this.#outcomes.close();
    this.#scores.close();
  }
}

const ANSWERED = 1;
const FAILED = 2;
