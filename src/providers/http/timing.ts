/** A piece of a reply, and when it came. */
interface Arrived {
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the socket saw of one call; times by `systemClock.elapsed()`, in milliseconds. */
export interface Timing {
  /** True from when the request was made, sent or not. */
  asked: boolean;
  /** When the request was handed to a connected socket; NaN where it never was. */
  sentAt: number;
  /** When the last byte came. */
  endedAt: number;
  /** The status of the reply; 0 where there was none. */
  status: number;
  readonly arrived: Arrived[];
}

const timings = new WeakMap<AbortSignal, Timing>();

const untimed = (): Timing => ({
  asked: false,
  sentAt: Number.NaN,
  endedAt: Number.NaN,
  status: 0,
  arrived: [],
});

/** The time stamps of the call that is made with this signal, which no other call may be made with until they are closed. */
export function timingOf(signal: AbortSignal): Timing {
  if (timings.has(signal)) throw new Error('two calls with one signal: their times could not be told apart');
  const timing = untimed();
  timings.set(signal, timing);
  return timing;
}

/** Ends the time stamps of a call, so that its signal may serve another. */
export const closeTiming = (signal: AbortSignal): void => void timings.delete(signal);

/** Where the call with this signal keeps its time stamps. */
export const timingFor = (signal: AbortSignal | null | undefined): Timing =>
  (signal && timings.get(signal)) ?? untimed();

/** True when the request went out, so that its answer may be billed. */
export const isSent = ({ sentAt }: Timing): boolean => !Number.isNaN(sentAt);

/** When the n-th event of a stream, from 1, was here as a whole. */
export function arrivalOfEvent({ arrived }: Timing, n: number): number | undefined {
  const end = endOfEvent(bytesOf(arrived), n);
  let seen = 0;
  for (const { at, bytes } of arrived) {
    seen += bytes.length;
    if (seen >= end) return at;
  }
  return undefined;
}

const endOfEvent = (bytes: Buffer, n: number): number =>
  isFramed(bytes) ? endOfFrame(bytes, n) : endOfServerSentEvent(bytes.toString('latin1'), n);

/** Amazon's frames begin with their length in four bytes: 0 first, in any that is shorter than 16 MB. */
const isFramed = (bytes: Buffer): boolean => bytes[0] === 0;

function endOfFrame(bytes: Buffer, n: number): number {
  let end = 0;
  for (let frame = 0; frame < n && end + 4 <= bytes.length; frame++) end += Math.max(bytes.readUInt32BE(end), 4);
  return end;
}

/** An event with data goes to the next empty line: https://html.spec.whatwg.org/multipage/server-sent-events.html */
const SERVER_SENT_EVENT = /(?<=^|[\r\n])data:[\s\S]*?(?:\r\n\r\n|\n\n|\r\r)/g;

function endOfServerSentEvent(text: string, n: number): number {
  const events = text.matchAll(SERVER_SENT_EVENT);
  let end = 0;
  for (let event = 0; event < n; event++) {
    const { value } = events.next();
    if (value) end = value.index + value[0].length;
  }
  return end;
}

/** The text of what came. */
export const textOf = ({ arrived }: Timing): string => bytesOf(arrived).toString();

const bytesOf = (arrived: readonly Arrived[]): Buffer => Buffer.concat(arrived.map(({ bytes }) => bytes));

/** True where a stream of OpenAI's kind says that it is whole. */
export const isDone = ({ arrived }: Timing): boolean =>
  /(^|[\r\n])data: ?\[DONE\]\s*$/.test(bytesOf(arrived.slice(-20)).toString('latin1'));
