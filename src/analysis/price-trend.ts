import type { PriceRow, Rates } from '../domain/price.ts';
import { PriceBook } from '../pricing/book.ts';

/** USD per 1M tokens at three in for one out, to a billionth, for comparisons without a run. */
export const blend = ({ input, output }: Rates): number => Number(((3 * input + output) / 4).toFixed(9));

export interface TrendInput {
  readonly rows: readonly PriceRow[];
  /** Whether a model is good enough. */
  readonly isGood: (model: string) => boolean;
  /** The last day. */
  readonly until: string;
}

/** What the least price of models that are good enough did over time. */
export interface Trend {
  /** The first, and each that was lower than all before it, by the day it began. */
  readonly lows: readonly PriceRow[];
  /** The least that holds on the last day; undefined where none does any more. */
  readonly held: PriceRow | undefined;
  /** Lower than the last low, but of a source that is itself unsure. */
  readonly leftOut: readonly PriceRow[];
}

/** The least price over time. Rows whose source is unsure make no record. */
export function priceTrend({ rows, isGood, until }: TrendInput): Trend {
  const good = rows.filter(({ model, from }) => isGood(model) && from <= until);
  const sure = good.filter(({ check }) => check !== 'unverified');
  const book = new PriceBook([{ origin: 'catalogue', rows: sure }], []);
  const leastOn = (day: string) => leastOf(book.on(day).map(({ row }) => row));

  const lows: PriceRow[] = [];
  for (const day of [...new Set(sure.map(({ from }) => from))].sort()) {
    const least = leastOn(day);
    const last = lows.at(-1);
    if (least && (last === undefined || blend(least) < blend(last))) lows.push(least);
  }
  const last = lows.at(-1);
  const leftOut = good.filter((row) => row.check === 'unverified' && (!last || blend(row) < blend(last)));
  return { lows, held: leastOn(until), leftOut };
}

const leastOf = (rows: readonly PriceRow[]): PriceRow | undefined =>
  rows.reduce<PriceRow | undefined>((best, row) => (best && blend(best) <= blend(row) ? best : row), undefined);

const MS_PER_YEAR = 365.25 * 24 * 3600 * 1000;

export const yearsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MS_PER_YEAR;

/** By how many times a price fell, and how many times a year that is; null within no time. */
export function fallOf(first: number, last: number, years: number) {
  const times = first / last;
  return { times, per_year: years > 0 ? times ** (1 / years) : null };
}
