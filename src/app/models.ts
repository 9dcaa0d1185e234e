import { UserError } from '../domain/errors.ts';
import { always, type Concurrency, type ModelSpec, settingsOf, splitModel } from '../domain/model.ts';
import type { ModelFacts } from '../domain/run.ts';
import { digest } from '../lib/hash.ts';
import type { OpenModel, Provider, World } from '../providers/define.ts';
import { providers } from '../providers/index.ts';
import type { LoadedSuite } from '../suites/load.ts';

/** A suite's model with its provider opened: it can be asked. */
export interface ReadyModel {
  readonly spec: ModelSpec;
  readonly facts: ModelFacts;
  readonly open: OpenModel;
  readonly concurrency: Concurrency;
}

/**
 * Opens all models of a suite. Throws one UserError, a problem a model, for keys that are not set, files or programs that are
 * not there. Nothing is asked yet.
 */
export async function openModels(
  { suite, placeOfModel, directory }: LoadedSuite,
  world: Omit<World, 'directory'>,
): Promise<ReadyModel[]> {
  const opening = await Promise.allSettled(suite.models.map((spec) => openModel(spec, { ...world, directory })));
  const ready = opening.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (ready.length === opening.length) return ready;

  await closeModels(ready);
  const problems = opening.flatMap((one, index) => {
    if (one.status === 'fulfilled') return [];
    if (!(one.reason instanceof UserError)) throw one.reason;
    return [`${placeOfModel(suite.models[index]?.id ?? '')}: ${one.reason.message}`];
  });
  throw new UserError(problems.join('\n'));
}

export async function closeModels(models: readonly ReadyModel[]): Promise<void> {
  await Promise.all(models.map(({ open }) => open.close?.()));
}

async function openModel(spec: ModelSpec, world: World): Promise<ReadyModel> {
  const { provider: providerName, name } = splitModel(spec.model);
  const provider = providers.find((one) => one.name === providerName) as Provider;
  const open = await provider.open(spec, world);
  const identity = digest({ provider: providerName, name, settings: settingsOf(spec), ...open.identity });
  return {
    spec,
    facts: { id: spec.id, provider: providerName, name, identity },
    open,
    concurrency: capped(provider.concurrency(), spec.limits?.concurrency),
  };
}

/** A user's cap wins. */
function capped(usual: Concurrency, cap: number | undefined): Concurrency {
  if (cap === undefined) return usual;
  if (usual.least === usual.most) return always(cap);
  return { start: Math.min(usual.start, cap), least: Math.min(usual.least, cap), most: cap };
}
