import { GENAI_PRICES, genaiPrice, PUBLISHED } from '../../catalog/genai-prices.ts';
import { loadModels } from '../../catalog/load.ts';
import type { HostName, PriceOrigin, PriceRow, Rates } from '../../domain/price.ts';
import { count } from '../../lib/format.ts';
import { plainDecimal } from '../../reports/plain-decimal.ts';
import { openPrices } from '../prices.ts';
import type { List } from './listing.ts';

/** A price that should be looked at again. */
interface PriceDoubt {
  readonly price: PriceRow;
  readonly origin: PriceOrigin;
  /** The last day that a source is known to have had it; null for a price of the user's without a day. */
  readonly last_seen: string | null;
  readonly age_days: number | null;
  readonly is_old: boolean;
  /** What genai-prices says of it; `newer`: it began after that package was published. */
  readonly verdict: 'agrees' | 'differs' | 'not there' | 'newer';
  /** What it has, under its own name for the model; null where it has nothing. */
  readonly other: PriceRow | null;
}

const OLD_DAYS = 90;

/** The prices of a day that nobody has seen for a while, or of which another source says something else. */
export function checkList(olderThan = OLD_DAYS): List<PriceDoubt> {
  return {
    async items({ at, priceFile }) {
      const [{ names }, { book }] = await Promise.all([loadModels(), openPrices({ priceFile })]);
      const doubts = await Promise.all(
        book.on(at).map(async ({ row, origin }): Promise<PriceDoubt> => {
          const age = ageOf(row, at);
          return {
            price: row,
            origin,
            ...age,
            is_old: (age.age_days ?? 0) > olderThan,
            ...(await compared(row, at, names)),
          };
        }),
      );
      return doubts
        .filter(({ is_old, verdict }) => is_old || verdict === 'differs')
        .sort((a, b) => rank(a) - rank(b) || (b.age_days ?? 0) - (a.age_days ?? 0));
    },

    columns: {
      provider: ({ price }) => price.provider,
      model: ({ price }) => price.model,
      from: ({ price }) => price.from,
      last_seen: ({ last_seen }) => last_seen,
      age_days: ({ age_days }) => age_days,
      old: ({ is_old }) => is_old,
      input_usd_per_mtok: ({ price }) => price.input,
      output_usd_per_mtok: ({ price }) => price.output,
      input_cached_usd_per_mtok: ({ price }) => price.input_cached,
      genai_prices: ({ verdict }) => verdict,
      genai_prices_model: ({ other }) => other?.model,
      genai_prices_from: ({ other }) => other?.from,
      genai_prices_input_usd_per_mtok: ({ other }) => other?.input,
      genai_prices_output_usd_per_mtok: ({ other }) => other?.output,
      genai_prices_input_cached_usd_per_mtok: ({ other }) => other?.input_cached,
      origin: ({ origin }) => origin,
      check: ({ price }) => price.check,
      source: ({ price }) => price.source.join(' '),
      note: ({ price }) => price.note,
    },

    shown: {
      Provider: ({ price }) => price.provider,
      Model: ({ price }) => price.model,
      '$/1M in/cached/out': ({ price }) => ratesText(price),
      'Last seen': ({ last_seen }) => last_seen ?? 'no day',
      'Days ago': ({ age_days }) => age_days,
      'genai-prices': ({ verdict, other }) => (verdict === 'differs' && other ? ratesText(other) : verdict),
      'calls it': ({ other, price }) => (other && other.model !== price.model ? other.model : null),
    },

    narrow: {
      '$/1M in/cached/out': { width: 12 },
      'Last seen': { leaves: 1 },
      'Days ago': { leaves: 2 },
      'calls it': { leaves: 3 },
    },

    notes: (doubts) => {
      const old = doubts.filter(({ is_old }) => is_old);
      const agreeing = old.filter(({ verdict }) => verdict === 'agrees').length;
      const differing = doubts.filter(({ verdict }) => verdict === 'differs');
      return [
        ...differing.flatMap(({ price: { provider, model, note } }) =>
          note ? [`${provider}/${model}: ${note}.`] : [],
        ),
        `${count(old.length, 'price')} last seen more than ${count(olderThan, 'day')} before, of which ${agreeing} agree with ${GENAI_PRICES} (published ${PUBLISHED}); ${differing.length} differ from it, old or not.`,
      ];
    },
  };
}

const rank = ({ verdict }: PriceDoubt): number => (verdict === 'differs' ? 0 : 1);

const MS_PER_DAY = 24 * 3600 * 1000;

function ageOf({ from, seen = from, date_basis }: PriceRow, at: string): Pick<PriceDoubt, 'last_seen' | 'age_days'> {
  if (date_basis === 'own') return { last_seen: null, age_days: null };
  const last_seen = seen > from && seen <= at ? seen : from;
  return { last_seen, age_days: Math.round((Date.parse(at) - Date.parse(last_seen)) / MS_PER_DAY) };
}

/** By each of its host's names for it; where these have several prices, one that agrees is enough. */
async function compared(
  row: PriceRow,
  day: string,
  names: readonly HostName[],
): Promise<Pick<PriceDoubt, 'verdict' | 'other'>> {
  if (row.from > PUBLISHED) return { verdict: 'newer', other: null };
  const own = names.filter(({ provider, model }) => provider === row.provider && model === row.model);
  const now = own.filter(({ from = '', to, on }) => from <= day && (to === undefined || day < to) && on === undefined);
  const asked = [...now.map(({ name }) => name), row.model];
  const all = await Promise.all(asked.map((name) => genaiPrice({ provider: row.provider, name, day })));
  const found = all.filter((one) => one !== undefined);
  const same = found.find((one) => isSame(row, one));
  if (same) return { verdict: 'agrees', other: same };
  return found[0] ? { verdict: 'differs', other: found[0] } : { verdict: 'not there', other: null };
}

/** A rate that only one of them has is no difference. */
const isSame = (a: Rates, b: Rates): boolean =>
  (['input', 'output', 'input_cached'] as const).every((kind) => {
    const [one, other] = [a[kind], b[kind]];
    return one === undefined || other === undefined || Math.abs(one - other) < 1e-9;
  });

const ratesText = ({ input, input_cached, output }: Rates): string =>
  [input, input_cached, output].map((rate) => (rate === undefined ? '–' : plainDecimal(rate))).join('/');
