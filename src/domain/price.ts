/** USD per 1M tokens. A kind of input without a rate of its own is priced as plain input: an upper bound for cache reads. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly input_cached?: number | undefined;
  readonly input_cache_write?: number | undefined;
  readonly input_cache_write_1h?: number | undefined;
}

/**
 * The usual rates of a model, and those that take their place. Where these leave a kind of input out, it changes by as much
 * as plain input does.
 */
export interface TokenPrice extends Rates {
  /** For the whole call, once it has more than `above` tokens of input. */
  readonly long_context?: (Rates & { readonly above: number }) | undefined;
  /** For calls that begin in hours of the day, UTC: `16:30-00:30`. */
  readonly bands?: readonly (Rates & { readonly hours: readonly string[] })[] | undefined;
  readonly batch?: Rates | undefined;
  /** By the tier's name, as replies tell it. */
  readonly tiers?: Readonly<Record<string, Rates>> | undefined;
  /** What a contract takes off all of them, 0…1. */
  readonly discount?: number | undefined;
  /** True where the rates follow from an estimate. */
  readonly estimated?: boolean | undefined;
}

/** USD per hour of computing, for what runs on this machine. */
export interface HourPrice {
  readonly usd_per_hour: number;
}

export type Price = TokenPrice | HourPrice;

/**
 * How far a figure was checked. read: in its sources; secondary: on a page that cites them; recalled: not read again;
 * unverified: the source itself is unsure; fallback: taken from a package's data as it stands; own: the user's.
 */
type Check = 'read' | 'secondary' | 'recalled' | 'unverified' | 'fallback' | 'own';

/** What a host charges for a model from one day to another. */
export interface PriceRow extends TokenPrice {
  readonly model: string;
  /** The host, as in `provider/name`. */
  readonly provider: string;
  /** The first day (`2024-05-13`). */
  readonly from: string;
  /** The first day that it no longer holds; without it, until the next row of the same model and provider. */
  readonly to?: string | undefined;
  /** announced: the vendor's date; first_seen: a list first showed it then; snapshot: it held that day, since when is unknown. */
  readonly date_basis: 'announced' | 'first_seen' | 'snapshot' | 'own';
  readonly seen?: string | undefined;
  readonly source: readonly string[];
  readonly check: Check;
  readonly note?: string | undefined;
}

/** What a host calls a model, where it is not the model's id. */
export interface HostName {
  readonly provider: string;
  readonly name: string;
  /** The catalogue's id. */
  readonly model: string;
  /** The days in which the name meant this model. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** A snapshot that keeps the price of this day. */
  readonly on?: string | undefined;
}

/** Where a price comes from: the suite, its hosting, a price file of the user's, our catalogue, or genai-prices for what we do not hold. */
export type PriceOrigin = 'suite' | 'hosting' | 'file' | 'catalogue' | 'genai-prices';

/** The price that a model of a run is billed at, and where it comes from; null where there is none. */
export interface ModelPrice {
  /** The model's id in the suite. */
  readonly model: string;
  readonly price: Price | null;
  readonly origin: PriceOrigin | null;
  /** The row's own names and date; null for a price of the suite. */
  readonly row: PricedAs | null;
  /** Of a judge that was replaced, or costs something else since: calls that began before are billed at it. */
  readonly until?: string;
  /** What a price of one's own GPUs follows from. */
  readonly hosted?: HostedAs;
}

/** GPUs of one's own, and what they bring. */
export interface HostedAs {
  /** The model, by the catalogue's id. */
  readonly model: string;
  readonly gpu: string;
  readonly count: number;
  readonly usd_per_gpu_hour: number;
  readonly utilisation: number;
  /** Bits of a parameter. */
  readonly precision: number;
  /** In and out, at most. */
  readonly tokens_per_s: number;
  /** Who measured it, with the load; `estimate` where nobody has. */
  readonly speed_source: string;
}

export type PricedAs = Pick<PriceRow, 'model' | 'provider' | 'from' | 'date_basis' | 'source' | 'check'>;
