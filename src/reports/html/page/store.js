/** @typedef {import('../index-chunk.ts').IndexChunk} IndexChunk */

/** The index of all samples, column by column: what lists and filters look at. */
export class Store {
  /** @param {number} models */
  constructor(models) {
    /** @type {string[]} */
    this.ids = [];
    /** @type {(string | null)[]} */
    this.groups = [];
    /** @type {number[]} */
    this.tasks = [];
    /** @type {number[]} */
    this.pages = [];
    /** @type {number[]} The place of each sample in its page. */
    this.places = [];
    /** @type {number[][]} A column a model; NaN where there is no value. */
    this.values = Array.from({ length: models }, () => []);
    /** @type {number[][]} */
    this.states = Array.from({ length: models }, () => []);
  }

  /** @param {IndexChunk} chunk */
  add(chunk) {
    for (const [row, page] of chunk.pages.entries()) {
      this.ids.push(chunk.ids[row] ?? '');
      this.groups.push(chunk.groups[row] ?? null);
      this.tasks.push(chunk.tasks[row] ?? -1);
      this.places.push(page < 0 ? -1 : this.#nextPlace(page));
      this.pages.push(page);
    }
    for (const [model, column] of this.values.entries()) {
      for (const value of chunk.values[model] ?? []) column.push(value ?? Number.NaN);
    }
    for (const [model, column] of this.states.entries()) {
      for (const bits of chunk.states[model] ?? []) column.push(bits);
    }
  }

  #page = -1;
  #place = -1;

  /** @param {number} page */
  #nextPlace(page) {
    this.#place = page === this.#page ? this.#place + 1 : 0;
    this.#page = page;
    return this.#place;
  }

  get size() {
    return this.ids.length;
  }
}
