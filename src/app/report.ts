import { join } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';
import type { Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { writeWhole } from '../lib/atomic-file.ts';
import { hint } from '../lib/suggest.ts';
import type { ReportInput } from '../reports/define.ts';
import { reports } from '../reports/index.ts';
import { diskProblem } from '../results/disk-problem.ts';
import { findRun } from '../results/folder.ts';
import { readManifest } from '../results/manifest.ts';
import { readCalls } from './calls.ts';
import { scorecardOf } from './scorecard.ts';

export interface ReportRequest {
  /** A folder, a run id, or `latest`. */
  readonly run: string;
  readonly results: string;
  readonly format: string;
  readonly colour: boolean;
}

/** One report of a recorded run, made from its folder alone. Throws a UserError for a run or format that is not there. */
export async function report({
  run,
  results,
  format,
  colour,
}: ReportRequest): Promise<AsyncIterable<string> | Iterable<string>> {
  const chosen = findReport(format);
  const folder = await findRun(results, run);
  const manifest = await readManifest(folder);
  const scorecard = await scorecardOf(folder, manifest);
  return chosen.write(reportInput({ folder, manifest, scorecard }, colour));
}

/** Throws a UserError for a format that is not there. */
export function findReport(format: string) {
  const names = reports.map(({ name }) => name);
  const found = reports.find(({ name }) => name === format);
  if (!found) throw new UserError(`no report format "${format}"${hint(format, names)}`);
  return found;
}

export interface ReportedRun {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly scorecard: Scorecard;
}

/** What reports are made from. */
export const reportInput = ({ folder, manifest, scorecard }: ReportedRun, colour = false): ReportInput => ({
  scorecard,
  colour,
  calls: () => readCalls(folder, manifest),
});

/** Writes every report that has a file into the run's folder. */
export async function writeReports(run: ReportedRun): Promise<void> {
  for (const { file, write } of reports) {
    if (file === null) continue;
    const path = join(run.folder, file);
    await writeWhole(path, write(reportInput(run))).catch((error) => {
      throw systemCode(error) ? diskProblem(path, error) : error;
    });
  }
}
