/** A list of numbers, 8 bytes each, that grows as they are set; NaN where none was set. */
export class NumberColumn {
  #values: Float64Array;

  /** `expected`: how many will come, so that it need not grow. */
  constructor(expected = 0) {
    this.#values = new Float64Array(Math.max(expected, LEAST)).fill(Number.NaN);
  }

  at(index: number): number {
    return this.#values[index] ?? Number.NaN;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) this.#grow(index + 1);
    this.#values[index] = value;
  }

  #grow(least: number): void {
    const before = this.#values;
    this.#values = new Float64Array(Math.max(least, 2 * before.length)).fill(Number.NaN, before.length);
    this.#values.set(before);
  }
}

const LEAST = 64;
