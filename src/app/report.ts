import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode, UserError } from '../domain/errors.ts';
import type { Manifest } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { writeWhole } from '../lib/atomic-file.ts';
import { hint } from '../lib/suggest.ts';
import { checkShown, type Shown, type Sort } from '../reports/columns.ts';
import type { ReportInput } from '../reports/define.ts';
import { reports } from '../reports/index.ts';
import { diskProblem } from '../results/disk-problem.ts';
import { findRun } from '../results/folder.ts';
import { readManifest } from '../results/manifest.ts';
import { readAnsweredSamples } from './answered.ts';
import { readCalls } from './calls.ts';
import { type PricedRequest, priced } from './priced.ts';
import { scorecardOf } from './scorecard.ts';
import { writerOf } from './tables/table.ts';

export interface ReportRequest extends PricedRequest {
  /** A folder, a run id, or `latest`. */
  readonly run: string;
  readonly results: string;
  readonly format: string;
  /** standard (default), landscape, hosting or prices. */
  readonly table?: string | undefined;
  readonly colour: boolean;
  /** How many letters a terminal has room for; absent: tables are drawn whole. */
  readonly width?: number | undefined;
  /** These columns, by their keys, in this order; absent: the usual ones. */
  readonly columns?: readonly string[] | undefined;
  readonly sort?: Sort | undefined;
}

/** One report of a recorded run, made from its folder alone. Throws a UserError for a run, format or table that is not there. */
export async function report(request: ReportRequest): Promise<Pieces> {
  const { run, results, colour } = request;
  const write = await findWriter(request);
  const folder = await findRun(results, run);
  const manifest = await priced(await readManifest(folder), request);
  const scorecard = await scorecardOf(folder, manifest);
  return await write({ folder, manifest, scorecard }, colour);
}

type Pieces = Iterable<string> | AsyncIterable<string>;
type Writer = (run: ReportedRun, colour: boolean) => Promise<Pieces> | Pieces;

/**
 * What writes a run down in a format, by a table, with the columns and the order that were asked for. Throws a UserError for a
 * format, a table or a column that is not there.
 */
export async function findWriter(
  request: Pick<ReportRequest, 'format' | 'table' | 'width' | 'columns' | 'sort'>,
): Promise<Writer> {
  const { format, table = 'standard', width, columns, sort } = request;
  const shown: Shown = { columns, sort };
  const report = findReport(format);
  if (table === 'standard') {
    checkShown(shown, report.columns, `the report ${format}`);
    if (sort && report.isStreamed) throw new UserError(`${format} comes as it was asked; leave --sort out`);
    return (run, colour) => report.write({ ...reportInput(run, colour), width, shown });
  }
  const open = Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
  if (!open) throw new UserError(`no table "${table}" of a run${hint(table, ['standard', ...Object.keys(TABLES)])}`);
  return (await open())({ format, width, shown });
}

/** The tables of a run beside the standard one, each loaded when it is asked for: they read the catalogue. */
const TABLES: Readonly<Record<string, () => Promise<ReturnType<typeof writerOf>>>> = {
  landscape: async () => writerOf((await import('./tables/landscape.ts')).landscapeTable),
  hosting: async () => writerOf((await import('./tables/hosting.ts')).hostingTable),
  prices: async () => writerOf((await import('./tables/prices.ts')).pricesTable),
};

/** Throws a UserError for a format that is not there. */
function findReport(format: string) {
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
const reportInput = ({ folder, manifest, scorecard }: ReportedRun, colour = false): ReportInput => ({
  scorecard,
  colour,
  calls: () => readCalls(folder, manifest),
  answered: () => readAnsweredSamples(folder, manifest),
});

/** Writes every report that has a file, and something to say, into the run's folder; one of before that has not is removed. */
export async function writeReports(run: ReportedRun): Promise<void> {
  for (const { file, write, isFor } of reports) {
    if (file === null) continue;
    const path = join(run.folder, file);
    const isDue = isFor?.(run.scorecard) ?? true;
    await (isDue ? writeWhole(path, write(reportInput(run))) : rm(path, { force: true })).catch((error) => {
      throw systemCode(error) ? diskProblem(path, error) : error;
    });
  }
}
