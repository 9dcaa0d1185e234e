const strict = () => new TextDecoder('utf-8', { fatal: true });

/** UTF-8 as text, without a byte order mark. Throws an error with the code of `NOT_UTF8` for bytes that are none. */
export const decodeUtf8 = (bytes: Uint8Array): string => strict().decode(bytes);

/** The same bytes; throws like `decodeUtf8` as soon as they are not UTF-8. */
export async function* checkUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = strict();
  for await (const chunk of chunks) {
    decoder.decode(chunk, { stream: true });
    yield chunk;
  }
  decoder.decode();
}

/** The code that Node gives to the error. */
export const NOT_UTF8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';
