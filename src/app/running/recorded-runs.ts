import { join } from 'node:path';
import { UserError } from '../../domain/errors.ts';
import type { ModelSpec } from '../../domain/model.ts';
import type { RecordedRun } from '../../domain/recorded.ts';
import type { Manifest } from '../../domain/run.ts';
import type { Clock } from '../../lib/clock.ts';
import { PATH } from '../../lib/path.ts';
import { hint } from '../../lib/suggest.ts';
import { findRun, listRuns } from '../../results/folder.ts';
import { readManifest } from '../../results/manifest.ts';
import { openRecordedRun } from '../../results/recorded-run.ts';
import type { LoadedSuite } from '../../suites/load.ts';

/** A suite of which it is known what runs its recorded answers are of. */
export interface SuiteWithRuns extends LoadedSuite {
  /** A model's answers in its run. Throws a UserError where they are older than they may be. */
  openRun(spec: ModelSpec): Promise<RecordedRun>;
}

/** What a run was asked of whom, and where it is. */
interface Source {
  readonly folder: string;
  readonly manifest: Manifest;
  /** The model as it was asked there. */
  readonly then: ModelSpec;
}

/**
 * Finds the runs that models `recorded/<id>` name, and takes from them what those models were: who answered, and what the
 * suite then said of its price. Throws one UserError, a problem a model, for runs and models that are not there.
 */
export async function withRecordedRuns(
  loaded: LoadedSuite,
  { results, clock }: { readonly results: string; readonly clock: Clock },
): Promise<SuiteWithRuns> {
  const { suite, directory, placeOfModel } = loaded;
  const sources = new Map<string, Source>();
  const problems: string[] = [];
  for (const spec of suite.models) {
    if (spec.run === undefined) continue;
    try {
      sources.set(spec.id, await sourceOf(spec, { results, directory, suite: suite.name }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(`${placeOfModel(spec.id)}: ${error.message}`);
    }
  }
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return {
    ...loaded,
    suite: { ...suite, models: suite.models.map((spec) => asRecorded(spec, sources.get(spec.id))) },
    openRun: (spec) => openSource(spec, sources.get(spec.id) as Source, clock.now()),
  };
}

function asRecorded(spec: ModelSpec, source: Source | undefined): ModelSpec {
  if (!source) return spec;
  const { id, model, base_url, price, hosting, catalog } = source.then;
  const isPriced = spec.price !== undefined || spec.hosting !== undefined;
  return {
    ...(catalog !== undefined && { catalog }),
    ...(!isPriced && price && { price }),
    ...(!isPriced && hosting && { hosting }),
    ...spec,
    recorded_from: { run_id: source.manifest.run_id, id, model, ...(base_url !== undefined && { base_url }) },
  };
}

interface Around {
  readonly results: string;
  readonly directory: string;
  /** The suite's name. */
  readonly suite: string;
}

async function sourceOf(spec: ModelSpec, around: Around): Promise<Source> {
  const name = spec.model.slice('recorded/'.length);
  if (spec.run === 'latest') return await latestOf(name, around);
  const folder = await folderOf(spec.run ?? '', around);
  const manifest = await readManifest(folder);
  const then = modelIn(manifest, name);
  const ids = modelsOf(manifest).map(({ id }) => id);
  if (!then) {
    throw new UserError(`run ${manifest.run_id} has no model "${name}"${hint(name, ids)}`);
  }
  const { recorded_from } = then;
  if (!recorded_from) return { folder, manifest, then };
  const from = `${recorded_from.id} of ${recorded_from.run_id}`;
  throw new UserError(`run ${manifest.run_id} has its answers of ${name} from ${from}: name that run`);
}

const folderOf = (run: string, { results, directory }: Around): Promise<string> | string =>
  PATH.test(run) ? join(run.startsWith('/') ? '' : directory, run) : findRun(results, run);

/** The newest complete run of a suite of this name that asked the model itself. */
async function latestOf(name: string, { results, suite }: Around): Promise<Source> {
  for (const { path, manifest } of await listRuns(results)) {
    const then = modelIn(manifest, name);
    if (manifest.status !== 'complete' || manifest.suite?.name !== suite || !then || then.recorded_from) continue;
    return { folder: path, manifest, then };
  }
  throw new UserError(
    `run: latest: no complete run of a suite named "${suite}" in ${results} has asked ${name}; ask it once, or name a run`,
  );
}

const modelsOf = ({ suite }: Manifest): readonly ModelSpec[] => suite?.models ?? [];

/** By its id, else by its `provider/name` where only one has it. */
function modelIn(manifest: Manifest, name: string): ModelSpec | undefined {
  const models = modelsOf(manifest);
  const alike = models.filter(({ model }) => model === name);
  return models.find(({ id }) => id === name) ?? (alike.length === 1 ? alike[0] : undefined);
}

const MS_PER_DAY = 86_400_000;

async function openSource(spec: ModelSpec, { folder, manifest, then }: Source, now: number): Promise<RecordedRun> {
  const { run_id } = manifest;
  const model = manifest.models?.find(({ id }) => id === then.id);
  if (!model) throw new UserError(`${folder}/manifest.json does not say what ${then.id} was`);
  const run = await openRecordedRun({ folder, run_id, model });
  const days = run.oldest === null ? 0 : (now - Date.parse(run.oldest)) / MS_PER_DAY;
  if (!(days > (spec.max_age_days ?? Number.POSITIVE_INFINITY))) return run;
  run.close();
  throw new UserError(
    `the oldest answer of ${then.id} in ${run_id} is ${days.toFixed(1)} days old, and max_age_days is ${spec.max_age_days}: ask it anew`,
  );
}
