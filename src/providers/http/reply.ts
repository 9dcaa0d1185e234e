import { ReadableStream, type ReadableWritablePair } from 'node:stream/web';

/** The headers of a reply, by their names in lower case. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** A reply whose last byte is here. */
export interface WholeReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * As much of a Response as the AI SDK reads. A real one costs more than all the rest of a call, and cannot have every
 * status that a server may send.
 */
export const asResponse = ({ status, headers, bytes }: WholeReply): Response =>
  ({
    status,
    ok: status >= 200 && status < 300,
    statusText: '',
    headers: new HeaderPairs(headers),
    body: new WholeBody(bytes),
  }) as unknown as Response;

class HeaderPairs {
  readonly #headers: ReplyHeaders;

  constructor(headers: ReplyHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    return this.#headers[name.toLowerCase()] ?? null;
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return Object.entries(this.#headers)[Symbol.iterator]();
  }
}

/** A body that is read in one piece, and its own reader. */
class WholeBody {
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes.length > 0 ? bytes : undefined;
  }

  getReader(): this {
    return this;
  }

  async read(): Promise<{ done: boolean; value: Uint8Array | undefined }> {
    const value = this.#bytes;
    this.#bytes = undefined;
    return { done: value === undefined, value };
  }

  pipeThrough<T>(transform: ReadableWritablePair<T, Uint8Array>): ReadableStream<T> {
    return ReadableStream.from(this.#bytes ? [this.#bytes] : []).pipeThrough(transform);
  }

  async cancel(): Promise<void> {}

  releaseLock(): void {}
}
