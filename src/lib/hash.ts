import { createHash, createHmac, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a text, as 64 hex digits. */
export const sha256 = (text: string): string => hash('sha256', text);

/** The first 128 bits of the SHA-256 of any JSON value, as 32 hex digits; the order of an object's keys does not matter. */
export const digest = (value: unknown): string => sha256(canonicalJson(value)).slice(0, 32);

/** HMAC-SHA-256 of a text, as 64 hex digits: nobody can tell it without the salt. */
export const sealed = (salt: string, text: string): string => createHmac('sha256', salt).update(text).digest('hex');

/** SHA-256 of a file's bytes, as 64 hex digits; the file is streamed. */
export async function sha256OfFile(path: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of createReadStream(path)) sum.update(chunk);
  return sum.digest('hex');
}

/** A hash fed piece by piece, for content that is never whole in memory. */
export function runningHash(): { add(text: string): void; end(): string } {
  const sum = createHash('sha256');
  return { add: (text) => void sum.update(text), end: () => sum.digest('hex') };
}

/** JSON with the keys of every object in order, so that equal values give equal text. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, inKeyOrder);

function inKeyOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
