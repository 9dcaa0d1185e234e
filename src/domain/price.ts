/** USD per 1M tokens. A kind of input without a rate of its own is priced as plain input. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
  readonly input_cached?: number | undefined;
  readonly input_cache_write?: number | undefined;
  readonly input_cache_write_1h?: number | undefined;
}

/** USD per hour of computing, for what runs on this machine. */
export interface HourPrice {
  readonly usd_per_hour: number;
}

export type Price = TokenPrice | HourPrice;
