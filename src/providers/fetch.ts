import { Agent, request } from 'undici';
import { systemClock } from '../lib/clock.ts';

/** When the bytes of one call went and came, by `systemClock.elapsed()`, in milliseconds. */
export interface Timing {
  sentAt: number;
  endedAt: number;
}

/**
 * Our own connections: no time limits but the signal's, since an answer that is not streamed sends no header before it
 * is done, and undici's default would cut it off at 300 s.
 */
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 30_000 }, pipelining: 1 });

const timings = new WeakMap<AbortSignal, Timing>();

/** The time stamps of the call that is made with this signal, which no other call may be made with. */
export function timingOf(signal: AbortSignal): Timing {
  if (timings.has(signal)) throw new Error('two calls with one signal: their times could not be told apart');
  const timing: Timing = { sentAt: Number.NaN, endedAt: Number.NaN };
  timings.set(signal, timing);
  return timing;
}

/**
 * `fetch` over `undici.request`, which costs a fifth of the CPU of the global fetch, with time stamps for `timingOf`.
 * Redirects are not followed, so that a key goes nowhere else; compressed replies are not asked for.
 */
export const timedFetch: typeof fetch = async (url, init = {}) => {
  const timing: Partial<Timing> = timings.get(init.signal as AbortSignal) ?? {};
  timing.sentAt = systemClock.elapsed();
  const { statusCode, headers, body } = await request(url as string | URL, {
    method: (init.method ?? 'GET') as 'POST',
    headers: init.headers as Record<string, string>,
    body: (init.body ?? null) as string | null,
    signal: init.signal ?? null,
    dispatcher: agent,
  });
  const text = await body.text();
  timing.endedAt = systemClock.elapsed();
  return new Response(mayHaveBody(statusCode) ? text : null, { status: statusCode, headers: flat(headers) });
};

const mayHaveBody = (status: number): boolean => ![101, 103, 204, 205, 304].includes(status);

const flat = (headers: Record<string, string | string[] | undefined>): [string, string][] =>
  Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, value]),
  );
