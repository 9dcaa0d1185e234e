import { messageOf } from '../../domain/errors.ts';
import { systemClock } from '../../lib/clock.ts';
import { HIDDEN } from '../../lib/hide.ts';
import { parsed } from '../wire/told-error.ts';
import { summedUp } from './debug-stream.ts';
import type { WholeReply } from './reply.ts';
import { withoutTokens } from './without-tokens.ts';

/** Tells a line for every request, one for its reply or error; the body is last, so that what is too long is cut there. */
export function debugLog(tell: (line: string) => void, usedBy: string) {
  let count = 0;
  return (url: unknown, { method, headers, body }: RequestInit, reply: Promise<WholeReply>): void => {
    const call = `${usedBy} #${++count}`;
    const began = systemClock.elapsed();
    const took = () => `${Math.round(systemClock.elapsed() - began)} ms`;
    tell(`${call} > ${method} ${withoutKeys(String(url))} ${shown(headers)} ${body ?? ''}`);
    reply.then(
      ({ status, headers, bytes }) =>
        tell(`${call} < ${status} in ${took()} ${shown(headers)} ${bodyOf(headers, Buffer.from(bytes))}`),
      (error) => tell(`${call} ! after ${took()}: ${messageOf(error)}`),
    );
  };
}

/** To tell a body must not end the run, whatever is in it: JSON may go deeper than can be followed. */
function bodyOf(headers: WholeReply['headers'], bytes: Buffer): string {
  try {
    return /event-?stream/.test(headers['content-type'] ?? '') ? summedUp(bytes) : textOf(bytes);
  } catch (error) {
    return `${bytes.length} bytes that cannot be told: ${messageOf(error)}`;
  }
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString();
  return text.includes('logprobs') ? (withoutTokens(parsed(text)) ?? text) : text;
}

/** Headers that carry a key or a session, whoever set them. */
const TELLTALE = /auth|key|cookie|token(?!s)|secret|signature|credential/i;

function shown(headers: RequestInit['headers'] | WholeReply['headers']): string {
  const pairs = headers instanceof Headers || Array.isArray(headers) ? [...headers] : Object.entries(headers ?? {});
  return JSON.stringify(
    Object.fromEntries(pairs.map(([name = '', value]) => [name, TELLTALE.test(name) ? HIDDEN : value])),
  );
}

/** A URL without the values in its query whose names say that they are keys, and without a password. */
const withoutKeys = (url: string): string =>
  url
    .replace(/([?&][^=&#]*(?:key|token|secret|signature|sig|code)[^=&#]*=)[^&#]+/gi, `$1${HIDDEN}`)
    .replace(/\/\/[^/@]*@/, `//${HIDDEN}@`);
