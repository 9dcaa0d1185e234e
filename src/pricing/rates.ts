import type { Price, Rates, TokenPrice } from '../domain/price.ts';

/** USD per 1M tokens of every kind, as one call is billed. */
export type UsedRates = { readonly [kind in keyof Rates]-?: number };

/** What decides which of a price's rates a call is billed at. */
export interface RatedCall {
  /** Tokens of input, cached or not. */
  readonly input: number;
  /** When the call began, ISO 8601 in UTC. */
  readonly started_at: string;
  /** As the reply tells it. */
  readonly service_tier?: string | undefined;
}

/** Rates and an hour's price are kept to a billionth of a dollar: finer than any list has them, also after discounts. */
const DIGITS = 9;

/** What tiers are called that cost as usual. */
const USUAL_TIERS = new Set(['default', 'standard', 'on_demand', 'auto', 'unspecified']);

/** The rates of one call: a price as it holds for that much input, at that hour, in that tier. */
export function ratesOf(price: TokenPrice, call: RatedCall): UsedRates {
  const known = flat.get(price);
  if (known) return known;
  const usual = whole(price);
  if (isFlat(price)) flat.set(price, usual);
  const instead = [longContext(price, call), band(price, call), tierOf(price, call)].filter((one) => one !== undefined);
  const factor = 1 - (price.discount ?? 0);
  if (instead.length === 0 && factor === 1) return usual;

  const changed = instead.map((rates) => wholeInstead(rates, usual));
  const rate = (kind: keyof Rates) =>
    rounded(factor * changed.reduce((value, rates) => inPlace(value, rates[kind], usual[kind]), usual[kind]));
  return {
    input: rate('input'),
    output: rate('output'),
    input_cached: rate('input_cached'),
    input_cache_write: rate('input_cache_write'),
    input_cache_write_1h: rate('input_cache_write_1h'),
  };
}

/** The rates of prices that are the same for every call, so that a run finds them once. */
const flat = new WeakMap<TokenPrice, UsedRates>();

const isFlat = ({ long_context, bands, batch, tiers, discount }: TokenPrice): boolean =>
  !long_context && !bands && !batch && !tiers && !discount;

/** True where the reply names a tier that the price says nothing of: the usual rates are then a guess. */
export const isTierUnknown = (price: Price, { service_tier = '' }: Pick<RatedCall, 'service_tier'>): boolean =>
  'input' in price && isSpecial(service_tier) && tierOf(price, { service_tier }) === undefined;

/** Where several hold, each changes the rate by as much as it would alone. */
const inPlace = (value: number, instead: number, usual: number): number =>
  usual === 0 || value === usual ? instead : (value * instead) / usual;

function whole(rates: Rates): UsedRates {
  const { input, output, input_cached = input, input_cache_write = input } = rates;
  return {
    input,
    output,
    input_cached,
    input_cache_write,
    input_cache_write_1h: rates.input_cache_write_1h ?? input_cache_write,
  };
}

/** A kind of input that is not named changes as plain input does. */
function wholeInstead(rates: Rates, usual: UsedRates): UsedRates {
  const alike = (kind: keyof Rates) =>
    rates[kind] ?? (usual.input === 0 ? rates.input : (usual[kind] * rates.input) / usual.input);
  return {
    input: rates.input,
    output: rates.output,
    input_cached: alike('input_cached'),
    input_cache_write: alike('input_cache_write'),
    input_cache_write_1h: alike('input_cache_write_1h'),
  };
}

const longContext = ({ long_context }: TokenPrice, { input }: RatedCall): Rates | undefined =>
  long_context && input > long_context.above ? long_context : undefined;

const band = ({ bands = [] }: TokenPrice, { started_at }: RatedCall): Rates | undefined => {
  const time = started_at.slice(11, 16);
  return bands.find(({ hours }) => hours.some((one) => isWithin(time, one)));
};

/** Over midnight where the end is before the start. */
function isWithin(time: string, hours: string): boolean {
  const [start = '', end = ''] = hours.split('-');
  return start <= end ? start <= time && time < end : start <= time || time < end;
}

const isSpecial = (tier: string): boolean => tier !== '' && !USUAL_TIERS.has(tier.toLowerCase());

function tierOf({ tiers, batch }: TokenPrice, { service_tier = '' }: Pick<RatedCall, 'service_tier'>) {
  const tier = service_tier.toLowerCase();
  if (!isSpecial(tier)) return undefined;
  const own = Object.entries(tiers ?? {}).find(([name]) => name.toLowerCase() === tier);
  return own ? own[1] : tier === 'batch' ? batch : undefined;
}

const rounded = (rate: number): number => Math.round(rate * 10 ** DIGITS) / 10 ** DIGITS;

/** Femtodollars a token: so many whole ones as the rate has billionths of a dollar per 1M. */
export const femtoPerToken = (rate: number): number => Math.round(rate * 10 ** DIGITS);
