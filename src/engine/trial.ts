import type { Complete } from '../domain/complete.ts';
import { ProviderError } from '../domain/errors.ts';
import type { Settings } from '../domain/model.ts';
import type { Asked, Outcome, Reused } from '../domain/outcome.ts';
import type { Prompt } from '../domain/sample.ts';
import { type Clock, isoTime } from '../lib/clock.ts';
import type { Trial } from './plan.ts';

/** Which call it is. */
export type CallNames = Omit<Asked, 'started_at'>;

interface AskInput {
  readonly names: CallNames;
  readonly messages: Prompt;
  readonly settings: Settings;
  readonly complete: Complete;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Asks once. A call without an answer ends as a Failure; whatever else is thrown (an interruption, a bug) goes up. */
export async function ask({ names, messages, settings, complete, signal, clock }: AskInput): Promise<Outcome> {
  const { task, sample, epoch } = names;
  const asked = { ...names, started_at: isoTime(clock.now()) };
  try {
    const input = { messages, settings: forEpoch(settings, epoch), task, sample, epoch };
    return { ...asked, ...(await complete(input, signal)) };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { ...asked, failure: { kind: error.kind, message: error.message }, attempts: error.attempts };
  }
}

/** Each repeat has a seed of its own, else it would repeat the answer too. */
const forEpoch = (settings: Settings, epoch: number): Settings =>
  settings.seed === undefined ? settings : { ...settings, seed: settings.seed + epoch - 1 };

/** An answer of another run as that of a call of this one, with what it cost there. */
export const reusedAs = (names: CallNames, answer: Reused): Reused => ({ ...answer, ...names });

/** A trial's names. */
export const namesOf = ({ key, generation_key, model, sample, epoch }: Trial): CallNames => ({
  schema_version: 1,
  key,
  generation_key,
  role: 'answer',
  model,
  task: sample.task,
  sample: sample.sample,
  epoch,
});
