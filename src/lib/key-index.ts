/**
 * A map from 128-bit keys, written as 32 hex digits, to whole numbers below 2³² − 1. A key takes 40 bytes at most,
 * where a Map of strings takes some 150: a run may have millions.
 */
export class KeyIndex {
  #words = new Uint32Array(4 * 1024);
  #values = new Uint32Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(key: string): boolean {
    return this.#values[this.#find(wordsOf(key))] !== 0;
  }

  get(key: string): number | undefined {
    const stored = this.#values[this.#find(wordsOf(key))] as number;
    return stored === 0 ? undefined : stored - 1;
  }

  set(key: string, value: number): void {
    this.#put(wordsOf(key), value + 1);
    if (this.#size * 2 > this.#values.length) this.#grow();
  }

  /** The place of a key, or the free place where it would go. */
  #find(words: Words): number {
    const mask = this.#values.length - 1;
    let place = words[0] & mask;
    while (this.#values[place] !== 0 && !this.#holds(place, words)) place = (place + 1) & mask;
    return place;
  }

  #holds(place: number, words: Words): boolean {
    return words.every((word, index) => this.#words[4 * place + index] === word);
  }

  #put(words: Words, stored: number): void {
    const place = this.#find(words);
    if (this.#values[place] === 0) this.#size += 1;
    this.#words.set(words, 4 * place);
    this.#values[place] = stored;
  }

  #grow(): void {
    const [words, values] = [this.#words, this.#values];
    this.#words = new Uint32Array(words.length * 2);
    this.#values = new Uint32Array(values.length * 2);
    this.#size = 0;
    values.forEach((stored, place) => {
      if (stored !== 0) this.#put([...words.subarray(4 * place, 4 * place + 4)] as Words, stored);
    });
  }
}

type Words = [number, number, number, number];

function wordsOf(key: string): Words {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new TypeError(`not a key of 32 hex digits: ${JSON.stringify(key)}`);
  return [0, 8, 16, 24].map((at) => Number.parseInt(key.slice(at, at + 8), 16)) as Words;
}
