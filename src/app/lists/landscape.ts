import type { CatalogModel } from '../../analysis/model-size.ts';
import { loadCirculating, loadModels, loadPrices } from '../../catalog/load.ts';
import type { CatalogCirculating } from '../../catalog/schema.ts';
import { UserError } from '../../domain/errors.ts';
import type { PriceRow } from '../../domain/price.ts';
import { paramsText } from '../../reports/params.ts';
import { openPrices } from '../prices.ts';
import { mmluColumns, shareOf } from './catalogue.ts';
import { type Configuration, configurationColumns, configurations, HOSTING_NOTE, viable } from './landscape-hosting.ts';
import { hostText, type Known, paramsNotes, priceNotes, ratesText, scoreNotes, scoreText } from './landscape-notes.ts';
import type { List } from './listing.ts';

type Circulating = CatalogCirculating['models'][number];

/** What must be said of a figure. `mark` is its number below the table. */
interface Note {
  readonly mark: number;
  readonly about: 'parameters' | 'mmlu' | 'price';
  readonly text: string;
}

interface LandscapeRow
  extends Pick<CatalogModel, 'id' | 'name' | 'params_total_b' | 'params_active_b' | 'params_estimated' | 'licence'> {
  readonly mmlu: CatalogModel['mmlu'][number] | null;
  readonly price: PriceRow | null;
  /** Empty where the weights are not published. */
  readonly hosting: readonly Configuration[];
  readonly circulating: Circulating['said'] & Pick<Circulating, 'host'>;
  readonly notes: readonly Note[];
}

/** The comparison that articles pass around, with what is known in place of what is said, and every difference noted. */
export const landscape: List<LandscapeRow> = {
  async items({ at, priceFile }) {
    const [circulating, models, { prices }, { book }] = await Promise.all([
      loadCirculating(),
      loadModels(),
      loadPrices(),
      openPrices({ priceFile }),
    ]);
    const known = circulating.models.flatMap((one): Known[] => {
      const model = models.models.find(({ id }) => id === one.model);
      if (!model || model.released > at) return [];
      const score = model.mmlu.find(
        ({ setting, variant }) => setting === one.mmlu.setting && variant === one.mmlu.variant,
      );
      const price = book.find({ provider: one.host, name: one.model, day: at })?.row;
      return [{ circulating: one, model, score, price, at, models, prices }];
    });
    if (known.length === 0) throw new UserError(tooEarly(circulating.models, models.models, at));
    const hosting = await Promise.all(known.map(({ model }) => configurations(model)));
    return numbered(known.map((one, place) => rowOf(one, hosting[place] ?? [])));
  },

  columns: {
    model: ({ id }) => id,
    name: ({ name }) => name,
    params_total_b: ({ params_total_b }) => params_total_b,
    params_active_b: ({ params_active_b }) => params_active_b,
    params_estimated: ({ params_estimated }) => params_estimated,
    ...mmluColumns(({ mmlu }: LandscapeRow) => mmlu),
    price_provider: ({ price }) => price?.provider,
    price_date: ({ price }) => price?.from,
    input_usd_per_mtok: ({ price }) => price?.input,
    output_usd_per_mtok: ({ price }) => price?.output,
    price_source: ({ price }) => price?.source.join(' '),
    licence: ({ licence }) => licence,
    ...configurationColumns(({ hosting }: LandscapeRow) => hosting),
    circulating_params: ({ circulating }) => circulating.params,
    circulating_mmlu: ({ circulating }) => shareOf(circulating.mmlu),
    circulating_usd_per_mtok: ({ circulating }) => circulating.usd,
    circulating_host: ({ circulating }) => circulating.host,
    notes: ({ notes }) => notes.map(({ about, text }) => `${about}: ${text}`).join(' | '),
  },

  shown: {
    Model: ({ name }) => name,
    Parameters: (row) => `${paramsText(row) ?? 'unknown'}${marks(row, 'parameters')}`,
    'MMLU Score': (row) => `${row.mmlu ? scoreText(row.mmlu) : 'unknown'}${marks(row, 'mmlu')}`,
    'Inference Cost (per 1M tokens)': (row) => `${priceText(row)}${marks(row, 'price')}`,
    'Self-Hosting Viable?': ({ hosting }) => viable(hosting),
  },

  narrow: {
    Model: { width: 16 },
    Parameters: { leaves: 2, width: 14 },
    'MMLU Score': { leaves: 1, width: 20 },
    'Inference Cost (per 1M tokens)': { width: 20 },
    'Self-Hosting Viable?': { leaves: 3, width: 24 },
  },

  notes: (rows) => [
    ...rows.flatMap(({ name, notes }) =>
      notes.map(({ mark, about, text }) => `[${mark}] ${name}, ${ABOUT[about]}: ${text}`),
    ),
    'Scores are as published, without n and interval; those of different protocols cannot be ranked.',
    HOSTING_NOTE,
  ],
};

const ABOUT = { parameters: 'parameters', mmlu: 'MMLU', price: 'cost' } as const;

function tooEarly(wanted: readonly Circulating[], models: readonly CatalogModel[], at: string): string {
  const days = models.filter(({ id }) => wanted.some(({ model }) => model === id)).map(({ released }) => released);
  return `none of the landscape's models was there on ${at}: the first is of ${days.sort()[0]}`;
}

function rowOf(known: Known, hosting: readonly Configuration[]): LandscapeRow {
  const { id, name, params_total_b, params_active_b, params_estimated, licence } = known.model;
  const { said, host } = known.circulating;
  const note = (about: Note['about'], texts: readonly string[]): Note[] =>
    texts.length === 0 ? [] : [{ mark: 0, about, text: texts.join('; ') }];
  return {
    ...{ id, name, params_total_b, params_active_b, params_estimated, licence, hosting },
    ...{ mmlu: known.score ?? null, price: known.price ?? null, circulating: { ...said, host } },
    notes: [
      ...note('parameters', paramsNotes(known)),
      ...note('mmlu', scoreNotes(known)),
      ...note('price', priceNotes(known)),
    ],
  };
}

/** Marks run through the whole table. */
function numbered(rows: readonly LandscapeRow[]): LandscapeRow[] {
  let mark = 0;
  return rows.map((row) => ({ ...row, notes: row.notes.map((note) => ({ ...note, mark: ++mark })) }));
}

const marks = ({ notes }: LandscapeRow, column: Note['about']): string =>
  notes
    .filter(({ about }) => about === column)
    .map(({ mark }) => ` [${mark}]`)
    .join('');

const priceText = ({ price, circulating }: LandscapeRow): string =>
  price ? `${ratesText(price)} (${hostText(price)})` : `unknown (${circulating.host})`;
