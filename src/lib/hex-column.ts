const BYTES = 16;

/** A list of 128-bit values written as 32 hex digits, 16 bytes each, where a string takes 56. It grows as they are set. */
export class HexColumn {
  #bytes: Buffer;

  /** `expected`: how many will come, so that it need not grow. */
  constructor(expected = 0) {
    this.#bytes = Buffer.alloc(Math.max(expected, LEAST) * BYTES);
  }

  set(index: number, hex: string): void {
    const end = (index + 1) * BYTES;
    if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], Math.max(end, 2 * this.#bytes.length));
    this.#bytes.write(hex, end - BYTES, BYTES, 'hex');
  }

  at(index: number): string {
    return this.#bytes.toString('hex', index * BYTES, (index + 1) * BYTES);
  }
}

const LEAST = 64;
