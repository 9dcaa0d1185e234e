import type { Complete } from '../domain/complete.ts';
import { ProviderError } from '../domain/errors.ts';
import type { Settings } from '../domain/model.ts';
import type { Outcome, Reused } from '../domain/outcome.ts';
import { type Clock, isoTime } from '../lib/clock.ts';
import type { Trial } from './plan.ts';

interface AskInput {
  readonly trial: Trial;
  readonly settings: Settings;
  readonly complete: Complete;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Asks once. A call without an answer ends as a Failure; whatever else is thrown (an interruption, a bug) goes up. */
export async function ask({ trial, settings, complete, signal, clock }: AskInput): Promise<Outcome> {
  const { sample, epoch } = trial;
  const asked = { ...namesOf(trial), started_at: isoTime(clock.now()) };
  try {
    const input = {
      messages: sample.messages,
      settings: forEpoch(settings, epoch),
      task: sample.task,
      sample: sample.sample,
      epoch,
    };
    return { ...asked, ...(await complete(input, signal)) };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { ...asked, failure: { kind: error.kind, message: error.message }, attempts: error.attempts };
  }
}

/** Each repeat has a seed of its own, else it would repeat the answer too. */
const forEpoch = (settings: Settings, epoch: number): Settings =>
  settings.seed === undefined ? settings : { ...settings, seed: settings.seed + epoch - 1 };

/** An answer of another run as this trial's, with what it cost there. */
export const asAnswerTo = (trial: Trial, answer: Reused): Reused => ({
  ...answer,
  ...namesOf(trial),
});

const namesOf = ({ key, generation_key, model, sample, epoch }: Trial) =>
  ({
    schema_version: 1,
    key,
    generation_key,
    role: 'answer',
    model,
    task: sample.task,
    sample: sample.sample,
    epoch,
  }) as const;
