import type { CatalogModel } from '../analysis/model-size.ts';
import { type ModelSpec, splitModel, whoAnswered } from '../domain/model.ts';
import type { ModelPrice } from '../domain/price.ts';
import { findModel } from '../suites/catalogue-names.ts';
import { type Prices, wantedBy } from './prices.ts';

interface Around {
  /** Of the day that the model was asked. */
  readonly price: ModelPrice | undefined;
  readonly day: string;
  readonly prices: Pick<Prices, 'book' | 'hosts'>;
  readonly models: readonly CatalogModel[];
}

/**
 * The catalogue's model that a suite's is: what `catalog` says, else what its name meant at its host on the day that it was
 * asked, else what it is billed as, else its name where that is the catalogue's or the hub's. Undefined where none of these says so.
 */
export function catalogueModelOf(spec: ModelSpec, { price, day, prices, models }: Around): CatalogModel | undefined {
  if (spec.catalog !== undefined) return findModel(spec.catalog, models);
  const { provider, name } = splitModel(whoAnswered(spec).model);
  const names = [
    prices.book.find(wantedBy(spec, day, prices.hosts))?.row.model,
    price?.hosted?.model,
    price?.origin === 'genai-prices' ? undefined : price?.row?.model,
    NAMED_BY_THE_USER.has(provider) ? undefined : name,
  ];
  return names.map((one) => one && findModel(one, models)).find((found) => typeof found === 'object');
}

/** Providers whose models have the names that the user gave them. */
const NAMED_BY_THE_USER: ReadonlySet<string> = new Set(['exec', 'recorded', 'baseline', 'azure']);
