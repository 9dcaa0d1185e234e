import { loadModels } from '../catalog/load.ts';
import type { ModelFacts, Params } from '../domain/run.ts';
import type { Suite } from '../domain/suite.ts';
import { catalogueModelOf } from './catalogue-model.ts';
import type { Prices } from './prices.ts';

/** How large each model of a suite is, by its id: what the catalogue says on the day of the run. Unknown ones are left out. */
export async function paramsById(
  { models }: Pick<Suite, 'models'>,
  prices: Prices,
  day: string,
): Promise<ReadonlyMap<ModelFacts['id'], Params>> {
  const isTold = models.some(({ catalog, hosting }) => catalog !== undefined || hosting !== undefined);
  const known = prices.models.length > 0 || !isTold ? prices.models : (await loadModels()).models;
  return new Map(
    models.flatMap((spec): [string, Params][] => {
      const found = catalogueModelOf(spec, { price: undefined, day, prices, models: known });
      if (!found || found.params_total_b === null) return [];
      const { params_total_b, params_active_b } = found;
      return [[spec.id, { params_total_b, params_active_b, params_estimated: found.params_estimated === true }]];
    }),
  );
}
