import { UserError } from '../domain/errors.ts';
import type { Calibration, JudgedGrader } from '../domain/judged.ts';
import type { Manifest } from '../domain/run.ts';
import type { HumanLabels } from '../domain/suite.ts';
import { count } from '../lib/format.ts';
import { hint } from '../lib/suggest.ts';
import { type Calibrated, calibrationFormats } from '../reports/calibration.ts';
import { findRun } from '../results/folder.ts';
import { readManifest } from '../results/manifest.ts';
import { readLabels } from '../suites/labels.ts';
import { findJudged, type JudgedChoice, type JudgedIn } from './judging/judged-grader.ts';
import { scorecardOf } from './scorecard.ts';

export interface CalibrateInput extends JudgedChoice {
  /** The file of labels. */
  readonly labels: string;
  /** A folder, a run id, or `latest`. */
  readonly run: string;
  readonly results: string;
}

/**
 * How far a run's judge can be trusted, by what people say of the same answers; asks nothing and writes nothing. Throws a
 * UserError for labels that cannot be read, or of which none is of this run.
 */
export async function judgeCalibrate({ labels: path, run, results, ...choice }: CalibrateInput): Promise<Calibrated> {
  const folder = await findRun(results, run);
  const manifest = await readManifest(folder);
  const judged = findJudged(manifest, choice);
  const { labels, empty } = await readLabels(path, judged.spec);
  if (labels.answers.length === 0) throw new UserError(`${path}: the column label is empty; nobody has filled it in`);
  const { judging = [] } = await scorecardOf(folder, labelled(manifest, judged, labels));
  const { task, grader, judges, calibration } = judging.find(
    (one) => one.task === judged.task.name && one.grader === judged.spec.name,
  ) as JudgedGrader & { readonly calibration: Calibration };
  if (calibration.n === 0) throw new UserError(`${path}: ${noneMatched(calibration, manifest.run_id)}`);
  return { run_id: manifest.run_id, ...{ task, grader, calibration, empty }, judges: judges.map(({ model }) => model) };
}

/** The manifest as if the suite had named this file. */
const labelled = (manifest: Manifest, { task, place }: JudgedIn, labels: HumanLabels): Manifest => ({
  ...manifest,
  suite: {
    ...manifest.suite,
    tasks: manifest.suite.tasks.map((one) =>
      one.name === task.name
        ? { ...one, grade: one.grade.map((spec, index) => (index === place ? { ...spec, labels } : spec)) }
        : one,
    ),
  },
});

const noneMatched = ({ unknown, unjudged }: Calibration, run: string): string =>
  unjudged > 0
    ? `the judge gave none of these answers a value (${count(unjudged, 'label')})`
    : `none of its ${count(unknown, 'label')} is of an answer of ${run}; name the run that the sheet was made from`;

/** How a calibration is written. Throws a UserError for another format. */
export function findCalibrationFormat(format: string) {
  const found = Object.hasOwn(calibrationFormats, format) ? calibrationFormats[format] : undefined;
  if (found) return found;
  throw new UserError(`no format "${format}" of a calibration${hint(format, Object.keys(calibrationFormats))}`);
}
