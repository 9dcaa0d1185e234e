/**
 * Keeps models together that are compared while they are asked: one that is fast waits, so that no answers are bought ahead
 * of what a ruling can read.
 */
export class InStep {
  /** Trials with an outcome, of the models that are still asked. */
  readonly #done: Map<string, number>;
  readonly #begun: Map<string, number>;
  #waiting: (() => void)[] = [];

  constructor(models: readonly { readonly id: string; readonly done: number }[]) {
    this.#done = new Map(models.map(({ id, done }) => [id, done]));
    this.#begun = new Map(this.#done);
  }

  /**
   * Resolves when the model may begin another trial: fewer than so many beyond what the slowest has ended. Also where the
   * signal aborts.
   */
  async turn(model: string, ahead: number, signal: AbortSignal): Promise<void> {
    const begun = () => this.#begun.get(model) ?? 0;
    const release = () => this.#release();
    signal.addEventListener('abort', release);
    while (!signal.aborted && begun() - Math.min(...this.#done.values()) >= ahead) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    signal.removeEventListener('abort', release);
    this.#begun.set(model, begun() + 1);
  }

  /** Counts a trial that has ended. */
  ended(model: string): void {
    const done = this.#done.get(model);
    if (done === undefined) return;
    this.#done.set(model, done + 1);
    this.#release();
  }

  /** Nobody waits for a model that is asked no more. */
  leave(model: string): void {
    this.#done.delete(model);
    this.#release();
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
