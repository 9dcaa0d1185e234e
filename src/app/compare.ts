import { couplesOf } from '../analysis/comparisons.ts';
import type { ComparisonReport } from '../domain/comparison.ts';
import { UserError } from '../domain/errors.ts';
import { hint } from '../lib/suggest.ts';
import { checkShown, type Shown } from '../reports/columns.ts';
import { comparisonFormats } from '../reports/comparison.ts';
import type { Screen } from '../reports/terminal.ts';
import { compareRuns } from './compare-runs.ts';
import {
  type ComparedRun,
  type CompareRequest,
  chosenTasks,
  compareCouples,
  judgedNotes,
  openComparedRun,
  picked,
  regressionsOf,
  unfinished,
} from './compared.ts';

/**
 * Models pairwise on the same samples of a run, or each model of one run with itself in another. Throws a UserError for a
 * run, model, task or metric that is not there, and for two runs that are not comparable.
 */
export async function compare(request: CompareRequest): Promise<ComparisonReport> {
  const { runs, results } = request;
  if (runs.length > 2) throw new UserError(`compare takes one run or two, not ${runs.length}`);
  const [first, second] = [runs[0] ?? 'latest', runs[1]];
  if (second === undefined) return await compareModels(await openComparedRun(results, first), request);
  const opened = { baseline: await openComparedRun(results, first), candidate: await openComparedRun(results, second) };
  return await compareRuns(opened, request);
}

async function compareModels(run: ComparedRun, request: CompareRequest): Promise<ComparisonReport> {
  const { manifest, standings } = run;
  const all = manifest.suite.models.map(({ id }) => id);
  const { baseline = manifest.suite.roles?.incumbent } = request;
  const wanted = picked(all, request.models, 'model', manifest);
  const isNamed = baseline !== undefined && picked(all, [baseline], 'model', manifest).length > 0;
  const models = all.filter((id) => wanted.includes(id) || (isNamed && id === baseline));
  if (models.length < 2) throw new UserError(`${manifest.run_id} has no two models to compare; name two runs`);
  const couples = couplesOf(
    models.map((id) => standings.contender(id)),
    baseline,
  );
  const tasks = chosenTasks(manifest, request);
  const comparisons = compareCouples(couples, tasks, manifest);
  return {
    ...{ schema_version: 1, suite: manifest.suite.name, run_id: manifest.run_id, baseline_run_id: null },
    ...{ comparisons, changes: [], costs: [] },
    regressions: await regressionsOf(comparisons, { candidate: run, baseline: run }, request),
    notes: [...unfinished(manifest), ...judgedNotes(manifest, tasks)],
  };
}

type Pieces = Iterable<string> | AsyncIterable<string>;

interface ComparisonFormatRequest extends Shown {
  readonly format: string;
  readonly regressions?: number | undefined;
}

/**
 * What writes a comparison down. Throws a UserError for a format or a column that is not there, and for a format that has no
 * room for what was said.
 */
export function findComparisonFormat({
  format,
  regressions = 0,
  ...shown
}: ComparisonFormatRequest): (report: ComparisonReport, screen: Screen) => Pieces {
  if (format === 'csv' && regressions > 0)
    throw new UserError('CSV has no room for what was said; take --regressions with terminal, markdown or json');
  const found = Object.hasOwn(comparisonFormats, format) ? comparisonFormats[format] : undefined;
  if (found) {
    checkShown(shown, found.columns, `a comparison as ${format}`);
    return (report, screen) => found.write(report, screen, shown);
  }
  throw new UserError(`a comparison has no format "${format}"${hint(format, Object.keys(comparisonFormats))}`);
}
