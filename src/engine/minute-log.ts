import type { Limits } from '../domain/model.ts';
import type { Clock } from '../lib/clock.ts';

/** A try counts for a second longer than a minute, since sending and arrival differ. */
export const COUNTS_FOR_MS = 61_000;

/** One try in the log, with the tokens that it is known or believed to use; `sentAt` is null until it is sent. */
export interface Entry {
  sentAt: number | null;
  tokens: number;
}

interface Waiter {
  readonly tokens: number;
  grant(entry: Entry): void;
}

/**
 * What was sent within the last minute, so that no sliding minute sees more requests or tokens than the limits. (A bucket of
 * one minute's size would let nearly twice the limit through.) First come, first served; a try that alone is over the limit
 * is sent when nothing else counts.
 */
export class MinuteLog {
  readonly #limits: { readonly requests: number; readonly tokens: number };
  readonly #clock: Clock;
  /** Tries with a place in the log that are not sent yet. */
  readonly #unsent = new Set<Entry>();
  /** The tries that count, by the time of sending. */
  readonly #sent = new Set<Entry>();
  #tokens = 0;
  #waiting: Waiter[] = [];
  /** Ends the wait for the oldest try to count no more; absent while nobody waits. */
  #alarm: AbortController | undefined;

  constructor(limits: Limits, clock: Clock) {
    this.#limits = {
      requests: limits.requests_per_minute ?? Number.POSITIVE_INFINITY,
      tokens: limits.tokens_per_minute ?? Number.POSITIVE_INFINITY,
    };
    this.#clock = clock;
  }

  /** Resolves with a place in the log when there is room for so many tokens; rejects with the signal's reason. */
  take(tokens: number, signal: AbortSignal): Promise<Entry> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiter: Waiter = {
        tokens,
        grant(entry) {
          signal.removeEventListener('abort', drop);
          resolve(entry);
        },
      };
      const drop = () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        this.#alarm?.abort();
        reject(signal.reason);
      };
      signal.addEventListener('abort', drop);
      this.#waiting.push(waiter);
      if (this.#waiting.length === 1) void this.#serve();
    });
  }

  /** Counts a try from now on. */
  send(entry: Entry): void {
    this.#unsent.delete(entry);
    entry.sentAt = this.#clock.elapsed();
    this.#sent.add(entry);
  }

  /** Gives a place back that was not used. */
  giveBack(entry: Entry): void {
    if (!this.#unsent.delete(entry)) return;
    this.#tokens -= entry.tokens;
    this.#wakeNext();
  }

  /** Sets what a try has really used, once that is known. */
  settle(entry: Entry, tokens: number): void {
    if (!this.#sent.has(entry)) return;
    this.#tokens += tokens - entry.tokens;
    entry.tokens = tokens;
    this.#wakeNext();
  }

  async #serve(): Promise<void> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      this.#forgetOld();
      if (this.#hasRoom(next.tokens)) {
        this.#waiting.shift();
        next.grant(this.#enter(next.tokens));
      } else {
        await this.#untilRoom();
      }
    }
  }

  #hasRoom(tokens: number): boolean {
    const requests = this.#unsent.size + this.#sent.size;
    if (requests === 0) return true;
    return requests < this.#limits.requests && this.#tokens + tokens <= this.#limits.tokens;
  }

  #enter(tokens: number): Entry {
    const entry: Entry = { sentAt: null, tokens };
    this.#unsent.add(entry);
    this.#tokens += tokens;
    return entry;
  }

  #forgetOld(): void {
    const since = this.#clock.elapsed() - COUNTS_FOR_MS;
    for (const entry of this.#sent) {
      if ((entry.sentAt ?? 0) > since) return;
      this.#sent.delete(entry);
      this.#tokens -= entry.tokens;
    }
  }

  /** Waits until the oldest try counts no more, or another makes room before. */
  async #untilRoom(): Promise<void> {
    const [oldest] = this.#sent;
    const waitMs = (oldest?.sentAt ?? this.#clock.elapsed()) + COUNTS_FOR_MS - this.#clock.elapsed();
    this.#alarm = new AbortController();
    await this.#clock.sleep(Math.max(1, Math.ceil(waitMs)), this.#alarm.signal).catch(() => {});
  }

  #wakeNext(): void {
    const [next] = this.#waiting;
    if (next && this.#hasRoom(next.tokens)) this.#alarm?.abort();
  }
}
