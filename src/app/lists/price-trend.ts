import type { CatalogModel } from '../../analysis/model-size.ts';
import { blend, fallOf, priceTrend, type Trend, yearsBetween } from '../../analysis/price-trend.ts';
import { loadModels, loadPrices } from '../../catalog/load.ts';
import { UserError } from '../../domain/errors.ts';
import type { PriceRow } from '../../domain/price.ts';
import { count, significant } from '../../lib/format.ts';
import { hint } from '../../lib/suggest.ts';
import { plainDecimal } from '../../reports/plain-decimal.ts';
import { mmluColumns } from './catalogue.ts';
import { scoreText } from './landscape-notes.ts';
import type { List } from './listing.ts';

/** How good a model must be: `mmlu>=82`. */
interface Floor {
  readonly least: number;
  readonly isAbove: boolean;
}

/** Reads `mmlu>=82`. Throws a UserError for what it cannot mean. */
function floorNamed(text: string): Floor {
  const [, metric = '', sign, number = ''] = /^\s*([a-z_]\w*)\s*(>=|≥|>)\s*(\d+(?:\.\d+)?)\s*%?\s*$/i.exec(text) ?? [];
  if (sign === undefined) throw new UserError(`--trend "${text}" is not a floor: give one as mmlu>=82`);
  if (metric.toLowerCase() !== 'mmlu') {
    throw new UserError(`no published score "${metric}" to go by${hint(metric, ['mmlu'])}`);
  }
  const least = Number(number);
  if (least > 1 && least <= 100) return { least, isAbove: sign === '>' };
  throw new UserError(`--trend "${text}": MMLU is in per cent, above 1 and up to 100: mmlu>=82`);
}

type Published = CatalogModel['mmlu'][number];

/** A price that was or is the least of models that are good enough. */
interface TrendRow {
  readonly kind: 'low' | 'held' | 'left_out';
  /** Since when the price holds; of `held`, the last day. */
  readonly date: string;
  readonly price: PriceRow;
  readonly blend_3_1_usd_per_mtok: number;
  readonly score: Published;
  /** Against the first row. */
  readonly times_less: number;
  readonly years: number;
  readonly times_per_year: number | null;
  /** The same fall spread over the years to the last day. */
  readonly times_per_year_to_last_day: number | null;
  readonly last_day: string;
}

/** The least price of models with a published score, over time. */
export function trendList(expression: string): List<TrendRow> {
  const floor = floorNamed(expression);
  return {
    async items({ at, priceFile }) {
      if (priceFile !== undefined) throw new UserError('--trend is of the catalogue’s prices: leave --price-file out');
      const [{ models }, { prices }] = await Promise.all([loadModels(), loadPrices()]);
      const good = goodModels(models, floor);
      if (good.size === 0)
        throw new UserError(`no model has a published MMLU of ${floorText(floor)}${highest(models)}`);
      const isGood = (model: string) => good.has(model);
      const trend = priceTrend({ rows: prices, isGood, until: at });
      if (trend.lows.length === 0)
        throw new UserError(
          tooEarly(
            prices.filter(({ model }) => isGood(model)),
            floor,
            at,
          ),
        );
      return rowsOf(trend, good, at);
    },

    columns: {
      kind: ({ kind }) => kind,
      date: ({ date }) => date,
      date_basis: ({ price }) => price.date_basis,
      provider: ({ price }) => price.provider,
      model: ({ price }) => price.model,
      input_usd_per_mtok: ({ price }) => price.input,
      output_usd_per_mtok: ({ price }) => price.output,
      blend_3_1_usd_per_mtok: (row) => row.blend_3_1_usd_per_mtok,
      times_less: ({ times_less }) => times_less,
      years: ({ years }) => years,
      times_per_year: ({ times_per_year }) => times_per_year,
      times_per_year_to_last_day: (row) => row.times_per_year_to_last_day,
      last_day: ({ last_day }) => last_day,
      ...mmluColumns(({ score }: TrendRow) => score),
      price_source: ({ price }) => price.source.join(' '),
      price_check: ({ price }) => price.check,
    },

    shown: {
      Date: ({ date, kind, price }) => (kind === 'held' || price.date_basis === 'announced' ? date : `${date} (seen)`),
      What: ({ kind }) => WHAT[kind],
      '$/1M 3:1': (row) => plainDecimal(row.blend_3_1_usd_per_mtok),
      'in/out': ({ price }) => `${plainDecimal(price.input)}/${plainDecimal(price.output)}`,
      'Host, model': ({ price }) => nameOf(price),
      'MMLU (setting, variant)': ({ score }) => scoreText(score),
      'Since the first': ({ times_less }) => `${significant(times_less)}×`,
      'a year': ({ times_per_year, years }) =>
        times_per_year === null || years < 1 ? null : `${significant(times_per_year)}×`,
    },

    narrow: {
      Date: { width: 12 },
      What: { width: 12 },
      'in/out': { leaves: 3 },
      'MMLU (setting, variant)': { leaves: 2, width: 20 },
      'Since the first': { leaves: 1 },
      'a year': { leaves: 4 },
    },

    notes: (rows) => notesOf(rows, floor),

    async picture(rows) {
      const { priceHistory } = await import('../../reports/charts/price-history.ts');
      return priceHistory({
        title: `Least price of models with a published MMLU of ${floorText(floor)}`,
        protocol: 'three tokens in for one out, at the usual rates',
        points: rows.map(({ kind, date, price, blend_3_1_usd_per_mtok: usd }) => ({
          kind,
          date,
          usd,
          name: nameOf(price),
        })),
        notes: notesOf(rows, floor),
      });
    },
  };
}

const WHAT = { low: 'record low', held: 'holds', left_out: 'left out: unsure source' } as const;

const nameOf = ({ provider, model }: PriceRow): string => `${provider}/${model}`;
const floorText = ({ least, isAbove }: Floor): string => (isAbove ? `more than ${least} %` : `${least} % or more`);

/** Models of which any published score is high enough, with that score: not of the base model where there is another. */
function goodModels(models: readonly CatalogModel[], { least, isAbove }: Floor): ReadonlyMap<string, Published> {
  return new Map(
    models.flatMap(({ id, mmlu }) => {
      const high = mmlu.filter(({ score }) => (isAbove ? score > least : score >= least));
      const best = high.find(({ variant }) => variant !== 'base') ?? high[0];
      return best ? [[id, best] as const] : [];
    }),
  );
}

function highest(models: readonly CatalogModel[]): string {
  const scores = models.flatMap(({ name, mmlu }) => mmlu.map(({ score }) => ({ name, score })));
  const [best] = scores.sort((a, b) => b.score - a.score);
  return best ? `: the highest is ${best.score} %, of ${best.name}` : '';
}

function tooEarly(rows: readonly PriceRow[], floor: Floor, at: string): string {
  const first = rows.map(({ from }) => from).sort()[0];
  const known = first === undefined ? 'none is in the catalogue' : `the first is of ${first}`;
  return `no price up to ${at} of a model with a published MMLU of ${floorText(floor)}: ${known}`;
}

function rowsOf({ lows, held, leftOut }: Trend, good: ReadonlyMap<string, Published>, lastDay: string): TrendRow[] {
  const first = lows[0] as PriceRow;
  const rowOf = (kind: TrendRow['kind'], price: PriceRow, date: string): TrendRow => {
    const [years, toLast] = [yearsBetween(first.from, date), yearsBetween(first.from, lastDay)];
    const fall = fallOf(blend(first), blend(price), years);
    return {
      ...{ kind, date, price, blend_3_1_usd_per_mtok: blend(price) },
      ...{ score: good.get(price.model) as Published, times_less: fall.times, years, times_per_year: fall.per_year },
      times_per_year_to_last_day: fallOf(blend(first), blend(price), toLast).per_year,
      last_day: lastDay,
    };
  };
  return [
    ...lows.map((row) => rowOf('low', row, row.from)),
    ...leftOut.map((row) => rowOf('left_out', row, row.from)),
    ...(held ? [rowOf('held', held, lastDay)] : []),
  ];
}

function notesOf(rows: readonly TrendRow[], floor: Floor): string[] {
  const lows = rows.filter(({ kind }) => kind === 'low');
  const [first, last] = [lows[0], lows.at(-1)];
  if (!first || !last) return [];
  const end = ({ blend_3_1_usd_per_mtok, price, date }: TrendRow) =>
    `$${plainDecimal(blend_3_1_usd_per_mtok)} (${nameOf(price)}, ${date})`;
  const rate = (per_year: number | null) => (per_year === null ? 'unknown' : `${significant(per_year)}× a year`);
  const toLast = yearsBetween(first.date, last.last_day);
  return [
    `MMLU of ${floorText(floor)}: ${end(first)} → ${end(last)}: ${significant(last.times_less)}× less, ${count(lows.length - 1, 'record low')} after the first.`,
    `That is ${rate(last.times_per_year)} to the last low (${last.years.toFixed(2)} years), ${rate(last.times_per_year_to_last_day)} to ${last.last_day} (${toLast.toFixed(2)} years).`,
    'USD per 1M tokens at three in for one out, at the usual rates: no caches, batches or hours of the day.',
    'A model counts by any score that was published for it, of whatever protocol and snapshot, without an interval.',
  ];
}
