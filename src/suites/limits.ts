import { type ModelSpec, splitModel } from '../domain/model.ts';
import { groupBy } from '../lib/group-by.ts';
import type { SuiteSource } from './source.ts';

const PER_MINUTE = ['requests_per_minute', 'tokens_per_minute'] as const;

/** Requests and tokens per minute belong to an account; two models of one account cannot give it two limits. */
export function limitProblems(models: readonly ModelSpec[], source: SuiteSource): string[] {
  const accounts = groupBy(models, ({ model, base_url, key_env }) =>
    JSON.stringify([splitModel(model).provider, base_url, key_env]),
  );
  return [...accounts.values()].flatMap((account) =>
    PER_MINUTE.flatMap((limit) => {
      const [first, ...others] = account.filter(({ limits }) => limits?.[limit] !== undefined);
      const stray = others.find(({ limits }) => limits?.[limit] !== first?.limits?.[limit]);
      if (!first || !stray) return [];
      const at = source.at(['models', models.indexOf(stray), 'limits', limit]);
      return [
        `${at}: ${first.id} has the same account and another ${limit}: give both ${first.limits?.[limit]}, or one of them none`,
      ];
    }),
  );
}
