/** The label that each trial was answered with: a byte a trial, four where the labels are many. */
export class LabelColumn {
  readonly labels: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #column: Uint8Array | Uint32Array;

  constructor(labels: readonly string[], size: number) {
    this.labels = labels;
    this.#places = new Map(labels.map((label, place) => [label, place]));
    this.#column = labels.length < 2 ** 8 ? new Uint8Array(size) : new Uint32Array(size);
  }

  /** What is none of the labels, or nothing, is no label. */
  set(trial: number, label: string | null | undefined): void {
    this.#column[trial] = this.#places.get(label ?? '') ?? this.labels.length;
  }

  /** The label's place among the labels; their number where it is none of them. */
  at(trial: number): number {
    return this.#column[trial] as number;
  }
}
