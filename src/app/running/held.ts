import { generationKey, trialKey } from '../../domain/keys.ts';
import type { ModelSpec } from '../../domain/model.ts';
import { isDropped, isFailed } from '../../domain/outcome.ts';
import type { Manifest } from '../../domain/run.ts';
import type { PlannedSample } from '../../domain/sample.ts';
import type { Suite } from '../../domain/suite.ts';
import type { Task } from '../../domain/task.ts';
import { digest, runningHash } from '../../lib/hash.ts';
import { KeyIndex } from '../../lib/key-index.ts';
import { listRuns } from '../../results/folder.ts';
import { readManifest } from '../../results/manifest.ts';
import { readOutcomes } from '../../results/read.ts';
import { reusedRun } from './reused-run.ts';

/** Which run would be written, and from which answers would be taken. */
export interface HeldFlags {
  readonly fresh?: boolean | undefined;
  readonly retryFailed?: boolean | undefined;
  readonly reuse?: string | undefined;
}

interface HeldInput extends HeldFlags {
  readonly suite: Suite;
  readonly tasks: readonly Task[];
  readonly results: string;
}

/** What a run would not ask again. */
export interface Held {
  /** The run that would go on; null where another would be started. */
  readonly resumes: string | null;
  /** The run whose answers would be taken; null where none are looked for. */
  readonly reuses: string | null;
  /** Who has the answer of a trial already: the run itself, or the one whose answers it takes. */
  holderOf(model: ModelSpec, sample: PlannedSample, epoch: number): 'resumed' | 'reused' | null;
}

/**
 * Looks for the run that would go on, and reads what it holds. No model is opened, so that no key is needed: models are the
 * same where the suite says the same of them; a file of recorded answers is taken for unchanged. Throws a UserError where the
 * run to take answers from is not there.
 */
export async function findHeld({ suite, tasks, results, fresh, retryFailed, reuse }: HeldInput): Promise<Held> {
  const own = fresh ? undefined : await findResumable({ suite, tasks, results, retryFailed });
  const done = own ? await doneIn(own.path, retryFailed ?? false) : undefined;
  const from = reuse === undefined ? null : await reusedRun(results, reuse, own?.path);
  const other = from === null ? undefined : await answersIn(from, suite);
  return {
    resumes: own?.manifest.run_id ?? null,
    reuses: other?.run_id ?? null,
    holderOf({ id }, { task, sample, messages }, epoch) {
      if (done?.get(trialKey(id, task, sample, epoch)) === DONE) return 'resumed';
      const identity = other?.identities.get(id);
      return identity !== undefined && other?.keys.has(generationKey(identity, messages, epoch)) ? 'reused' : null;
    },
  };
}

async function findResumable({ suite, tasks, results, retryFailed }: Omit<HeldInput, 'fresh' | 'reuse'>) {
  const asked = questionsOf({ suite, tasks: tasks.map(({ facts }) => facts) });
  const alike = (await listRuns(results)).filter(
    ({ manifest }) => (retryFailed || manifest.status !== 'complete') && questionsOf(manifest) === asked,
  );
  if (alike.length === 0) return undefined;
  const sha256 = await samplesDigest(tasks);
  return alike.find(({ manifest }) => manifest.samples_sha256 === sha256);
}

/** What `samples.jsonl` would hold. */
async function samplesDigest(tasks: readonly Task[]): Promise<string> {
  const sum = runningHash();
  for (const task of tasks) {
    for await (const sample of task.samples()) sum.add(`${JSON.stringify(sample)}\n`);
  }
  return sum.end();
}

type Questions = { readonly suite?: Suite; readonly tasks?: readonly Pick<Manifest['tasks'][number], FactsOf>[] };
type FactsOf = 'name' | 'dataset_sha256' | 'prompt_sha256';

/** All that sets a run apart from others, but for its samples. */
const questionsOf = ({ suite, tasks }: Questions): string =>
  digest({
    tasks: tasks?.map(({ name, dataset_sha256, prompt_sha256 }) => [name, dataset_sha256, prompt_sha256]),
    asked: suite?.tasks?.map(({ shots, epochs }) => [shots, epochs]),
    models: suite?.models?.map((spec) => [spec.id, answererOf(spec)]),
    seed: suite?.seed,
  });

/** The keys of a model that do not change its answers. */
const ASIDE: ReadonlySet<string> = new Set<keyof ModelSpec>([
  ...(['id', 'timeout_s', 'deadline_s', 'retries', 'limits', 'key_env', 'headers', 'env'] as const),
  ...(['price', 'catalog', 'hosting'] as const),
]);

const answererOf = (spec: ModelSpec): string =>
  digest(Object.fromEntries(Object.entries(spec).filter(([key]) => !ASIDE.has(key))));

const DONE = 1;
const TO_ASK = 2;

/** The trials of a run, by key: failures are done unless they are to be asked again. */
async function doneIn(folder: string, retryFailed: boolean): Promise<KeyIndex> {
  const trials = new KeyIndex();
  for await (const outcome of readOutcomes(folder)) {
    if (!isDropped(outcome)) trials.set(outcome.key, retryFailed && isFailed(outcome) ? TO_ASK : DONE);
  }
  return trials;
}

/** The answers of a run by what could change them, and which model of the suite is which of the run's. */
async function answersIn(folder: string, suite: Suite) {
  const { run_id, models = [], suite: then } = await readManifest(folder);
  const keys = new KeyIndex();
  for await (const outcome of readOutcomes(folder)) if (!isFailed(outcome)) keys.set(outcome.generation_key, DONE);
  const identities = new Map(
    suite.models.map((spec) => {
      const same = then?.models?.find((one) => answererOf(one) === answererOf(spec));
      return [spec.id, models.find(({ id }) => id === same?.id)?.identity];
    }),
  );
  return { run_id, keys, identities };
}
