import { systemClock } from '../../lib/clock.ts';
import type { ReplyHeaders } from '../http/reply.ts';

interface Refusal {
  readonly headers: ReplyHeaders;
  readonly body: string;
  /** True where a limit was passed: then the vendor's headers tell when it begins anew. */
  readonly isBusy: boolean;
}

/** How long the vendor asks us to wait before the next try, in milliseconds; undefined where it does not say. */
export const retryAfter = ({ headers, body, isBusy }: Refusal): number | undefined =>
  milliseconds(headers['retry-after-ms']) ??
  untilHttpDate(headers['retry-after']) ??
  googlesDelay(body) ??
  (isBusy ? untilReset(headers) : undefined);

function milliseconds(text = ''): number | undefined {
  const ms = Number.parseFloat(text);
  return ms >= 0 ? ms : undefined;
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
const untilHttpDate = (text: string | undefined): number | undefined =>
  text === undefined || text.trim() === '' ? undefined : (inSeconds(text) ?? untilDate(text));

function inSeconds(text: string): number | undefined {
  return /^\s*\d*\.?\d+\s*$/.test(text) ? Number(text) * 1000 : undefined;
}

function untilDate(text: string): number | undefined {
  const ms = /[a-z]/i.test(text) ? Date.parse(text) - systemClock.now() : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto: RetryInfo */
const googlesDelay = (body: string): number | undefined =>
  untilHttpDate(/"retryDelay"\s*:\s*"([\d.]+)s"/.exec(body)?.[1]);

/** Until the limits that are used up begin anew, by the vendor's headers; where none says that it is, the soonest. */
function untilReset(headers: ReplyHeaders): number | undefined {
  const resets = Object.entries(headers)
    .filter(([name]) => /ratelimit.*-reset/.test(name))
    .map(([name, value]) => ({
      ms: untilMoment(value) ?? 0,
      isUsedUp: isNone(headers[name.replace('reset', 'remaining')]),
    }))
    .filter(({ ms }) => ms > 0);
  const usedUp = resets.filter(({ isUsedUp }) => isUsedUp).map(({ ms }) => ms);
  if (usedUp.length > 0) return Math.max(...usedUp);
  return resets.length > 0 ? Math.min(...resets.map(({ ms }) => ms)) : undefined;
}

const isNone = (remaining: string | undefined): boolean => remaining !== undefined && Number(remaining) <= 0;

/** `120ms`, `6m0s`, seconds, a moment in seconds or milliseconds since 1970, or a date. */
function untilMoment(text: string): number | undefined {
  const seconds = inSeconds(text);
  if (seconds === undefined) return durationOf(text) ?? untilDate(text);
  if (seconds < EPOCH_SECONDS * 1000) return seconds;
  const moment = seconds < EPOCH_SECONDS * 1000 * 1000 ? seconds : seconds / 1000;
  return Math.max(0, moment - systemClock.now());
}

/** 2001, as seconds since 1970; no vendor makes anyone wait that long. */
const EPOCH_SECONDS = 1e9;

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 1e-6,
};

function durationOf(text: string): number | undefined {
  if (!/^\s*([\d.]+(d|h|ms|m|s|us|µs|ns))+\s*$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([\d.]+)(d|h|ms|m|s|us|µs|ns)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}
