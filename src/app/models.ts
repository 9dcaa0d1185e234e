import { UserError } from '../domain/errors.ts';
import { always, type Concurrency, type ModelSpec, settingsOf, splitModel } from '../domain/model.ts';
import type { ModelFacts } from '../domain/run.ts';
import { allModels } from '../domain/suite.ts';
import { groupBy } from '../lib/group-by.ts';
import { digest } from '../lib/hash.ts';
import type { OpenModel, Provider, World } from '../providers/define.ts';
import { providers } from '../providers/index.ts';
import type { LoadedSuite } from '../suites/load.ts';
import type { SuiteWithRuns } from './running/recorded-runs.ts';

/** A suite's model with its provider opened: it can be asked. */
export interface ReadyModel {
  readonly spec: ModelSpec;
  readonly facts: ModelFacts;
  readonly open: OpenModel;
  readonly concurrency: Concurrency;
}

/** A suite's models with what they are opened by; those of runs need `openRun`. */
type ModelsInput = Pick<LoadedSuite, 'suite' | 'placeOfModel' | 'directory'> & Partial<Pick<SuiteWithRuns, 'openRun'>>;

/**
 * Opens all models of a suite, its judges last. Throws one UserError, a problem a model, for keys that are not set, files or programs that are
 * not there. Nothing is asked yet.
 */
export async function openModels(
  { suite, placeOfModel, directory, openRun }: ModelsInput,
  world: Omit<World, 'directory' | 'openRun'>,
): Promise<ReadyModel[]> {
  const specs = allModels(suite);
  const opening = await Promise.allSettled(specs.map((spec) => openModel(spec, { ...world, directory, openRun })));
  const ready = opening.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const problems = [
    ...opening.flatMap((one, index) => {
      if (one.status === 'fulfilled') return [];
      if (!(one.reason instanceof UserError)) throw one.reason;
      return [`${placeOfModel(specs[index]?.id ?? '')}: ${one.reason.message}`];
    }),
    ...limitProblems(ready).map(({ model, problem }) => `${placeOfModel(model)}: ${problem}`),
  ];
  if (problems.length === 0) return ready;

  await closeModels(ready);
  throw new UserError(problems.join('\n'));
}

const PER_MINUTE = ['requests_per_minute', 'tokens_per_minute'] as const;

/** Requests and tokens per minute belong to an account; two models of one account cannot give it two limits. */
function limitProblems(models: readonly ReadyModel[]): { readonly model: string; readonly problem: string }[] {
  const accounts = groupBy(models, ({ open, spec }) => open.account ?? spec.id);
  return [...accounts.values()].flatMap((account) =>
    PER_MINUTE.flatMap((limit) => {
      const [first, ...others] = account.flatMap(({ spec }) => (spec.limits?.[limit] === undefined ? [] : [spec]));
      const stray = others.find(({ limits }) => limits?.[limit] !== first?.limits?.[limit]);
      if (!first || !stray) return [];
      const problem = `${first.id} has the same account and another ${limit}: give both ${first.limits?.[limit]}, or one of them none`;
      return [{ model: stray.id, problem }];
    }),
  );
}

export async function closeModels(models: readonly ReadyModel[]): Promise<void> {
  await Promise.all(models.map(({ open }) => open.close?.()));
}

async function openModel(spec: ModelSpec, world: World): Promise<ReadyModel> {
  const { provider: providerName, name } = splitModel(spec.model);
  const open = await providerOf(spec.model).open(spec, world);
  const identity = digest({ provider: providerName, name, settings: settingsOf(spec), ...open.identity });
  return {
    spec,
    facts: { id: spec.id, provider: providerName, name, identity },
    open,
    concurrency: concurrencyOf(spec),
  };
}

/** Calls in flight to a model. */
export const concurrencyOf = ({ model, limits }: ModelSpec): Concurrency =>
  capped(providerOf(model).concurrency(), limits?.concurrency);

const providerOf = (model: string): Provider =>
  providers.find(({ name }) => name === splitModel(model).provider) as Provider;

/** A user's cap wins. */
function capped(usual: Concurrency, cap: number | undefined): Concurrency {
  if (cap === undefined) return usual;
  if (usual.least === usual.most) return always(cap);
  return { start: Math.min(usual.start, cap), least: Math.min(usual.least, cap), most: cap };
}
