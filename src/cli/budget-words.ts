import type { RunResult } from '../app/run.ts';
import { usd } from '../lib/format.ts';

/** What to type for more money, of the run's budget or of a model's own. */
interface Advice {
  readonly run: string;
  readonly model: string;
}

/** That a budget has no room for more, with what to do; nothing where all had room. */
export function budgetWords({ manifest, overBudget }: RunResult, advice: Advice): string[] {
  const { max_usd, per_model_usd } = manifest.suite.budget ?? {};
  const names = (of: 'run' | 'model') => overBudget.filter((one) => one.of === of).map(({ model }) => model);
  return [
    ...full(names('run'), `${usd(max_usd ?? 0)} in all`, advice.run),
    ...full(names('model'), `${usd(per_model_usd ?? 0)} a model`, advice.model),
  ];
}

const full = (models: readonly string[], budget: string, advice: string): string[] =>
  models.length === 0 ? [] : [`The budget (${budget}) has no room for another call of ${models.join(', ')}. ${advice}`];
