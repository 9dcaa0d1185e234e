/** Beyond, to find a key takes too many steps. */
const FULLEST = 0.8;

/**
 * A map from 128-bit keys, written as 32 hex digits, to whole numbers below 2³² − 1. A key takes 50 bytes at most,
 * where a Map of strings takes some 150: a run may have millions.
 */
export class KeyIndex {
  #words: Uint32Array;
  #values: Uint32Array;
  #size = 0;

  /** `expected`: how many keys will come, so that it need not grow. */
  constructor(expected = 0) {
    const room = 2 ** Math.max(10, Math.ceil(Math.log2(expected / FULLEST)));
    this.#words = new Uint32Array(4 * room);
    this.#values = new Uint32Array(room);
  }

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

  /** What a key stands for; a new one for how many there were before. */
  numberOf(key: string): number {
    const words = wordsOf(key);
    const stored = this.#values[this.#find(words)] as number;
    if (stored !== 0) return stored - 1;
    const number = this.#size;
    this.#store(words, number + 1);
    return number;
  }

  set(key: string, value: number): void {
    this.#store(wordsOf(key), value + 1);
  }

  #store(words: Words, stored: number): void {
    this.#put(words, stored);
    if (this.#size > FULLEST * this.#values.length) this.#grow();
  }

  /** The place of a key, or the free place where it would go. */
  #find(words: Words): number {
    const mask = this.#values.length - 1;
    let place = words[0] & mask;
    while (this.#values[place] !== 0 && !this.#holds(place, words)) place = (place + 1) & mask;
    return place;
  }

  #holds(place: number, words: Words): boolean {
    const at = 4 * place;
    const own = this.#words;
    return own[at] === words[0] && own[at + 1] === words[1] && own[at + 2] === words[2] && own[at + 3] === words[3];
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
  if (key.length !== 32) throw notKey(key);
  return [wordAt(key, 0), wordAt(key, 8), wordAt(key, 16), wordAt(key, 24)];
}

/** Eight hex digits as a number; by hand, since a run does it some ten times a line. */
function wordAt(key: string, start: number): number {
  let word = 0;
  for (let at = start; at < start + 8; at++) {
    const code = key.charCodeAt(at);
    const digit = code < 58 ? code - 48 : code - 87;
    if (digit < 0 || digit > 15 || (code > 57 && code < 97)) throw notKey(key);
    word = word * 16 + digit;
  }
  return word;
}

const notKey = (key: string) => new TypeError(`not a key of 32 hex digits: ${JSON.stringify(key)}`);
