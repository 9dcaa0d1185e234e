import pLimit, { type LimitFunction } from 'p-limit';
import type { Concurrency } from '../domain/model.ts';
import type { Clock } from '../lib/clock.ts';
import { groupBy } from '../lib/group-by.ts';
import { MinuteLog } from './minute-log.ts';
import type { EngineModel } from './model.ts';
import { type LimitChange, Slots } from './slots.ts';

interface SharingInput {
  readonly clock: Clock;
  onLimit?(model: string, change: LimitChange): void;
}

/** What holds a model's tries back, some of it together with other models. */
export interface Shared {
  /** Shared by all that ask the same model at the same address. */
  readonly slots: Slots;
  /** The model's own cap, where its slots are shared. */
  readonly cap: LimitFunction | undefined;
  /** Shared by all that use the same account; absent where nothing limits it. */
  readonly log: MinuteLog | undefined;
}

/** Gives each model its slots and its log of the last minute. */
export function share(models: readonly EngineModel[], input: SharingInput): Map<EngineModel, Shared> {
  const shared = new Map<EngineModel, Shared>();
  for (const account of groupBy(models, accountOf).values()) {
    const log = logOf(account, input);
    for (const same of groupBy(account, ({ spec }) => spec.model).values()) {
      const slots = slotsOf(same, input);
      for (const model of same) shared.set(model, { slots, cap: capOf(model, same), log });
    }
  }
  return shared;
}

const accountOf = ({ account, spec }: EngineModel): string => account ?? `id ${spec.id}`;

function logOf(models: readonly EngineModel[], { clock }: SharingInput): MinuteLog | undefined {
  const [requests_per_minute, tokens_per_minute] = (['requests_per_minute', 'tokens_per_minute'] as const).map(
    (limit) => models.map(({ spec }) => spec.limits?.[limit]).find((value) => value !== undefined),
  );
  for (const { progress } of models)
    progress.perMinute = (requests_per_minute ?? Number.POSITIVE_INFINITY) / models.length;
  if (requests_per_minute === undefined && tokens_per_minute === undefined) return undefined;
  return new MinuteLog({ requests_per_minute, tokens_per_minute }, clock);
}

const slotsOf = (models: readonly EngineModel[], { clock, onLimit }: SharingInput): Slots =>
  new Slots({
    concurrency: together(models),
    elapsed: clock.elapsed,
    onChange(change) {
      for (const { progress } of models) progress.limit = Math.min(change.to, progress.most);
      onLimit?.(models.map(({ spec }) => spec.id).join(', '), change);
    },
  });

/** Where every one has a cap of its own, there is room for all of them. */
function together(models: readonly EngineModel[]): Concurrency {
  const all = models.map(({ concurrency }) => concurrency);
  const most = all.map((one) => one.most);
  return {
    start: Math.max(...all.map(({ start }) => start)),
    least: Math.max(...all.map(({ least }) => least)),
    most: models.every(isCapped) ? most.reduce((sum, one) => sum + one) : Math.max(...most),
  };
}

const isCapped = ({ spec }: EngineModel): boolean => spec.limits?.concurrency !== undefined;

const capOf = (model: EngineModel, same: readonly EngineModel[]): LimitFunction | undefined =>
  same.length > 1 && isCapped(model) ? pLimit(model.concurrency.most) : undefined;
