import type { Limits } from '../domain/model.ts';
import type { Clock } from '../lib/clock.ts';

/** A try counts for a second longer than a minute, since sending and arrival differ. */
const COUNTS_FOR_MS = 61_000;

/** One try in the log, with the tokens that it is known or believed to use. */
export interface Entry {
  readonly sentAt: number;
  tokens: number;
}

interface Waiter {
  readonly tokens: number;
  grant(entry: Entry): void;
  drop(reason: unknown): void;
}

/**
 * What was sent within the last minute, so that no sliding minute sees more requests or tokens than the limits. (A bucket of
 * one minute's size would let nearly twice the limit through.) First come, first served; a try that alone is over the limit
 * is sent when nothing else counts.
 */
export class MinuteLog {
  readonly #limits: { readonly requests: number; readonly tokens: number };
  readonly #clock: Clock;
  readonly #stop: AbortSignal;
  /** The tries that count, by the time of sending. */
  readonly #entries = new Set<Entry>();
  #tokens = 0;
  #waiting: Waiter[] = [];
  /** Ends the wait for the oldest try to count no more; absent while nobody waits. */
  #alarm: AbortController | undefined;

  constructor(limits: Limits, { clock, stop }: { clock: Clock; stop: AbortSignal }) {
    this.#limits = {
      requests: limits.requests_per_minute ?? Number.POSITIVE_INFINITY,
      tokens: limits.tokens_per_minute ?? Number.POSITIVE_INFINITY,
    };
    this.#clock = clock;
    this.#stop = stop;
  }

  /** Resolves when a try of so many tokens may be sent; rejects with the signal's reason when nothing new is to start. */
  take(tokens: number): Promise<Entry> {
    return new Promise((grant, drop) => {
      this.#waiting.push({ tokens, grant, drop });
      if (this.#waiting.length === 1) void this.#serve();
    });
  }

  /** Sets what a try has really used, once that is known. */
  settle(entry: Entry, tokens: number): void {
    if (!this.#entries.has(entry)) return;
    this.#tokens += tokens - entry.tokens;
    entry.tokens = tokens;
    const [next] = this.#waiting;
    if (next && this.#hasRoom(next.tokens)) this.#alarm?.abort();
  }

  async #serve(): Promise<void> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      this.#forgetOld();
      if (this.#stop.aborted) return this.#dropAll();
      if (this.#hasRoom(next.tokens)) {
        next.grant(this.#enter(next.tokens));
        this.#waiting.shift();
      } else {
        await this.#untilRoom();
      }
    }
  }

  #hasRoom(tokens: number): boolean {
    if (this.#entries.size === 0) return true;
    return this.#entries.size < this.#limits.requests && this.#tokens + tokens <= this.#limits.tokens;
  }

  #enter(tokens: number): Entry {
    const entry = { sentAt: this.#clock.elapsed(), tokens };
    this.#entries.add(entry);
    this.#tokens += tokens;
    return entry;
  }

  #forgetOld(): void {
    const since = this.#clock.elapsed() - COUNTS_FOR_MS;
    for (const entry of this.#entries) {
      if (entry.sentAt > since) return;
      this.#entries.delete(entry);
      this.#tokens -= entry.tokens;
    }
  }

  /** Waits until the oldest try counts no more, a settled one makes room, or nothing new is to start. */
  async #untilRoom(): Promise<void> {
    const [oldest] = this.#entries;
    const waitMs = (oldest?.sentAt ?? 0) + COUNTS_FOR_MS - this.#clock.elapsed();
    this.#alarm = new AbortController();
    const signal = AbortSignal.any([this.#alarm.signal, this.#stop]);
    await this.#clock.sleep(Math.max(1, Math.ceil(waitMs)), signal).catch(() => {});
  }

  #dropAll(): void {
    for (const { drop } of this.#waiting.splice(0)) drop(this.#stop.reason);
  }
}
