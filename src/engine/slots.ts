import pLimit from 'p-limit';
import type { Concurrency } from '../domain/model.ts';
import type { FailureKind } from '../domain/outcome.ts';

const SHRINK = 0.8;
const EPISODE_MS = 15_000;
const GROWTH = 0.05;

/** The vendor's own trouble: no reason to press harder, nor to send less. */
const TROUBLE: readonly FailureKind[] = ['broken', 'timeout', 'unreachable'];

export interface SlotsInput {
  readonly concurrency: Concurrency;
  /** Milliseconds that never go back. */
  readonly elapsed: () => number;
  /** Told of every change of the limit, with the reason. */
  onChange?(change: LimitChange): void;
}

export interface LimitChange {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/**
 * The slots of one model at one address, whose number follows what the vendor bears: it doubles with each round of
 * `limit` answers at the first try, all slots in use, until the first busy; then it grows by a twentieth a round. Busy takes
 * a fifth of them away, once in 15 s. (Additive increase, multiplicative decrease, as in TCP: Chiu & Jain 1989.)
 */
export class Slots {
  readonly #concurrency: Concurrency;
  readonly #elapsed: () => number;
  readonly #onChange: SlotsInput['onChange'];
  readonly #queue: ReturnType<typeof pLimit>;
  #inFlight = 0;
  /** Answers in this round. */
  #round = 0;
  #isSlowStart = true;
  #isPaused = false;
  #shrunkAt = Number.NEGATIVE_INFINITY;

  constructor({ concurrency, elapsed, onChange }: SlotsInput) {
    this.#concurrency = concurrency;
    this.#elapsed = elapsed;
    this.#onChange = onChange;
    this.#queue = pLimit(concurrency.start);
  }

  get limit(): number {
    return this.#queue.concurrency;
  }

  /** Begins the work when a slot is free. */
  hold<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue(work);
  }

  sent(): void {
    this.#inFlight += 1;
  }

  /** Notes how a try that was sent ended. */
  ended(how: 'answered' | 'answered again' | FailureKind): void {
    const isFull = this.#inFlight >= this.limit;
    this.#inFlight -= 1;
    if (how === 'answered' && isFull) this.#endOfTry();
    if (how === 'busy') this.#shrink();
    if (TROUBLE.includes(how as FailureKind)) this.#isPaused = true;
  }

  #endOfTry(): void {
    this.#round += 1;
    if (this.#round < this.limit) return;
    const { limit } = this;
    const more = this.#isSlowStart ? limit : Math.max(1, Math.floor(GROWTH * limit));
    this.#round = 0;
    if (!this.#isPaused) this.#set(limit + more, 'a round of answers with every slot in use');
    this.#isPaused = false;
  }

  #shrink(): void {
    this.#isSlowStart = false;
    this.#round = 0;
    if (this.#elapsed() - this.#shrunkAt < EPISODE_MS) return;
    this.#shrunkAt = this.#elapsed();
    this.#set(Math.floor(SHRINK * this.limit), 'the vendor is busy');
  }

  #set(wanted: number, reason: string): void {
    const { least, most } = this.#concurrency;
    const from = this.limit;
    const to = Math.min(most, Math.max(least, wanted));
    if (to === from) return;
    this.#queue.concurrency = to;
    this.#onChange?.({ from, to, reason });
  }
}
