import type { CompleteInput } from '../domain/complete.ts';
import { type Completion, type Reserved, totalInput } from '../domain/outcome.ts';
import { reservationFor } from '../domain/reserve.ts';

const FIRST_OUTPUTS = 20;
const MARGIN = 1.2;
/** Upper edges of the histogram's bins lie 5 % apart. */
const GROWTH = Math.log(1.05);

/** How long one model's prompts and answers are so far, and so what the next try may be booked at before it is known. */
export class Forecast {
  readonly #bins: number[] = [];
  #outputs = 0;
  #inputTokens = 0;
  /** Prompts whose tokens were told, as the vendor counts them and as we do. */
  #told = 0;
  #guessed = 0;
  #longestMs = 0;

  /**
   * Tokens to set aside for a try: its prompt's estimate, raised by as much as the vendor has counted more than we so far;
   * and 1.2 × the 95th percentile of the outputs so far (`max_tokens`, or 1,024, for the first 20).
   */
  reserve(input: CompleteInput): Reserved {
    const rough = reservationFor(input);
    if (this.#outputs < FIRST_OUTPUTS) return rough;
    const ratio = this.#guessed > 0 ? Math.max(1, this.#told / this.#guessed) : 1;
    const most = input.settings.max_tokens ?? Number.POSITIVE_INFINITY;
    return { input: Math.ceil(ratio * rough.input), output: Math.min(most, this.#usualOutput()) };
  }

  /** A try of mean input and long output; undefined where no usage is known yet. */
  usual(): Reserved | undefined {
    if (this.#outputs === 0) return undefined;
    return { input: Math.ceil(this.#inputTokens / this.#outputs), output: this.#usualOutput() };
  }

  /** Seconds to set aside where time is what is paid for: 1.2 × the longest so far; `most` at most. */
  seconds(most: number): number {
    return Math.min(most, (MARGIN * this.#longestMs) / 1000);
  }

  /** Learns from an answer; `input` is what was asked, where that is at hand. */
  note({ usage, latency_ms }: Pick<Completion, 'usage' | 'latency_ms'>, input?: CompleteInput): void {
    this.#longestMs = Math.max(this.#longestMs, latency_ms ?? 0);
    if (!usage) return;
    const bin = Math.ceil(Math.log(usage.output + 1) / GROWTH);
    this.#bins[bin] = (this.#bins[bin] ?? 0) + 1;
    this.#outputs += 1;
    this.#inputTokens += totalInput(usage);
    if (!input) return;
    this.#told += totalInput(usage);
    this.#guessed += reservationFor(input).input;
  }

  #usualOutput(): number {
    return Math.ceil(MARGIN * this.#p95());
  }

  /** At most 5 % above the true one. */
  #p95(): number {
    let above = 0.05 * this.#outputs;
    let bin = this.#bins.length - 1;
    for (; bin > 0; bin--) {
      above -= this.#bins[bin] ?? 0;
      if (above < 0) break;
    }
    return Math.exp(bin * GROWTH) - 1;
  }
}
