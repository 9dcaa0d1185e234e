import type { OutputBasis, PastAnswers, Range } from '../domain/past.ts';
import type { Price } from '../domain/price.ts';
import { ratesOf } from './rates.ts';

/** Tokenizers differ from our count, and from each other, by about as much. */
const INPUT_MARGIN = 0.1;
/** Of the normal, for 95 %. */
const Z = 1.96;
/** Tokens of an answer where nothing is known of it. */
const GUESS: Range = { low: 16, likely: 256, high: 4096 };

interface Asked {
  /** `provider/name` */
  readonly model: string;
  readonly settings: string;
  readonly max_tokens?: number | undefined;
  readonly calls: number;
}

export interface ExpectedOutput extends Range {
  readonly basis: OutputBasis;
  /** Past answers that it follows from. */
  readonly answers: number;
}

/**
 * Tokens of the mean answer to a task. From the model's own answers with 95 % limits for as many calls; from those of other
 * models, half the shortest mean to twice the longest; a guess where there are none.
 */
export function expectedOutput(past: readonly PastAnswers[], asked: Asked): ExpectedOutput {
  const told = past.filter(({ n }) => n > 0);
  const own = told.filter(({ model }) => model === asked.model);
  const same = own.filter(({ settings, n }) => settings === asked.settings && n > 1);
  if (same.length > 0) return within(asked, { ...meanOf(same, asked.calls), basis: 'same model' });
  if (own.length > 0) return within(asked, { ...spreadOf(own), basis: 'other settings' });
  if (told.length > 0) return within(asked, { ...spreadOf(told), basis: 'other models' });
  return within(asked, { ...GUESS, basis: 'guess', answers: 0 });
}

function meanOf(past: readonly PastAnswers[], calls: number) {
  const n = sum(past, 'n');
  const mean = sum(past, 'outputTokens') / n;
  const variance = Math.max(0, sum(past, 'outputTokensSquared') - n * mean ** 2) / (n - 1);
  const margin = Z * Math.sqrt(variance * (1 / n + 1 / Math.max(1, calls)));
  return { low: Math.max(0, mean - margin), likely: mean, high: mean + margin, answers: n };
}

function spreadOf(past: readonly PastAnswers[]) {
  const means = past.map(({ outputTokens, n }) => outputTokens / n);
  return {
    low: Math.min(...means) / 2,
    likely: means.reduce((all, mean) => all + mean, 0) / means.length,
    high: 2 * Math.max(...means),
    answers: sum(past, 'n'),
  };
}

const within = ({ max_tokens = Number.POSITIVE_INFINITY }: Asked, output: ExpectedOutput): ExpectedOutput => ({
  ...output,
  low: Math.min(max_tokens, output.low),
  likely: Math.min(max_tokens, output.likely),
  high: Math.min(max_tokens, output.high),
});

const sum = (past: readonly PastAnswers[], key: 'n' | 'outputTokens' | 'outputTokensSquared'): number =>
  past.reduce((all, one) => all + one[key], 0);

/** How long the model's calls took on average; null where it was never asked. */
export function expectedLatencyMs(past: readonly PastAnswers[], { model }: Pick<Asked, 'model'>): number | null {
  const timed = past.filter((one) => one.model === model && one.timed > 0);
  const n = timed.reduce((all, one) => all + one.timed, 0);
  return n === 0 ? null : timed.reduce((all, one) => all + one.latencyMs, 0) / n;
}

interface Calls {
  readonly calls: number;
  /** Tokens of the mean call. */
  readonly input: number;
  readonly output: Range;
  readonly latencyMs: number | null;
  /** When they begin, ISO 8601 in UTC. */
  readonly started_at: string;
  readonly price: Price;
}

/** USD that calls will cost, tries again not counted and no input taken as cached; null where it hangs on an unknown time. */
export function expectedUsd({ calls, input, output, latencyMs, started_at, price }: Calls): Range | null {
  if ('usd_per_hour' in price) {
    if (latencyMs === null) return null;
    const usd = (calls * latencyMs * price.usd_per_hour) / 3_600_000;
    return { low: usd, likely: usd, high: usd };
  }
  const usdOf = (inputTokens: number, outputTokens: number): number => {
    const rates = ratesOf(price, { input: inputTokens, started_at });
    return (calls * (inputTokens * rates.input + outputTokens * rates.output)) / 1e6;
  };
  return {
    low: usdOf((1 - INPUT_MARGIN) * input, output.low),
    likely: usdOf(input, output.likely),
    high: usdOf((1 + INPUT_MARGIN) * input, output.high),
  };
}
