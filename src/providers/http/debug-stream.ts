import { parsed } from '../wire/told-error.ts';
import { withoutTokens } from './without-tokens.ts';

/**
 * The events of a stream as one: what is said in pieces is put together, of all else the last counts. So a secret that
 * a vendor says in pieces is whole, and can be found; and a person can read it.
 */
export function summedUp(bytes: Buffer): string {
  const events = bytes[0] === 0 ? payloads(bytes) : lines(bytes.toString());
  const read = events.map(parsed);
  const odd = events.filter((event, index) => read[index] === undefined && event !== '[DONE]');
  const sum = read.reduce((all, event) => plus(all, event), undefined);
  return `${events.length} events: ${withoutTokens(sum) ?? ''} ${odd.join(' ')}`;
}

const lines = (text: string): string[] => [...text.matchAll(/^data: ?(.*)$/gm)].map(([, data = '']) => data.trim());

/** What Amazon's frames carry: after 12 bytes and the headers, before the last 4. */
function payloads(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let start = 0; start + 16 <= bytes.length; start += Math.max(bytes.readUInt32BE(start), 16)) {
    const end = start + bytes.readUInt32BE(start) - 4;
    found.push(bytes.toString('utf8', start + 12 + bytes.readUInt32BE(start + 4), end));
  }
  return found;
}

/** The keys under which vendors say an answer in pieces. */
const IN_PIECES = /^(content|text|delta|thinking|reasoning|reasoning_content|refusal|partial_json|arguments|token)$/;

function plus(all: unknown, next: unknown, key = ''): unknown {
  if (next === undefined || next === null) return all ?? next;
  if (typeof all === 'string' && typeof next === 'string' && IN_PIECES.test(key)) return all + next;
  if (Array.isArray(all) && Array.isArray(next)) {
    return Array.from({ length: Math.max(all.length, next.length) }, (_, index) => plus(all[index], next[index], key));
  }
  return isMap(all) && isMap(next) ? plusMap(all, next) : next;
}

const plusMap = (all: Record<string, unknown>, next: Record<string, unknown>) =>
  Object.fromEntries(
    [...new Set([...Object.keys(all), ...Object.keys(next)])].map((key) => [key, plus(all[key], next[key], key)]),
  );

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
