import type { CatalogModel } from '../analysis/model-size.ts';
import { loadCirculating, loadModels, loadPrices } from '../catalog/load.ts';
import type { CatalogCirculating } from '../catalog/schema.ts';
import { UserError } from '../domain/errors.ts';
import type { PriceRow } from '../domain/price.ts';
import { usd } from '../lib/format.ts';
import { type Hosting, host } from './host.ts';
import { type Known, paramsNotes, priceNotes, ratesText, scoreNotes, scoreText } from './landscape-notes.ts';
import { paramsOf, shareOf } from './list-catalogue.ts';
import type { List } from './listing.ts';
import { openPrices } from './prices.ts';

type Circulating = CatalogCirculating['models'][number];
type Configuration = Pick<Hosting, 'gpu' | 'gpus' | 'precision'> & { readonly usd_per_hour: number | null };

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

const GPU = 'a100-80';
const LOAD = { context: 4096, concurrent: 16 };

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
    const hosting = await Promise.all(known.map((one) => configurations(one.model, at)));
    return numbered(known.map((one, place) => rowOf(one, hosting[place] ?? [])));
  },

  columns: {
    model: ({ id }) => id,
    name: ({ name }) => name,
    params_total_b: ({ params_total_b }) => params_total_b,
    params_active_b: ({ params_active_b }) => params_active_b,
    params_estimated: ({ params_estimated }) => params_estimated,
    mmlu: ({ mmlu }) => mmlu && shareOf(mmlu.score),
    mmlu_setting: ({ mmlu }) => mmlu?.setting,
    mmlu_variant: ({ mmlu }) => mmlu?.variant,
    mmlu_source: ({ mmlu }) => mmlu?.source,
    mmlu_check: ({ mmlu }) => mmlu?.check,
    price_provider: ({ price }) => price?.provider,
    price_date: ({ price }) => price?.from,
    input_usd_per_mtok: ({ price }) => price?.input,
    output_usd_per_mtok: ({ price }) => price?.output,
    price_source: ({ price }) => price?.source.join(' '),
    licence: ({ licence }) => licence,
    gpu: ({ hosting: [first] }) => first?.gpu,
    gpus_4bit: ({ hosting }) => gpusAt(4, hosting),
    gpus_8bit: ({ hosting }) => gpusAt(8, hosting),
    gpus_16bit: ({ hosting }) => gpusAt(16, hosting),
    circulating_params: ({ circulating }) => circulating.params,
    circulating_mmlu: ({ circulating }) => shareOf(circulating.mmlu),
    circulating_usd_per_mtok: ({ circulating }) => circulating.usd,
    circulating_host: ({ circulating }) => circulating.host,
    notes: ({ notes }) => notes.map(({ about, text }) => `${about}: ${text}`).join(' | '),
  },

  shown: {
    Model: ({ name }) => name,
    Parameters: (row) => `${paramsOf(row) ?? 'unknown'}${marks(row, 'parameters')}`,
    'MMLU Score': (row) => `${row.mmlu ? scoreText(row.mmlu) : 'unknown'}${marks(row, 'mmlu')}`,
    'Inference Cost (per 1M tokens)': (row) => `${priceText(row)}${marks(row, 'price')}`,
    'Self-Hosting Viable?': (row) => viable(row),
  },

  notes: (rows) => [
    ...rows.flatMap(({ name, notes }) =>
      notes.map(({ mark, about, text }) => `[${mark}] ${name}, ${ABOUT[about]}: ${text}`),
    ),
    'Scores are as published, without n and interval; those of different protocols cannot be ranked.',
    `Self-hosting: ${LOAD.concurrent} sequences of ${LOAD.context} tokens at once, on ${GPU} at the catalogue’s USD per hour.`,
  ],
};

const ABOUT = { parameters: 'parameters', mmlu: 'MMLU', price: 'cost' } as const;

function tooEarly(wanted: readonly Circulating[], models: readonly CatalogModel[], at: string): string {
  const days = models.filter(({ id }) => wanted.some(({ model }) => model === id)).map(({ released }) => released);
  return `none of the landscape's models was there on ${at}: the first is of ${days.sort()[0]}`;
}

async function configurations(model: CatalogModel, at: string): Promise<Configuration[]> {
  if (!model.open_weights) return [];
  const asked = { ...LOAD, input: 1000, output: 1000, utilisation: 0.5, at };
  const rows = await host({ model: model.id, gpus: [GPU], precisions: [4, 8, 16], ...asked });
  return rows.map(({ gpu, gpus, precision, usd_per_gpu_hour }) => ({
    ...{ gpu, gpus, precision },
    usd_per_hour: gpus === null || usd_per_gpu_hour === null ? null : gpus * usd_per_gpu_hour,
  }));
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
  price
    ? `${ratesText(price)} (${price.provider}, ${price.date_basis === 'announced' ? 'since' : 'seen'} ${price.from})`
    : `unknown (${circulating.host})`;

const gpusAt = (precision: number, hosting: readonly Configuration[]): number | null =>
  hosting.find((one) => one.precision === precision)?.gpus ?? null;

/** `yes: 1 × a100-80 at 4 bit ($1.39/h), 2 at 8 bit ($2.78/h)`: never a yes without what it takes. */
function viable({ hosting }: LandscapeRow): string {
  if (hosting.length === 0) return 'no: weights not published';
  const fitting = hosting.filter(({ gpus }) => gpus !== null);
  if (fitting.length === 0) return `no: more than fits on ${GPU}`;
  const each = fitting.map(({ gpus, precision, usd_per_hour }, place) => {
    const cost = usd_per_hour === null ? '' : ` (${usd(usd_per_hour)}/h)`;
    return `${gpus}${place === 0 ? ` × ${GPU}` : ''} at ${precision} bit${cost}`;
  });
  return `yes: ${each.join(', ')}`;
}
