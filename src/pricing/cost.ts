import type { Cost } from '../domain/call.ts';
import { splitModel } from '../domain/model.ts';
import { fromUsd, toPico } from '../domain/money.ts';
import { type Answered, type Attempt, type Failed, type Reserved, totalInput, type Usage } from '../domain/outcome.ts';
import type { HourPrice, Price, Rates, TokenPrice } from '../domain/price.ts';
import { femtoPerToken, isTierUnknown, type RatedCall, ratesOf, type UsedRates } from './rates.ts';

const MS_PER_HOUR = 3_600_000n;

const FREE: Cost = { femtoUsd: 0n, estimated: false };
const UNKNOWN: Cost = { femtoUsd: null, estimated: false };

/** What a call's cost follows from. */
type Priced = Pick<Answered, 'started_at' | 'attempts'> &
  (Pick<Answered, 'usage' | 'latency_ms' | 'cost_usd' | 'service_tier'> | Pick<Failed, 'failure'>);
type PricedAnswer = Extract<Priced, Pick<Answered, 'usage'>>;

/**
 * What a whole call cost, all its tries included. A cost that the source of the answer tells counts as it stands; a try
 * that failed with an HTTP error is free; one that may be billed though no reply came is booked at its reservation.
 */
export function costOf(outcome: Priced, price: Price | undefined): Cost {
  const [first = {}, ...others] = triesOf(outcome);
  return others.reduce(
    (sum, attempt, index) => add(sum, costOfTry(outcome, attempt, index === others.length - 1, price)),
    costOfTry(outcome, first, others.length === 0, price),
  );
}

/** A model and what it is billed at. */
export interface Bill {
  /** `provider/name` */
  readonly model: string;
  readonly price: Price | undefined;
}

/** What a call costs by the list, and what this run paid for it. */
interface Costs {
  readonly cost: Cost;
  /** Nothing where the answer was there before, taken from another run or recorded. */
  readonly spent: Cost;
}

export function costsOf(outcome: Priced, { model, price }: Bill): Costs {
  const cost = costOf(outcome, price);
  return { cost, spent: 'reused_from' in outcome || isRecorded(model) ? FREE : cost };
}

/** What this run paid for a call. */
export const spentOn = (outcome: Priced, bill: Bill): Cost => costsOf(outcome, bill).spent;

/** True for answers that we already have: they cost nothing more. */
export const isRecorded = (model: string): boolean => splitModel(model).provider === 'recorded';

/** What each try cost; their sum is the call's. */
export function costOfTry(outcome: Priced, attempt: Attempt, isLast: boolean, price: Price | undefined): Cost {
  const answered = answeredBy(outcome, isLast);
  if (answered?.cost_usd !== undefined) return { femtoUsd: fromUsd(answered.cost_usd), estimated: false };
  if (price === undefined) return mayCost(attempt, answered) ? UNKNOWN : FREE;
  if ('usd_per_hour' in price) return computing(answered ? answered.latency_ms : (attempt.took_ms ?? 0), price);
  const { used, call, isReserved } = billed(outcome, attempt, isLast);
  if (!used) return answered ? UNKNOWN : FREE;
  return {
    femtoUsd: tokens(used, ratesOf(price, call)),
    estimated: isReserved || price.estimated === true || isTierUnknown(price, call) || isAtMost(used, price),
  };
}

/** True where cache reads are billed as plain input, for want of a rate of their own: an upper bound. */
const isAtMost = ({ input_cached = 0 }: TokenCounts, price: TokenPrice): boolean =>
  input_cached > 0 && price.input > 0 && price.input_cached === undefined;

/** The price of one try as it was billed, what depends on its size, hour and tier decided. */
export function priceOfTry(outcome: Priced, attempt: Attempt, isLast: boolean, price: Price): Rates | HourPrice {
  return 'usd_per_hour' in price ? price : ratesOf(price, billed(outcome, attempt, isLast).call);
}

/** The tries of a call; one where none was kept (recorded answers). */
export const triesOf = ({ attempts }: Pick<Priced, 'attempts'>): readonly Attempt[] =>
  attempts.length > 0 ? attempts : [{}];

/** What to set aside for a try, in picodollars: its tokens, or its seconds where time is what is paid for. */
export function picoToReserve({ reserved, seconds, started_at, bill: { model, price } }: ToReserve): number {
  if (!price || isRecorded(model)) return 0;
  if ('usd_per_hour' in price) return toPico(computing(seconds * 1000, price).femtoUsd ?? 0n);
  return toPico(tokens(reserved, ratesOf(price, { input: reserved.input, started_at })));
}

interface ToReserve {
  readonly reserved: Reserved;
  readonly seconds: number;
  readonly started_at: string;
  readonly bill: Bill;
}

const answeredBy = (outcome: Priced, isLast: boolean): PricedAnswer | undefined =>
  isLast && !('failure' in outcome) ? outcome : undefined;

/** The tokens that a try is billed for, if any, and what decides on its rates. */
function billed(outcome: Priced, attempt: Attempt, isLast: boolean) {
  const answered = answeredBy(outcome, isLast);
  const used: TokenCounts | undefined = answered?.usage ?? attempt.reserved;
  const call: RatedCall = {
    input: answered?.usage ? totalInput(answered.usage) : (used?.input ?? 0),
    started_at: outcome.started_at,
    service_tier: answered?.service_tier,
  };
  return { used, call, isReserved: !answered?.usage };
}

const add = (a: Cost, b: Cost): Cost => ({
  femtoUsd: a.femtoUsd === null || b.femtoUsd === null ? null : a.femtoUsd + b.femtoUsd,
  estimated: a.estimated || b.estimated,
});

const mayCost = (attempt: Attempt, answered: PricedAnswer | undefined): boolean =>
  answered !== undefined || attempt.reserved !== undefined || attempt.took_ms !== undefined;

type TokenCounts = Pick<Usage, 'input' | 'output'> & Partial<Usage>;

const KINDS = [
  'input',
  'input_cached',
  'input_cache_write',
  'input_cache_write_1h',
  'output',
] as const satisfies (keyof Rates)[];

/** In doubles as far as they are exact, which is most of the time and far cheaper. */
function tokens(usage: TokenCounts, rates: UsedRates): bigint {
  let small = 0;
  let large = 0n;
  for (const kind of KINDS) {
    const count = usage[kind] ?? 0;
    if (count === 0) continue;
    const rate = femtoPerToken(rates[kind]);
    const sum = small + count * rate;
    if (Number.isSafeInteger(sum)) small = sum;
    else large += BigInt(count) * BigInt(rate);
  }
  return large + BigInt(small);
}

function computing(ms: number | null, { usd_per_hour }: HourPrice): Cost {
  if (ms === null) return UNKNOWN;
  const thousandths = BigInt(Math.round(ms * 1000)) * fromUsd(usd_per_hour);
  return { femtoUsd: (thousandths + 500n * MS_PER_HOUR) / (1000n * MS_PER_HOUR), estimated: false };
}
