const BYTES = 16;

/** A list of 128-bit values written as 32 hex digits, 16 bytes each, where a string takes 56. */
export class HexColumn {
  #bytes = Buffer.alloc(1024 * BYTES);
  #length = 0;

  push(hex: string): void {
    const end = (this.#length + 1) * BYTES;
    if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length);
    this.#bytes.write(hex, end - BYTES, BYTES, 'hex');
    this.#length += 1;
  }

  at(index: number): string {
    return this.#bytes.toString('hex', index * BYTES, (index + 1) * BYTES);
  }
}
