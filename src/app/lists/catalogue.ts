import { blend } from '../../analysis/price-trend.ts';
import { loadModels } from '../../catalog/load.ts';
import type { CatalogModels } from '../../catalog/schema.ts';
import { UserError } from '../../domain/errors.ts';
import type { PriceRow, Rates, TokenPrice } from '../../domain/price.ts';
import type { FoundPrice } from '../../pricing/book.ts';
import type { Columns } from '../../reports/csv-lines.ts';
import { paramsText } from '../../reports/params.ts';
import { allPricesOn, openPrices } from '../prices.ts';
import type { List } from './listing.ts';

type Priced = Pick<FoundPrice, 'origin'> & PriceRow & { readonly blend_3_1_usd_per_mtok: number };

/** The prices that hold on a day, the user's own before the catalogue's. */
export const priceList: List<Priced> = {
  items: async ({ at, priceFile }) => allPricesOn(at, await openPrices({ priceFile })).map(asItem),

  columns: {
    provider: ({ provider }) => provider,
    model: ({ model }) => model,
    from: ({ from }) => from,
    to: ({ to }) => to,
    date_basis: ({ date_basis }) => date_basis,
    ...rateColumns('', (row: Priced) => row),
    blend_3_1_usd_per_mtok: (row) => row.blend_3_1_usd_per_mtok,
    ...exceptionColumns((row: Priced) => row),
    origin: ({ origin }) => origin,
    check: ({ check }) => check,
    source: ({ source }) => source.join(' '),
    note: ({ note }) => note,
  },

  shown: {
    Provider: ({ provider }) => provider,
    Model: ({ model }) => model,
    '$/1M in': ({ input }) => input,
    '$/1M cached': ({ input_cached }) => input_cached,
    '$/1M out': ({ output }) => output,
    '$/1M 3:1': (row) => row.blend_3_1_usd_per_mtok,
    Since: ({ from, date_basis }) => (date_basis === 'announced' ? from : `${from} (${date_basis})`),
    But: (row) => exceptions(row).join('; '),
    Source: ({ source, check }) => `${source.join(' ')}${check === 'read' ? '' : ` (${check})`}`,
  },

  narrow: {
    '$/1M cached': { leaves: 4 },
    '$/1M 3:1': { leaves: 3 },
    Since: { width: 12 },
    But: { leaves: 2, width: 20 },
    Source: { leaves: 1, width: 20 },
  },
};

const asItem = ({ row, origin }: FoundPrice): Priced => ({
  ...row,
  ...{ origin, blend_3_1_usd_per_mtok: blend(row) },
});

/** A column for each kind of token. */
export function rateColumns<T>(prefix: string, ratesOf: (item: T) => Rates | undefined): Columns<T> {
  const kinds = ['input', 'output', 'input_cached', 'input_cache_write', 'input_cache_write_1h'] as const;
  return Object.fromEntries(kinds.map((kind) => [`${prefix}${kind}_usd_per_mtok`, (item: T) => ratesOf(item)?.[kind]]));
}

/** When calls cost something else, and what. */
export function exceptionColumns<T>(priceOf: (item: T) => TokenPrice | undefined): Columns<T> {
  const hoursOf = (item: T) => priceOf(item)?.bands?.map(({ hours }) => hours.join(' '));
  return {
    ...rateColumns('batch_', (item: T) => priceOf(item)?.batch),
    long_context_above: (item) => priceOf(item)?.long_context?.above,
    ...rateColumns('long_context_', (item: T) => priceOf(item)?.long_context),
    band_hours: (item) => hoursOf(item)?.join(' | '),
    ...rateColumns('band_', (item: T) => priceOf(item)?.bands?.[0]),
  };
}

/** When a call costs something else, in short: `batch 1.25/5`, `above 200000: 2.5/15`. */
export const exceptions = ({ long_context, bands = [], batch }: TokenPrice): string[] => [
  ...(batch ? [`batch ${pair(batch)}`] : []),
  ...(long_context ? [`above ${long_context.above}: ${pair(long_context)}`] : []),
  ...bands.map((band) => `${band.hours.join(' ')} UTC: ${pair(band)}`),
];

const pair = ({ input, output }: Rates): string => `${input}/${output}`;

type CatalogModel = CatalogModels['models'][number];

/** A model of the catalogue and where it costs least on a day, by three tokens in for one out. */
type ModelItem = CatalogModel & { readonly cheapest: Priced | null };

/** The models that were there on a day. */
export const modelList: List<ModelItem> = {
  async items({ at, priceFile }) {
    const [{ models }, { book }] = await Promise.all([loadModels(), openPrices({ priceFile })]);
    const priced = book.on(at);
    const there = models.filter(({ released }) => released <= at);
    if (there.length === 0) throw new UserError(tooEarly(at, models));
    return there.map((model) => ({
      ...model,
      cheapest: cheapestOf(priced.filter(({ row }) => row.model === model.id)),
    }));
  },

  columns: {
    model: ({ id }) => id,
    name: ({ name }) => name,
    vendor: ({ vendor }) => vendor,
    released: ({ released }) => released,
    params_total_b: ({ params_total_b }) => params_total_b,
    params_active_b: ({ params_active_b }) => params_active_b,
    params_estimated: ({ params_estimated }) => params_estimated,
    params_source: ({ params_source }) => params_source,
    open_weights: ({ open_weights }) => open_weights,
    licence: ({ licence }) => licence,
    hf: ({ hf }) => hf,
    context_tokens: ({ context }) => context,
    ...mmluColumns(({ mmlu: [first] }) => first),
    mmlu_scores: ({ mmlu }) => mmlu.length,
    price_provider: ({ cheapest }) => cheapest?.provider,
    price_date: ({ cheapest }) => cheapest?.from,
    input_usd_per_mtok: ({ cheapest }) => cheapest?.input,
    output_usd_per_mtok: ({ cheapest }) => cheapest?.output,
    price_source: ({ cheapest }) => cheapest?.source.join(' '),
    note: ({ note }) => note,
  },

  shown: {
    Model: ({ id }) => id,
    Params: (model) => paramsText(model),
    Weights: ({ open_weights, licence }) => (open_weights ? licence : 'closed'),
    'MMLU (setting, variant)': ({ mmlu: [first, ...more] }) =>
      first &&
      `${first.score} % (${first.setting}, ${first.variant}${first.check === 'read' ? '' : `, ${first.check}`})${more.length > 0 ? ` +${more.length}` : ''}`,
    '$/1M in/out, host, since': ({ cheapest }) => cheapest && `${pair(cheapest)} ${cheapest.provider} ${cheapest.from}`,
  },

  narrow: {
    Params: { leaves: 2, width: 14 },
    Weights: { leaves: 3, width: 16 },
    'MMLU (setting, variant)': { leaves: 1, width: 24 },
    '$/1M in/out, host, since': { width: 20 },
  },
};

function tooEarly(at: string, models: readonly CatalogModel[]): string {
  const [first] = models.map(({ released }) => released).sort();
  return `no model of the catalogue was there on ${at}: the first is of ${first}`;
}

function cheapestOf(found: readonly FoundPrice[]): Priced | null {
  const [best] = [...found].sort((a, b) => blend(a.row) - blend(b.row));
  return best ? asItem(best) : null;
}

/** A published score with all that it needs beside it. */
export function mmluColumns<T>(of: (item: T) => CatalogModel['mmlu'][number] | null | undefined): Columns<T> {
  return {
    mmlu: (item) => {
      const published = of(item);
      return published && shareOf(published.score);
    },
    mmlu_setting: (item) => of(item)?.setting,
    mmlu_variant: (item) => of(item)?.variant,
    mmlu_source: (item) => of(item)?.source,
    mmlu_check: (item) => of(item)?.check,
  };
}

/** 0…1 of per cent with decimals, as it is written: 0.864 of 86.4. */
export const shareOf = (score: number): number => Number((score / 100).toFixed(6));
