import { blend } from '../../analysis/price-trend.ts';
import { UserError } from '../../domain/errors.ts';
import type { PriceRow, Rates } from '../../domain/price.ts';
import type { FoundPrice } from '../../pricing/book.ts';
import { plainDecimal } from '../../reports/plain-decimal.ts';
import { dayNamed } from '../day.ts';
import { allPricesOn, openPrices } from '../prices.ts';
import type { List } from './listing.ts';

/** What happened to a model's price at a host between two days. */
interface PriceChange {
  /** other: neither of the two usual rates, but that of caches, batches, long calls or hours. */
  readonly change: 'new' | 'ended' | 'fell' | 'rose' | 'other';
  readonly provider: string;
  readonly model: string;
  /** On the earlier day, and on the later one; null where there was none. */
  readonly before: PriceRow | null;
  readonly after: PriceRow | null;
}

/** The changes of prices between the day of the list and another; the earlier is the first, however they are given. */
export function changesList(day: string): List<PriceChange> {
  const other = dayNamed(day);
  return {
    async items({ at, priceFile }) {
      if (at === other) throw new UserError(`--diff needs two days, but both are ${at}: give the first with --at`);
      const prices = await openPrices({ priceFile });
      const [first, last] = at < other ? [at, other] : [other, at];
      return changesBetween(allPricesOn(first, prices), prices.book.on(last));
    },

    columns: {
      change: ({ change }) => change,
      provider: ({ provider }) => provider,
      model: ({ model }) => model,
      before_from: ({ before }) => before?.from,
      before_input_usd_per_mtok: ({ before }) => before?.input,
      before_output_usd_per_mtok: ({ before }) => before?.output,
      before_input_cached_usd_per_mtok: ({ before }) => before?.input_cached,
      after_from: ({ after }) => after?.from,
      after_input_usd_per_mtok: ({ after }) => after?.input,
      after_output_usd_per_mtok: ({ after }) => after?.output,
      after_input_cached_usd_per_mtok: ({ after }) => after?.input_cached,
      input_change: (one) => changeOf(one, 'input'),
      output_change: (one) => changeOf(one, 'output'),
      otherwise: (one) => otherwise(one),
      source: ({ before, after }) => (after ?? before)?.source.join(' '),
    },

    shown: {
      Change: ({ change }) => change,
      Provider: ({ provider }) => provider,
      Model: ({ model }) => model,
      '$/1M in/out before': ({ before }) => before && pair(before),
      after: ({ after }) => after && pair(after),
      in: (one) => signed(changeOf(one, 'input')),
      out: (one) => signed(changeOf(one, 'output')),
      Otherwise: (one) => otherwise(one),
      Since: ({ after, before }) => after?.from ?? `until ${before?.to}`,
    },

    narrow: {
      '$/1M in/out before': { width: 13 },
      in: { leaves: 2 },
      out: { leaves: 3 },
      Otherwise: { leaves: 4, width: 14 },
      Since: { leaves: 1 },
    },

    notes: (changes) => [countsOf(changes)],
  };
}

function changesBetween(before: readonly FoundPrice[], after: readonly FoundPrice[]): PriceChange[] {
  const [old, now] = [byName(before), byName(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key): PriceChange[] => {
    const [a, b] = [old.get(key) ?? null, now.get(key) ?? null];
    const change = kindOf(a, b);
    const { provider = '', model = '' } = a ?? b ?? {};
    return change === null ? [] : [{ change, provider, model, before: a, after: b }];
  });
}

const byName = (found: readonly FoundPrice[]) =>
  new Map(found.map(({ row }) => [`${row.provider}/${row.model}`, row] as const));

function kindOf(before: PriceRow | null, after: PriceRow | null): PriceChange['change'] | null {
  if (!before) return 'new';
  if (!after) return 'ended';
  if (before.input === after.input && before.output === after.output) {
    return othersOf(before, after).length === 0 ? null : 'other';
  }
  return blend(after) < blend(before) ? 'fell' : 'rose';
}

/** What a price has beside its two usual rates. */
const OTHERS: Readonly<Record<string, (row: PriceRow) => unknown>> = {
  'cache reads': ({ input_cached }) => input_cached,
  'cache writes': ({ input_cache_write, input_cache_write_1h }) => [input_cache_write, input_cache_write_1h],
  'long calls': ({ long_context }) => long_context,
  hours: ({ bands }) => bands,
  batch: ({ batch }) => batch,
  tiers: ({ tiers }) => tiers,
};

const othersOf = (before: PriceRow, after: PriceRow): string[] =>
  Object.entries(OTHERS)
    .filter(([, of]) => JSON.stringify(of(before)) !== JSON.stringify(of(after)))
    .map(([name]) => name);

function changeOf({ before, after }: PriceChange, kind: 'input' | 'output'): number | null {
  if (!before || !after || before[kind] === 0) return null;
  return Number((after[kind] / before[kind] - 1).toFixed(6));
}

const otherwise = ({ before, after }: PriceChange): string | null =>
  before && after ? othersOf(before, after).join(', ') : null;

const pair = ({ input, output }: Rates): string => `${plainDecimal(input)}/${plainDecimal(output)}`;

const signed = (share: number | null): string | null =>
  share === null ? null : `${share > 0 ? '+' : ''}${(100 * share).toFixed(1)} %`;

const KINDS = { fell: 'fell', rose: 'rose', other: 'changed otherwise', new: 'are new', ended: 'ended' } as const;

function countsOf(changes: readonly PriceChange[]): string {
  const counts = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) => {
    const n = changes.filter(({ change }) => change === kind).length;
    return n === 0 ? [] : [`${n} ${KINDS[kind]}`];
  });
  return counts.length === 0
    ? 'No price changed.'
    : `${counts.join(', ')}; fell or rose at three tokens in for one out.`;
}
