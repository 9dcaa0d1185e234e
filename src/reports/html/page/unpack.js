/** @typedef {import('../shown.ts').ShownSample} ShownSample */

/**
 * What was packed into a data block.
 * @param {Element} block
 * @returns {Promise<any>}
 */
export async function unpacked(block) {
  const letters = atob(block.textContent ?? '');
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text());
}

const MOST_HELD = 8;

/** The pages of texts; the last few stay unpacked. */
export class Pages {
  /** @param {Iterable<Element>} blocks */
  constructor(blocks) {
    this.blocks = [...blocks];
  }

  /** @type {Map<number, Promise<ShownSample[]>>} */
  #held = new Map();

  /**
   * @param {number} number
   * @returns {Promise<ShownSample[]>}
   */
  read(number) {
    const block = this.blocks[number];
    const page = this.#held.get(number) ?? (block ? unpacked(block) : Promise.resolve([]));
    this.#held.delete(number);
    this.#held.set(number, page);
    for (const oldest of this.#held.keys()) if (this.#held.size > MOST_HELD) this.#held.delete(oldest);
    return page;
  }
}
