import { basename, join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import { type Manifest, type Params, trialsOf } from '../../domain/run.ts';
import { judgesOf, type Suite } from '../../domain/suite.ts';
import type { Task } from '../../domain/task.ts';
import { type Clock, dayOf, isoTime } from '../../lib/clock.ts';
import { digest, sha256OfFile } from '../../lib/hash.ts';
import { nodeVersion } from '../../lib/own-process.ts';
import { newSalt } from '../../lib/random.ts';
import { createRunFolder, newestRun, type StagedSamples } from '../../results/folder.ts';
import { lockFolder } from '../../results/lock.ts';
import { SCHEMA_VERSION, writeManifest } from '../../results/manifest.ts';
import { SampleReader } from '../../results/read.ts';
import { formerPrices } from '../former-prices.ts';
import { paramsById } from '../model-params.ts';
import type { ReadyModel } from '../models.ts';
import { type Prices, pricesOn, sourcesOf } from '../prices.ts';
import { toolVersion } from '../version.ts';
import { RunJournal } from './run-journal.ts';

interface OpenRunInput {
  readonly suite: Suite;
  readonly tasks: readonly Task[];
  readonly models: readonly ReadyModel[];
  readonly prices: Prices;
  readonly staged: StagedSamples;
  readonly results: string;
  readonly fresh: boolean;
  readonly retryFailed: boolean;
  readonly clock: Clock;
}

/** A run's folder with its one writer. */
export interface OpenRun extends AsyncDisposable {
  readonly path: string;
  readonly resumed: boolean;
  /** True where the process before this one was killed. */
  readonly wasKilled: boolean;
  readonly manifest: Manifest;
  readonly samples: SampleReader;
  readonly journal: RunJournal;
}

/**
 * The newest folder that asked the same and is not complete, or a new one. Its manifest is written anew, with the suite as
 * it now stands. Throws a UserError when another process is writing it.
 */
export async function openRun(input: OpenRunInput): Promise<OpenRun> {
  const { staged, results, fresh, retryFailed } = input;
  const id = runIdOf(input);
  const old = fresh ? undefined : await newestRun(results, id, ({ status }) => retryFailed || status !== 'complete');
  if (retryFailed && !old) {
    throw new UserError(`there is no run of this suite in ${results} whose failures could be asked again`);
  }
  const { path, ...kept } = old ? fromBefore(old) : await newFolder(input, id);

  const orElse = 'start another run with --fresh';
  return await holdRun({ path, retryFailed, offsets: staged.offsets, before: old?.manifest, orElse }, async () => {
    if (old) await checkSamples(path, staged.sha256);
    return await manifestOf(input, id, path, kept);
  });
}

interface HoldInput {
  readonly path: string;
  readonly retryFailed: boolean;
  /** Where each line of `samples.jsonl` begins. */
  readonly offsets: Float64Array;
  /** As an earlier start left it; undefined for a new run. */
  readonly before: Manifest | undefined;
  /** What to do in place of waiting for another process that is writing it; absent where there is nothing. */
  readonly orElse?: string;
}

/**
 * A run's folder with its lock, its journal and its samples; `manifestNow` is asked for the manifest when the lock is held.
 * Throws a UserError when another process is writing it.
 */
export async function holdRun(
  { path, retryFailed, offsets, before, orElse }: HoldInput,
  manifestNow: () => Promise<Manifest> | Manifest,
): Promise<OpenRun> {
  const held: (() => unknown)[] = [];
  const release = async () => {
    for (const letGo of held.splice(0).reverse()) await letGo();
  };
  try {
    const lock = await lockFolder(path, orElse);
    held.push(lock.release);
    const manifest = await manifestNow();
    const journal = await RunJournal.open(path, { trials: trialsOf(manifest), retryFailed });
    held.push(() => journal.close());
    const samples = new SampleReader(path, offsets);
    held.push(() => samples.close());
    await writeManifest(path, manifest);
    return {
      ...{ path, manifest, samples, journal },
      resumed: before !== undefined,
      wasKilled: before?.status === 'running',
      [Symbol.asyncDispose]: release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** What a run keeps from its earlier starts. */
interface Kept extends Pick<Manifest, 'started_at' | 'salt'> {
  readonly before?: Manifest;
}

const fromBefore = ({ path, manifest }: { path: string; manifest: Manifest }): Kept & { path: string } => ({
  path,
  started_at: manifest.started_at,
  ...(manifest.salt !== undefined && { salt: manifest.salt }),
  before: manifest,
});

async function newFolder({ results, staged, suite, clock }: OpenRunInput, id: string) {
  const { path, startedAt } = await createRunFolder(results, { staged, suite: suite.name, id, clock });
  return { path, started_at: isoTime(startedAt) };
}

/** The samples are part of the run's id: where they differ, the file was changed behind our back. */
async function checkSamples(path: string, sha256: string): Promise<void> {
  const file = join(path, 'samples.jsonl');
  if ((await sha256OfFile(file)) === sha256) return;
  throw new UserError(`${file} is not what this run was started with; start another run with --fresh`);
}

/**
 * 8 hex digits over all that could change the answers: tasks (dataset, chosen samples, prompts, shots, epochs), models
 * (id, provider, name, base URL, settings, command or file), the seed, and what stops it early. Graders, prices and limits are not in it.
 */
const runIdOf = ({ suite, tasks, models, staged }: OpenRunInput): string =>
  digest({
    samples: staged.sha256,
    tasks: tasks.map(({ spec, facts }) => [
      spec.name,
      facts.dataset_sha256,
      facts.prompt_sha256,
      spec.shots,
      spec.epochs,
    ]),
    models: models.map(({ facts }) => [facts.id, facts.identity]),
    seed: suite.seed,
    ...(suite.stop_early && {
      stop_early: (suite.gates ?? []).map(({ candidate, baseline, tasks, max_drop, confidence }) => [
        ...[candidate, baseline, tasks, max_drop, confidence],
      ]),
    }),
  }).slice(0, 8);

async function manifestOf(input: OpenRunInput, id: string, path: string, kept: Kept): Promise<Manifest> {
  const { suite, tasks, models, staged } = input;
  const { started_at, before } = kept;
  const day = dayOf(started_at);
  const now = await pricesOn(day, suite, input.prices);
  const prices = [...now, ...(before ? formerPrices(before, suite, now, isoTime(input.clock.now())) : [])];
  const params = await paramsById(suite, input.prices, day);
  return {
    schema_version: SCHEMA_VERSION,
    run_id: basename(path),
    id,
    status: 'running',
    started_at,
    finished_at: null,
    tool_version: toolVersion(),
    node_version: nodeVersion,
    suite,
    models: models.map(({ facts }) => ({
      ...facts,
      ...(params.has(facts.id) && { params: params.get(facts.id) as Params }),
    })),
    ...(judgesOf(suite).length > 0 && { salt: kept.salt ?? newSalt() }),
    prices,
    price_sources: sourcesOf(prices, input.prices),
    tasks: tasks.map(({ spec, facts }) => ({ ...facts, samples: staged.counts.get(spec.name) ?? 0 })),
    samples_sha256: staged.sha256,
  };
}
