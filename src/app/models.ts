import { type ModelSpec, settingsOf, splitModel } from '../domain/model.ts';
import type { ModelFacts } from '../domain/run.ts';
import { digest } from '../lib/hash.ts';
import type { OpenModel, Provider, World } from '../providers/define.ts';
import { providers } from '../providers/index.ts';

/** A suite's model with its provider opened: it can be asked. */
export interface ReadyModel {
  readonly spec: ModelSpec;
  readonly facts: ModelFacts;
  readonly open: OpenModel;
  /** Calls in flight at most. */
  readonly concurrency: number;
}

/** Throws a UserError for a key that is not set, a file or a program that is not there. Nothing is asked yet. */
export const openModels = (specs: readonly ModelSpec[], world: World): Promise<ReadyModel[]> =>
  Promise.all(specs.map((spec) => openModel(spec, world)));

async function openModel(spec: ModelSpec, world: World): Promise<ReadyModel> {
  const { provider: providerName, name } = splitModel(spec.model);
  const provider = providers.find((one) => one.name === providerName) as Provider;
  const open = await provider.open(spec, world);
  const identity = digest({ provider: providerName, name, settings: settingsOf(spec), ...open.identity });
  return {
    spec,
    facts: { id: spec.id, provider: providerName, name, identity },
    open,
    concurrency: spec.limits?.concurrency ?? provider.concurrency(),
  };
}
