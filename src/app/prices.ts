import { resolve } from 'node:path';
import type { CatalogModel } from '../analysis/model-size.ts';
import { genaiPrice } from '../catalog/genai-prices.ts';
import { loadModels, loadPrices } from '../catalog/load.ts';
import { UserError } from '../domain/errors.ts';
import { type ModelSpec, splitModel, whoAnswered } from '../domain/model.ts';
import type { HostName, ModelPrice, Price, PricedAs, PriceRow, TokenPrice } from '../domain/price.ts';
import { billedAt, type Manifest } from '../domain/run.ts';
import { allModels, type Suite } from '../domain/suite.ts';
import { ANY_HOST, type FoundPrice, PriceBook, type Wanted } from '../pricing/book.ts';
import { isRecorded } from '../pricing/cost.ts';
import { isLoopback } from '../providers/http/loopback.ts';
import { providers } from '../providers/index.ts';
import type { LoadedSuite } from '../suites/load.ts';
import { loadPriceFile } from '../suites/price-file.ts';
import { type HostedPrices, hostedPrices, isPricedByHosting, splitWarnings } from './hosted.ts';

/** All prices that a suite's models can be billed at. */
export interface Prices {
  readonly book: PriceBook;
  /** Providers by the host of a base URL. */
  readonly hosts: Readonly<Record<string, string>>;
  /** What the rows' sources are. */
  readonly sources: Readonly<Record<string, string>>;
  /** What is known of models; empty where no price had to be looked up. */
  readonly models: readonly CatalogModel[];
  /** Of the suite's models that are priced by what they run on. */
  readonly hosted: HostedPrices;
  /** What is likely a slip in a price file, or in what a model runs on. */
  readonly warnings: readonly string[];
}

interface OpenPricesInput {
  /** A file that `--price-file` names. */
  readonly priceFile?: string | undefined;
  /** The one that the suite names, and what its path starts from. */
  readonly suite?: Pick<Suite, 'prices' | 'models' | 'roles'>;
  readonly directory?: string;
  /** `file:line:column` of the suite's model with this id. */
  placeOfModel?(id: string): string;
}

/**
 * The user's price files, the flag's before the suite's, and then our catalogue; and what models cost by the GPUs that they
 * run on. Throws a UserError for a file that is wrong, or GPUs that are too few.
 */
export async function openPrices(input: OpenPricesInput = {}): Promise<Prices> {
  const { priceFile, suite, directory = '.', placeOfModel = (id: string) => id } = input;
  const paths = [priceFile, suite?.prices && resolve(directory, suite.prices)].filter((path) => path !== undefined);
  const files = await Promise.all(paths.map(loadPriceFile));
  const own = files.map(({ rows }) => ({ origin: 'file' as const, rows }));
  const asked = suite && allModels(suite);
  const isNeeded = asked?.some(isInCatalogue) ?? true;
  const { rows, names, hosts, sources, models } = isNeeded ? await openCatalogue() : NO_CATALOGUE;
  return {
    book: new PriceBook([...own, { origin: 'catalogue', rows }], names),
    ...{ hosts, models },
    sources: Object.assign({}, sources, ...files.map((file) => file.sources)),
    hosted: await hostedPrices(asked ?? [], placeOfModel),
    warnings: [...files.flatMap((file) => file.warnings), ...(await splitWarnings(asked ?? []))],
  };
}

interface Catalogue extends Pick<Prices, 'hosts' | 'sources' | 'models'> {
  readonly rows: readonly PriceRow[];
  readonly names: readonly HostName[];
}

/** It takes a tenth of a second to read, which is spared where no model is in it, or has a price and another address than its vendor's. */
const NO_CATALOGUE: Catalogue = { rows: [], names: [], hosts: {}, sources: {}, models: [] };

async function openCatalogue(): Promise<Catalogue> {
  const [{ prices: rows, hosts, sources }, { names, models }] = await Promise.all([loadPrices(), loadModels()]);
  const hubs = models.flatMap(({ id, hf }): HostName[] =>
    hf === undefined ? [] : [{ provider: ANY_HOST, name: hf, model: id }],
  );
  return { rows, names: [...names, ...hubs], hosts, sources, models };
}

/** True where the catalogue may have the price, or knows whether a vendor still has the name. */
const isInCatalogue = (spec: ModelSpec): boolean =>
  !isOwn(spec) && !isPricedByHosting(spec) && (spec.price === undefined || spec.base_url === undefined);

/** True for programs, recordings and servers of the user's own, which no catalogue knows. */
function isOwn(spec: ModelSpec): boolean {
  const { model, base_url = 'http://localhost' } = whoAnswered(spec);
  const { provider } = splitModel(model);
  if (['exec', 'recorded', 'baseline'].includes(provider)) return true;
  const isServer = ['openai-compatible', 'vllm', 'ollama', 'llamacpp'].includes(provider);
  return isServer && URL.canParse(base_url) && isLoopback(new URL(base_url).hostname);
}

/** What each model of a suite, its judges included, is billed at on a day: the suite's own price, else that of the GPUs it names, else the book's, else a package's, else nothing. */
export const pricesOn = (day: string, suite: Suite, prices: Prices): Promise<ModelPrice[]> =>
  Promise.all(allModels(suite).map((spec) => priceOn(day, spec, suite.economics?.discount ?? {}, prices)));

async function priceOn(
  day: string,
  spec: ModelSpec,
  discounts: Readonly<Record<string, number | undefined>>,
  prices: Prices,
): Promise<ModelPrice> {
  const discount = discounts[splitModel(whoAnswered(spec).model).provider];
  if (spec.price) return { model: spec.id, price: lessened(spec.price, discount), origin: 'suite', row: null };
  const hosted = prices.hosted.get(spec.id);
  if (hosted) return hosted;
  const wanted = wantedBy(spec, day, prices.hosts);
  const held = prices.book.find(wanted);
  const row = held?.row ?? (await fallback(wanted, prices.book));
  if (!row) return { model: spec.id, price: null, origin: null, row: null };
  const origin = held?.origin ?? 'genai-prices';
  return { model: spec.id, price: lessened(priceOf(row), discount), origin, row: nameOf(row) };
}

/** For what we do not hold. A price that we know to have ended is not taken from who has not heard of it. */
const fallback = async (wanted: Wanted, book: PriceBook): Promise<PriceRow | undefined> =>
  book.isOver(wanted) ? undefined : await genaiPrice(wanted);

/** A run's models at the prices of another day. What the user gave for the run stays, but for a file given now. */
export async function repricedOn(day: string, manifest: Manifest, prices: Prices) {
  const { suite } = manifest;
  const now = await pricesOn(day, suite, prices);
  const repriced = billedAt(manifest).map((before, index): ModelPrice => {
    const next = now[index] ?? before;
    const isOfTheSuite = before.origin === 'suite' || before.origin === 'hosting';
    return isOfTheSuite || (before.origin === 'file' && next.origin !== 'file') ? before : next;
  });
  return { prices: repriced, warnings: unsureWarnings(day, suite, repriced, prices) };
}

/** A contract's discount is on tokens; time on a machine of one's own has none. */
const lessened = (price: Price, discount: number | undefined): Price =>
  discount === undefined || 'usd_per_hour' in price ? price : { ...price, discount };

/** Every price that holds on a day. Throws a UserError for a day before the first of them. */
export function allPricesOn(day: string, { book }: Prices): FoundPrice[] {
  const found = book.on(day);
  if (found.length > 0) return found;
  throw new UserError(`no price held on ${day}: the first is of ${book.firstDay()}`);
}

/** An API's price on a day, by `provider/name`. Throws a UserError where it is not known. */
export async function priceNamed(model: string, day: string, { book }: Prices): Promise<TokenPrice> {
  const wanted = { ...splitModel(model), day };
  const row = book.find(wanted)?.row ?? (await fallback(wanted, book));
  if (row) return row;
  throw new UserError(`no price for ${model} on ${day}: ${book.whyNone(wanted)}`);
}

/** The name and host by which a model's price is found. */
export function wantedBy(spec: ModelSpec, day: string, hosts: Prices['hosts']): Wanted {
  const { model, base_url } = whoAnswered(spec);
  const { provider, name } = splitModel(model);
  return { provider: (URL.canParse(base_url ?? '') && hosts[new URL(base_url ?? '').hostname]) || provider, name, day };
}

function priceOf(row: PriceRow): Price {
  const { input, output, input_cached, input_cache_write, input_cache_write_1h } = row;
  const { long_context, bands, batch, tiers } = row;
  const price = { input, output, input_cached, input_cache_write, input_cache_write_1h };
  return withoutGaps({ ...price, long_context, bands, batch, tiers });
}

const nameOf = ({ model, provider, from, date_basis, source, check }: PriceRow): PricedAs => ({
  ...{ model, provider, from, date_basis, source, check },
});

const withoutGaps = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

/** What the sources that prices name are, for those who read them later. */
export const sourcesOf = (prices: readonly ModelPrice[], { sources }: Prices): Record<string, string> =>
  Object.fromEntries(
    [...new Set(prices.flatMap(({ row }) => row?.source ?? []))].flatMap((id) =>
      sources[id] ? [[id, sources[id]]] : [],
    ),
  );

/** What people must know of a run's models before it begins: those without a sure price, and those that have it but no name any more. */
export function priceWarnings(day: string, suite: Suite, modelPrices: readonly ModelPrice[], prices: Prices): string[] {
  const wanted = (spec: ModelSpec) => wantedBy(spec, day, prices.hosts);
  const nameless = suite.models.filter((spec) => spec.price && prices.book.endedName(wanted(spec)));
  return [
    ...unsureWarnings(day, suite, modelPrices, prices),
    ...nameless.map((spec) => `${spec.id} may not be there any more: ${prices.book.whyNone(wanted(spec))}`),
  ];
}

function unsureWarnings(
  day: string,
  suite: Suite,
  modelPrices: readonly ModelPrice[],
  { book, hosts, warnings }: Prices,
): string[] {
  const unpriced = allModels(suite).filter((_, index) => modelPrices[index]?.price === null);
  const fallback = modelPrices.filter(({ origin }) => origin === 'genai-prices').map(({ model }) => model);
  return [
    ...warnings,
    ...unpriced.map((spec) => {
      const wanted = wantedBy(spec, day, hosts);
      const untold = spec.file === undefined ? 'unknown' : 'unknown where its file does not tell it';
      return `no price for ${spec.id} on ${day}: ${book.whyNone(wanted)}; its cost will be ${untold}`;
    }),
    ...(fallback.length > 0
      ? [`the price of ${fallback.join(', ')} is taken from genai-prices, which we have not checked`]
      : []),
  ];
}

/** What a suite says for a price of its own. */
const priceFor = ({ model }: ModelSpec): string =>
  providers.find(({ name }) => name === splitModel(model).provider)?.pricedBy.includes('hour')
    ? '{ usd_per_hour: … }'
    : '{ input: …, output: … }';

/** What cannot be priced cannot be kept within a budget; answers that we already have cost nothing more. */
export function requirePrices(
  day: string,
  loaded: Pick<LoadedSuite, 'suite' | 'placeOfModel'>,
  modelPrices: readonly ModelPrice[],
  prices: Prices,
): void {
  const { budget } = loaded.suite;
  if (budget?.max_usd === undefined && budget?.per_model_usd === undefined) return;
  const problems = allModels(loaded.suite).flatMap((spec, index) => {
    if (modelPrices[index]?.price !== null || isRecorded(spec.model)) return [];
    const why = prices.book.whyNone(wantedBy(spec, day, prices.hosts));
    return [
      `${loaded.placeOfModel(spec.id)}: ${spec.id} has no price, which a budget needs (${why}): price: ${priceFor(spec)}`,
    ];
  });
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}
