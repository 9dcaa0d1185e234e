import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemCode, UserError } from '../domain/errors.ts';
import type { Manifest } from '../domain/run.ts';
import type { PlannedSample } from '../domain/sample.ts';
import { type Clock, isoTime } from '../lib/clock.ts';
import { runningHash } from '../lib/hash.ts';
import { unseededRandom } from '../lib/random.ts';
import { hint } from '../lib/suggest.ts';
import { diskProblem } from './disk-problem.ts';
import { readManifest } from './manifest.ts';
import { SampleIndex } from './sample-index.ts';

/** `samples.jsonl` written beside the runs, before it is known which run it belongs to. */
export interface StagedSamples {
  readonly folder: string;
  readonly sha256: string;
  /** Where each line begins, in bytes, in order; one more than there are lines. */
  readonly offsets: Float64Array;
  /** Samples of each task, in the order of the lines. */
  readonly counts: ReadonlyMap<string, number>;
  readonly index: SampleIndex;
  discard(): Promise<void>;
}

const STAGING = '.planning-';
const STALE_MS = 24 * 3_600_000;

interface StagingInput {
  readonly samples: AsyncIterable<PlannedSample>;
  /** The tasks whose answers are labels. */
  readonly labelled?: ReadonlySet<string>;
  readonly clock: Clock;
}

/** Writes planned samples to a folder of their own, streamed. Folders that a killed process left a day ago are removed. */
export async function stageSamples(results: string, input: StagingInput): Promise<StagedSamples> {
  await removeStale(results, input.clock.now());
  const folder = join(results, `${STAGING}${unseededRandom().toString(36).slice(2)}`);
  await makeFolder(folder);
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    return { folder, ...(await writeSamples(join(folder, 'samples.jsonl'), input)), discard };
  } catch (error) {
    await discard();
    const { syscall = '' } = error as NodeJS.ErrnoException;
    throw ['write', 'fsync'].includes(syscall) ? diskProblem(folder, error) : error;
  }
}

async function writeSamples(path: string, { samples, labelled }: StagingInput) {
  const sum = runningHash();
  const counts = new Map<string, number>();
  const index = new SampleIndex(labelled);
  const offsets = [0];

  async function* lines() {
    for await (const sample of samples) {
      const line = `${JSON.stringify(sample)}\n`;
      index.add(sample);
      counts.set(sample.task, (counts.get(sample.task) ?? 0) + 1);
      offsets.push((offsets.at(-1) as number) + Buffer.byteLength(line));
      yield line;
    }
  }
  await pipeline(
    async function* () {
      for await (const chunk of inChunks(lines())) {
        sum.add(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { flush: true, highWaterMark: CHUNK }),
  );
  return { sha256: sum.end(), counts, index, offsets: Float64Array.from(offsets) };
}

const CHUNK = 1 << 18;

/** Lines in chunks of some 256 kB: a write a line would take longer than to make the lines. */
async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`cannot make the folder ${folder}: ${systemCode(error)}; choose another with --results`);
  }
}

async function removeStale(results: string, now: number): Promise<void> {
  for (const name of await names(results)) {
    if (!name.startsWith(STAGING)) continue;
    const path = join(results, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => now - mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/**
 * Turns staged samples into a new run's folder, named by its start. Waits for the next second where that name is taken.
 * Returns its path and when it started.
 */
export async function createRunFolder(
  results: string,
  { staged, suite, id, clock }: { staged: StagedSamples; suite: string; id: string; clock: Clock },
): Promise<{ path: string; startedAt: number }> {
  for (;;) {
    const startedAt = clock.now();
    const stamp = isoTime(startedAt).replace(/[-:]|\.\d+/g, '');
    const path = join(results, `${stamp}-${slug(suite)}-${id}`);
    if (!(await exists(path)) && (await moved(staged.folder, path))) return { path, startedAt };
    await clock.sleep(1000 - (startedAt % 1000), new AbortController().signal);
  }
}

/** False where another process was faster. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) return false;
    throw diskProblem(to, error);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A suite's name as part of a file name. */
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '') || 'suite';

/** The runs in a results folder, the newest first. A folder without a readable manifest is passed over. */
export async function listRuns(results: string): Promise<{ path: string; manifest: Manifest }[]> {
  const paths = (await names(results)).filter((name) => !name.startsWith('.')).map((name) => join(results, name));
  const read = await Promise.all(
    paths.map((path) =>
      readManifest(path).then(
        (manifest) => [{ path, manifest }],
        () => [],
      ),
    ),
  );
  return read.flat().sort((a, b) => compare(b.manifest.started_at, a.manifest.started_at) || compare(b.path, a.path));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The newest run with this id that meets the condition. */
export const newestRun = async (results: string, id: string, meets: (manifest: Manifest) => boolean) =>
  (await listRuns(results)).find(({ manifest }) => manifest.id === id && meets(manifest));

/** A run by folder, by run id, or `latest`, which is never `except`. Throws a UserError where there is none. */
export async function findRun(results: string, run: string, except?: string): Promise<string> {
  if (run !== 'latest' && (await exists(join(run, 'manifest.json')))) return run;
  const runs = (await listRuns(results)).filter(({ path }) => path !== except);
  const found = run === 'latest' ? runs[0] : runs.find(({ path }) => basename(path) === run);
  if (found) return found.path;
  if (run === 'latest') throw new UserError(`there is no ${except ? 'other ' : ''}run in ${results}`);
  throw new UserError(
    `no run "${run}" in ${results}${hint(
      run,
      runs.map(({ path }) => basename(path)),
    )}`,
  );
}
