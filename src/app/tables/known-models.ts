import type { CatalogModel } from '../../analysis/model-size.ts';
import { loadModels } from '../../catalog/load.ts';
import type { ModelSpec } from '../../domain/model.ts';
import type { ModelPrice } from '../../domain/price.ts';
import { dayOf } from '../../lib/clock.ts';
import { catalogueModelOf } from '../catalogue-model.ts';
import { openPrices } from '../prices.ts';
import type { TabledRun } from './table.ts';

/** A model of a run: what the catalogue knows of it, null where it does not or nobody says which it is; and what it is billed at. */
export interface KnownModel {
  readonly spec: ModelSpec;
  readonly known: CatalogModel | null;
  readonly price: ModelPrice | null;
}

/** The models of a run, but for its judges, and the sources that the catalogue names. */
export async function knownModels({ manifest, scorecard }: TabledRun) {
  const [{ models, sources }, prices] = await Promise.all([loadModels(), openPrices()]);
  const day = dayOf(manifest.started_at);
  const known = manifest.suite.models.map((spec): KnownModel => {
    const price = scorecard.prices.find(({ model }) => model === spec.id) ?? null;
    const billed = scorecard.repriced_on === null && price ? price : undefined;
    return { spec, price, known: catalogueModelOf(spec, { price: billed, day, prices, models }) ?? null };
  });
  return { models: known, sources };
}
