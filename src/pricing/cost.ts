import type { Cost } from '../domain/call.ts';
import { type ModelSpec, splitModel } from '../domain/model.ts';
import type { Answered, Attempt, Failed, Reserved, Usage } from '../domain/outcome.ts';
import type { HourPrice, Price, TokenPrice } from '../domain/price.ts';

/** A rate of USD per 1M tokens is millionths of a dollar a token: so many whole picodollars. */
const picoPerToken = (usdPerMillion: number): number => Math.round(usdPerMillion * 1e6);

const MS_PER_HOUR = 3_600_000;

const FREE: Cost = { picoUsd: 0, estimated: false };
const UNKNOWN: Cost = { picoUsd: null, estimated: false };

/** What a call's cost follows from. */
type Priced = Pick<Answered, 'attempts' | 'usage' | 'latency_ms' | 'cost_usd'> | Pick<Failed, 'attempts' | 'failure'>;
type PricedAnswer = Extract<Priced, Pick<Answered, 'usage'>>;

/**
 * What a whole call cost, all its tries included. A cost that the source of the answer tells counts as it stands; a try
 * that failed with an HTTP error is free; one that may be billed though no reply came is booked at its reservation.
 */
export const costOf = (outcome: Priced, price: Price | undefined): Cost =>
  triesOf(outcome)
    .map((attempt, index, all) => costOfTry(outcome, attempt, index === all.length - 1, price))
    .reduce(add, FREE);

/** What this run paid for a call: nothing where its answer was there before, taken from another run or recorded. */
export const spentOn = (outcome: Priced, { model, price }: Pick<ModelSpec, 'model' | 'price'>): Cost =>
  'reused_from' in outcome || isRecorded(model) ? FREE : costOf(outcome, price);

const isRecorded = (model: string): boolean => splitModel(model).provider === 'recorded';

/** What each try cost; their sum is the call's. */
export function costOfTry(outcome: Priced, attempt: Attempt, isLast: boolean, price: Price | undefined): Cost {
  const answered = isLast && !('failure' in outcome) ? outcome : undefined;
  if (answered?.cost_usd !== undefined) return { picoUsd: Math.round(answered.cost_usd * 1e12), estimated: false };
  if (price === undefined) return mayCost(attempt, answered) ? UNKNOWN : FREE;
  if ('usd_per_hour' in price) return computing(answered ? answered.latency_ms : (attempt.took_ms ?? 0), price);
  if (answered?.usage) return { picoUsd: tokens(answered.usage, price), estimated: false };
  if (attempt.reserved) return { picoUsd: reserved(attempt.reserved, price), estimated: true };
  return answered ? UNKNOWN : FREE;
}

/** The tries of a call; one where none was kept (recorded answers). */
export const triesOf = ({ attempts }: Priced): readonly Attempt[] => (attempts.length > 0 ? attempts : [{}]);

const add = (a: Cost, b: Cost): Cost => ({
  picoUsd: a.picoUsd === null || b.picoUsd === null ? null : a.picoUsd + b.picoUsd,
  estimated: a.estimated || b.estimated,
});

const mayCost = (attempt: Attempt, answered: PricedAnswer | undefined): boolean =>
  answered !== undefined || attempt.reserved !== undefined || attempt.took_ms !== undefined;

/** A kind of input without a rate of its own is priced as plain input: an upper bound for cache reads. */
const tokens = (usage: Usage, price: TokenPrice): number =>
  usage.input * picoPerToken(price.input) +
  usage.input_cached * picoPerToken(price.input_cached ?? price.input) +
  usage.input_cache_write * picoPerToken(price.input_cache_write ?? price.input) +
  (usage.input_cache_write_1h ?? 0) *
    picoPerToken(price.input_cache_write_1h ?? price.input_cache_write ?? price.input) +
  usage.output * picoPerToken(price.output);

const reserved = ({ input, output }: Reserved, price: TokenPrice): number =>
  input * picoPerToken(price.input) + output * picoPerToken(price.output);

/** What to set aside for a try, in picodollars: its tokens, or its seconds where time is what is paid for. */
export function picoToReserve(
  tokens: Reserved,
  seconds: number,
  { model, price }: Pick<ModelSpec, 'model' | 'price'>,
): number {
  if (!price || isRecorded(model)) return 0;
  return 'usd_per_hour' in price ? (computing(seconds * 1000, price).picoUsd ?? 0) : reserved(tokens, price);
}

const computing = (ms: number | null, { usd_per_hour }: HourPrice): Cost =>
  ms === null ? UNKNOWN : { picoUsd: Math.round((ms * usd_per_hour * 1e12) / MS_PER_HOUR), estimated: false };
