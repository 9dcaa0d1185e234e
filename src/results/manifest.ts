import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, systemCode, UserError } from '../domain/errors.ts';
import type { Manifest } from '../domain/run.ts';
import { writeWhole } from '../lib/atomic-file.ts';
import { diskProblem } from './disk-problem.ts';

export const SCHEMA_VERSION = 1;

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, 'manifest.json');
  try {
    await writeWhole(path, `${JSON.stringify(manifest, null, 2)}\n`);
  } catch (error) {
    throw diskProblem(path, error);
  }
}

/** Throws a UserError where the folder is not a run, or one of a later version. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  let manifest: Manifest;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const why = systemCode(error) === 'ENOENT' ? 'it has no manifest.json' : `${path}: ${messageOf(error)}`;
    throw new UserError(`${folder} is not a run: ${why}`);
  }
  checkVersion(manifest, path);
  const missing = (['run_id', 'id', 'status', 'started_at'] as const).find((key) => typeof manifest[key] !== 'string');
  if (missing) throw new UserError(`${folder} is not a run: ${path} has no ${missing}`);
  return manifest;
}

/** Throws a UserError where a manifest, good enough for a list of runs, does not tell what was asked of whom. */
export function mustBeWhole(folder: string, { suite, models, tasks }: Manifest): void {
  const lists = { models, tasks, 'suite.models': suite?.models, 'suite.tasks': suite?.tasks };
  const [missing] = Object.entries(lists).find(([, list]) => !Array.isArray(list)) ?? [];
  const stray = missing ? undefined : tasks.find(({ name }) => !suite.tasks.some((spec) => spec.name === name));
  const why = missing ? `no list ${missing}` : stray && `no task ${stray.name} in its suite`;
  if (why) throw new UserError(`${folder} is damaged: manifest.json has ${why}; take it as it was written`);
}

/** Older files are read; a newer one is refused. */
export function checkVersion(line: { schema_version?: unknown } | null, at: string): void {
  const version = line?.schema_version;
  if (typeof version !== 'number') throw new UserError(`${at}: no schema_version; this is not a file of ours`);
  if (version > SCHEMA_VERSION) {
    throw new UserError(`${at} has schema_version ${version}; this llm-bench reads up to ${SCHEMA_VERSION}: update it`);
  }
}
