import { generationKey, trialKey } from '../domain/keys.ts';
import { type Answered, type Completion, isFailed, type Outcome } from '../domain/outcome.ts';
import type { NotRecorded, Question, RecordedRun } from '../domain/recorded.ts';
import type { ModelFacts } from '../domain/run.ts';
import { OutcomeIndex } from './outcome-index.ts';

interface FolderRun extends RecordedRun {
  /** When the oldest of its answers began, where that was asked; null where there is none. */
  readonly oldest: string | null;
}

interface OpenInput {
  readonly folder: string;
  readonly run_id: string;
  readonly model: Pick<ModelFacts, 'id' | 'identity'>;
}

/** What a model answered in a run; the answers stay on disk. Throws a UserError where a line is broken. */
export async function openRecordedRun({ folder, run_id, model }: OpenInput): Promise<FolderRun> {
  let oldest: string | null = null;
  const answers = await OutcomeIndex.open(folder, (outcome) => {
    if (outcome.role !== 'answer' || outcome.model !== model.id || isFailed(outcome)) return undefined;
    if (oldest === null || outcome.started_at < oldest) oldest = outcome.started_at;
    return outcome.key;
  });
  return {
    ...{ run_id, oldest },
    find({ messages, task, sample, epoch }: Question): Completion | NotRecorded {
      const found: Outcome | undefined = answers.find(trialKey(model.id, task, sample, epoch));
      if (!found || isFailed(found)) return 'no answer';
      return found.generation_key === generationKey(model.identity, messages, epoch)
        ? completionOf(found)
        : 'other words';
    },
    close: () => answers[Symbol.dispose](),
  };
}

/** What is known of an answer, without the call that it belonged to. */
function completionOf(answered: Answered): Completion {
  const { schema_version, key, generation_key, role, model, task, sample, epoch, ...rest } = answered;
  const { started_at, judging, reused_from, ...completion } = rest;
  return completion;
}
