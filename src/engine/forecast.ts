import type { CompleteInput } from '../domain/complete.ts';
import { type Reserved, totalInput, type Usage } from '../domain/outcome.ts';
import { reservationFor } from '../domain/reserve.ts';

const FIRST_OUTPUTS = 20;
const MARGIN = 1.2;
/** Upper edges of the histogram's bins lie 5 % apart. */
const GROWTH = Math.log(1.05);

/** How long one model's answers are so far, and so what the next may be booked at before its usage is known. */
export class Forecast {
  readonly #bins: number[] = [];
  #outputs = 0;
  #inputTokens = 0;

  /** Tokens to set aside for a try: its prompt's estimate, and 1.2 × the 95th percentile of the outputs so far. */
  reserve(input: CompleteInput): Reserved {
    const most = reservationFor(input);
    if (this.#outputs < FIRST_OUTPUTS) return most;
    const { output } = this.usual();
    return { input: most.input, output: Math.min(input.settings.max_tokens ?? Number.POSITIVE_INFINITY, output) };
  }

  /** A try of mean input and long output; nothing where no usage is known yet. */
  usual(): Reserved {
    if (this.#outputs === 0) return { input: 0, output: 0 };
    return { input: Math.ceil(this.#inputTokens / this.#outputs), output: Math.ceil(MARGIN * this.#p95()) };
  }

  note(usage: Usage): void {
    const bin = Math.ceil(Math.log(usage.output + 1) / GROWTH);
    this.#bins[bin] = (this.#bins[bin] ?? 0) + 1;
    this.#outputs += 1;
    this.#inputTokens += totalInput(usage);
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
