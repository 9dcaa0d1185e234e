import { bisect } from './bisect.ts';
import type { Limits } from './limits.ts';

/** Shares of the stake that are bet at once: large ones tell a great difference soon, small ones a small one in the end. */
const BETS = [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32];

/** How a difference of two models' scores becomes a bet: Y in 0…1, of which the mean is tested against `m0`. */
export interface BetScale {
  /** D of a pair whose candidate failed and whose incumbent did not, and the reverse. */
  readonly lowest: number;
  readonly highest: number;
  /** What the mean of Y is where the candidate is worse by just the margin. */
  readonly m0: number;
  readonly toY: (difference: number) => number;
  readonly toDifference: (y: number) => number;
}

/** D = candidate − incumbent against −`margin`, 0 < margin < 1. */
export const absoluteScale = (margin: number): BetScale => scale(1, (1 - margin) / 2);

/** D = candidate − `kept` · incumbent against 0, 0 < kept ≤ 1: the candidate must keep that share of the quality. */
export const relativeScale = (kept: number): BetScale => scale(kept, kept / (1 + kept));

const scale = (kept: number, m0: number): BetScale => ({
  lowest: -kept,
  highest: 1,
  m0,
  toY: (difference) => (difference + kept) / (1 + kept),
  toDifference: (y) => y * (1 + kept) - kept,
});

/**
 * A test that may be read after every pair without raising false alarms above α: I. Waudby-Smith & A. Ramdas, J. R. Stat.
 * Soc. B 86 (2024) 1 (arXiv 2010.09686). It bets against "the candidate is worse by the margin" (E⁺) and against "it is
 * not" (E⁻), and rules once a stake has grown to 1/α. The claim is about samples to come. It holds only where pairs come
 * in an order that was drawn before anything was asked.
 */
export class EProcess {
  readonly #scale: BetScale;
  readonly #alpha: number;
  readonly #worst = new Stakes();
  readonly #best = new Stakes();
  #ruling: 'pass' | 'fail' | null = null;
  #logPass = 0;
  #logFail = 0;

  constructor({ scale, alpha }: { scale: BetScale; alpha: number }) {
    this.#scale = scale;
    this.#alpha = alpha;
  }

  /**
   * Takes in one pair's difference; null where a side failed, which counts against either ruling. `share` of the stakes is bet
   * on it (0…1): where that is a source's size as a share of the largest one's, it speaks of samples and not of sources.
   */
  add(difference: number | null, share = 1): void {
    const { toY, lowest, highest, m0 } = this.#scale;
    this.#logPass = this.#worst.add(toY(difference ?? lowest), m0, share);
    this.#logFail = this.#best.add(1 - toY(difference ?? highest), 1 - m0, share);
    if (this.#logPass >= -Math.log(this.#alpha)) this.#ruling ??= 'pass';
    if (this.#logFail >= -Math.log(this.#alpha)) this.#ruling ??= 'fail';
  }

  /** The first ruling that was reached, which later pairs do not undo; null before. */
  get ruling(): 'pass' | 'fail' | null {
    return this.#ruling;
  }

  /** Whether so many pairs more could bring a ruling, were each as good, or as bad, as a pair can be. */
  canRule(pairs: number): boolean {
    if (this.#ruling) return true;
    const level = -Math.log(this.#alpha);
    const { m0 } = this.#scale;
    return this.#worst.logAfter(pairs, m0) >= level || this.#best.logAfter(pairs, 1 - m0) >= level;
  }

  /** ln E⁺, against "worse by the margin or more". */
  get logPass(): number {
    return this.#logPass;
  }

  /** ln E⁻, against "worse by the margin or less". */
  get logFail(): number {
    return this.#logFail;
  }

  /** Where the mean D lies, 1 − 2α, however often it is read; the whole scale before the first pair. */
  interval(): Limits {
    const { toDifference } = this.#scale;
    const level = -Math.log(this.#alpha);
    return {
      low: toDifference(bisect(0, 1, (m) => this.#worst.logAt(m) > level)),
      high: toDifference(1 - bisect(0, 1, (m) => this.#best.logAt(m) > level)),
    };
  }
}

/** What bets that the mean of values in 0…1 is more than m have grown to, from 1. */
class Stakes {
  readonly #logs = BETS.map(() => 0);
  /** How often each value came, by its share of the stakes: right or wrong has three of them, however many pairs there are. */
  readonly #counts = new Map<number, Map<number, number>>();

  /** ln of their mean at `m`, which must be the same each time. */
  add(value: number, m: number, share: number): number {
    const counts = this.#counts.get(share) ?? new Map<number, number>();
    this.#counts.set(share, counts.set(value, (counts.get(value) ?? 0) + 1));
    for (const [index, bet] of BETS.entries())
      this.#logs[index] = (this.#logs[index] as number) + grown(bet * share, value, m);
    return logMean(this.#logs);
  }

  /** What it would be after so many times the greatest value, at the `m` of `add`. */
  logAfter(times: number, m: number): number {
    return logMean(BETS.map((bet, index) => (this.#logs[index] as number) + times * grown(bet, 1, m)));
  }

  /** The same at any `m`: it falls as m grows. */
  logAt(m: number): number {
    const counts = [...this.#counts].flatMap(([share, values]) =>
      Array.from(values, (one) => [share, ...one] as const),
    );
    return logMean(
      BETS.map((bet) => counts.reduce((sum, [share, value, count]) => sum + count * grown(bet * share, value, m), 0)),
    );
  }
}

const grown = (bet: number, value: number, m: number): number => Math.log1p(bet * (value / m - 1));

function logMean(logs: readonly number[]): number {
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length);
}
