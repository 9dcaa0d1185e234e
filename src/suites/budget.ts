import { type ModelSpec, splitModel } from '../domain/model.ts';
import type { BudgetSpec } from '../domain/suite.ts';
import { providers } from '../providers/index.ts';
import type { SuiteSource } from './source.ts';

/** What cannot be priced cannot be kept within a budget; answers that we already have cost nothing more. */
export function budgetProblems(
  models: readonly ModelSpec[],
  { budget, only }: { budget: BudgetSpec | undefined; only: readonly string[] | undefined },
  source: SuiteSource,
): string[] {
  if (budget?.max_usd === undefined && budget?.per_model_usd === undefined) return [];
  return models.flatMap((model, index) =>
    model.price || only?.includes(model.id) === false || splitModel(model.model).provider === 'recorded'
      ? []
      : [`${source.at(['models', index])}: ${model.id} has no price, which a budget needs: price: ${priceOf(model)}`],
  );
}

const priceOf = ({ model }: ModelSpec): string =>
  providers.find(({ name }) => name === splitModel(model).provider)?.pricedBy.includes('hour')
    ? '{ usd_per_hour: … }'
    : '{ input: …, output: … }';
