import type { PriceRow, Rates } from '../domain/price.ts';

/** The version that is pinned, and the day it was published: what it holds without a date is believed from then on. */
export const GENAI_PRICES = 'genai-prices-0.1.8';
export const PUBLISHED = '2026-09-23';

/** Our providers as that package names them. Not Azure, where names are the user's own. */
const PROVIDERS: Readonly<Record<string, string>> = {
  ...{ openai: 'openai', anthropic: 'anthropic', google: 'google', mistral: 'mistral', deepseek: 'deepseek' },
  ...{ together: 'together', fireworks: 'fireworks', groq: 'groq', openrouter: 'openrouter', xai: 'x-ai' },
  ...{ bedrock: 'aws', cerebras: 'cerebras' },
};

/**
 * What the package @pydantic/genai-prices says of a model that we do not hold, as it stands there; undefined where it
 * says nothing, or nothing that can be relied on: prices of another host, by the hour of the day (its dates for those are
 * stale), by the request, or from before it was published without a date. Its update over the network stays off.
 */
export async function genaiPrice({
  provider,
  name,
  day,
}: {
  readonly provider: string;
  readonly name: string;
  readonly day: string;
}): Promise<PriceRow | undefined> {
  const providerId = PROVIDERS[provider];
  if (providerId === undefined) return undefined;
  const { calcPrice } = await import('@pydantic/genai-prices');
  const found = calcPrice({}, name, { providerId, timestamp: new Date(`${day}T12:00:00Z`) });
  if (!found || found.provider.id !== providerId) return undefined;

  const from = beginOf(found.model.prices, day);
  const rates = ratesOf(found.model_price);
  if (from === undefined || from > day || !rates) return undefined;
  return {
    ...{ model: found.model.id, provider, from, date_basis: from === PUBLISHED ? 'snapshot' : 'announced' },
    ...rates,
    ...{ source: [GENAI_PRICES], check: 'fallback' },
  };
}

type Prices = readonly { readonly constraint?: { readonly type: string; readonly start_date?: string } }[] | object;

/** Since when the price of a day holds; undefined where that depends on more than the date. */
function beginOf(prices: Prices, day: string): string | undefined {
  if (!Array.isArray(prices)) return PUBLISHED;
  const constraints = prices.map(({ constraint }) => constraint).filter((one) => one !== undefined);
  if (constraints.some(({ type }) => type !== 'start_date')) return undefined;
  return constraints.findLast(({ start_date = '' }) => start_date <= day)?.start_date ?? PUBLISHED;
}

/** A rate, or one with other rates above so many tokens of input. */
type Told = number | { readonly base: number; readonly tiers: readonly { start: number; price: number }[] } | undefined;

const KINDS: Readonly<Record<keyof Rates, string>> = {
  input: 'input_mtok',
  output: 'output_mtok',
  input_cached: 'cache_read_mtok',
  input_cache_write: 'cache_write_mtok',
  input_cache_write_1h: 'cache_write_1h_mtok',
};

function ratesOf(told: Readonly<Record<string, Told>>): Omit<PriceRow, keyof Origin> | undefined {
  const kinds = (Object.keys(KINDS) as (keyof Rates)[]).filter((kind) => told[KINDS[kind]] !== undefined);
  const cliffs = new Set(kinds.flatMap((kind) => tiersOf(told[KINDS[kind]]).map(({ start }) => start)));
  const usual = only(kinds, (kind) => baseOf(told[KINDS[kind]]));
  if (!usual || cliffs.size > 1 || told['requests_kcount'] !== undefined) return undefined;
  const [above] = cliffs;
  if (above === undefined) return usual;
  const long = only(kinds, (kind) => tiersOf(told[KINDS[kind]])[0]?.price ?? baseOf(told[KINDS[kind]]));
  return { ...usual, ...(long && { long_context: { above, ...long } }) };
}

type Origin = Pick<
  PriceRow,
  'model' | 'provider' | 'from' | 'to' | 'date_basis' | 'seen' | 'source' | 'check' | 'note'
>;

function only(kinds: readonly (keyof Rates)[], rate: (kind: keyof Rates) => number): Rates | undefined {
  if (!kinds.includes('input') || !kinds.includes('output')) return undefined;
  return Object.fromEntries(kinds.map((kind) => [kind, rate(kind)])) as unknown as Rates;
}

const baseOf = (told: Told): number => (typeof told === 'object' ? told.base : (told ?? 0));
const tiersOf = (told: Told) => (typeof told === 'object' ? told.tiers : []);
