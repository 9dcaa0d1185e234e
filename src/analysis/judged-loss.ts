import type { CriterionVerdict, JudgeGrounds, PairFigures } from '../domain/verdict.ts';
import { percent } from '../lib/format.ts';
import type { JudgedValue } from '../stats/corrected-mean.ts';
import {
  type CorrectedQuestion,
  type CorrectedRuling,
  LEAST_LABELLED,
  ruleCorrected,
} from '../stats/corrected-ruling.ts';
import { differencesOf, type Margin, thresholdOf } from '../stats/margin.ts';
import { isPresent } from '../stats/non-inferiority.ts';
import { alphaOf, type Contest, forcedBy, limitOf } from './contest.ts';
import { leastMarginWords, pointsOf, withinWords } from './margin-words.ts';

/** A verdict by a judge's scores: set right by people's labels, or told how much it takes the judge's word for. */
export function byJudge(verdict: CriterionVerdict, contest: Contest): CriterionVerdict {
  if (!contest.isJudged) return verdict;
  const { candidate, baseline } = contest;
  const isLabelled = candidate.labelled || (verdict.criterion === 'max_drop' && baseline.labelled);
  return isLabelled ? setRight(verdict, contest) : notCalibrated(verdict, contest);
}

function notCalibrated(verdict: CriterionVerdict, contest: Contest): CriterionVerdict {
  const turns_at = turnsAt(verdict, contest);
  const judge: JudgeGrounds = { labelled: null, judged: verdict.value, turns_at };
  if (verdict.n === 0 || forcedOf(verdict, contest)) return { ...verdict, judge };
  const turns =
    turns_at === null ? '' : `: the verdict turns if the judge ${favourWords(verdict, contest)} ${more(turns_at)}`;
  return { ...verdict, judge, why: `${verdict.why}; judge not calibrated${turns}` };
}

/** What the judge may be off by; null where nothing is decided, or where a run that may stop tells no interval. */
function turnsAt({ criterion, ruling, low, high }: CriterionVerdict, contest: Contest): number | null {
  if (low === null || high === null || (contest.stopping && criterion !== 'max_drop')) return null;
  const threshold = thresholdIn(criterion, contest);
  if (ruling === 'inconclusive') return null;
  return ruling === 'pass' ? low - threshold : threshold - high;
}

function favourWords({ criterion, ruling }: CriterionVerdict, { gate }: Contest): string {
  if (criterion === 'max_drop') return `favours ${ruling === 'pass' ? gate.candidate : gate.baseline} by more than`;
  return `gives ${gate.candidate} too ${ruling === 'pass' ? 'much' : 'little'} by more than`;
}

/** Never rounded past the figure. */
const more = (share: number): string => pointsOf(Math.floor(1000 * share + 1e-9) / 1000);

const marginOf = ({ gate, task }: Contest): Margin => gate.max_drop?.[task] ?? { absolute: Number.NaN };

const thresholdIn = (criterion: CriterionVerdict['criterion'], contest: Contest): number =>
  criterion === 'max_drop' ? thresholdOf(marginOf(contest)) : limitOf({ ...contest, criterion });

const forcedOf = ({ criterion }: CriterionVerdict, contest: Contest) =>
  forcedBy(contest, criterion === 'max_drop' ? [contest.mismatch, 'ask both in the same way'] : undefined);

function setRight(verdict: CriterionVerdict, contest: Contest): CriterionVerdict {
  const { pairs } = verdict;
  const question = verdict.criterion === 'max_drop' ? lossOf(contest) : qualityOf(contest);
  const found = ruleCorrected({ ...question, alpha: alphaOf(contest.gate) });
  const { n, value, low, high, labelled, judged } = found;
  const known: CriterionVerdict = {
    ...verdict,
    ...{ n, value, low, high, alpha: alphaOf(contest.gate), samples_to_decide: null },
    ...(pairs && { pairs: { ...pairs, mcnemar_mid_p: null, method: low === null ? null : 'ppi' } }),
    judge: { labelled, judged, turns_at: null },
  };
  const forced = forcedOf(verdict, contest) ?? stoppedWords(verdict, contest);
  if (n === 0 || forced) return { ...known, ruling: 'inconclusive', ...forced };
  return { ...known, ruling: found.ruling, why: whyOf(found, known), change: changeOf(found, known) };
}

/** An early stop goes by the judge's scores alone, so that labels come too late to set it right. */
const stoppedWords = ({ criterion, pairs }: CriterionVerdict, { stopping }: Contest) =>
  stopping === null || criterion !== 'max_drop'
    ? null
    : {
        ...{ low: null, high: null, ...(pairs && { pairs: { ...pairs, mcnemar_mid_p: null, method: null } }) },
        why: 'the run may stop early by the judge’s scores, and labels cannot set that right afterwards',
        change: 'ask without stop_early',
      };

type Corrected = Omit<CorrectedQuestion, 'alpha'>;

function lossOf(contest: Contest): Corrected {
  const margin = marginOf(contest);
  const differenceOf = (candidate: number, incumbent: number) =>
    differencesOf([{ candidate, incumbent }], margin)[0] as number;
  const samples = contest.pairs.flatMap((pair): JudgedValue[] => {
    if (!isPresent(pair)) return [];
    const { candidate, incumbent, cluster, labelled } = pair;
    const off = labelled
      ? differenceOf(labelled.candidate.judged, labelled.incumbent.judged) -
        differenceOf(labelled.candidate.human, labelled.incumbent.human)
      : null;
    return [{ judged: differenceOf(candidate, incumbent), off, cluster }];
  });
  return {
    samples,
    missing: contest.pairs.length - samples.length,
    threshold: thresholdOf(margin),
    bounds: [differenceOf(0, 1), 1],
  };
}

function qualityOf(contest: Contest): Corrected {
  const { samples: names, values, asked, labelled } = contest.candidate;
  const places = names.ids.flatMap((_, place) => (asked[place] ? [place] : []));
  const samples = places.flatMap((place): JudgedValue[] => {
    const judged = values[place] as number;
    if (Number.isNaN(judged)) return [];
    const label = labelled?.get(place);
    return [{ judged, off: label ? label.judged - label.human : null, cluster: names.clusters[place] ?? undefined }];
  });
  const missing = places.length - samples.length;
  return { samples, missing, threshold: thresholdIn('min_quality', contest), bounds: [0, 1] };
}

function whyOf(found: CorrectedRuling, { limit, pairs, judge }: CriterionVerdict): string {
  const { ruling, low, high, labelled, units, n } = found;
  if (low === null || high === null)
    return `people labelled ${labelled} of ${n.toLocaleString('en-US')} ${thingsOf(pairs)}${units === labelled ? '' : `, from ${units} sources`}, and to set a judge right takes ${LEAST_LABELLED}`;
  if (found.isMissing) return 'what the judge gave no score could turn it';
  const judged = judge?.judged ?? Number.NaN;
  if (pairs) return `${withinWords(ruling, pairs.margin)}, ${byLabels(found)} (${signed(judged)} by the judge alone)`;
  const asked = `and ${percent(limit)} is asked`;
  const words = {
    pass: `its quality is at least ${percent(low)}, ${asked}`,
    fail: `its quality is at most ${percent(high)}, ${asked}`,
    inconclusive: `its quality lies between ${percent(low)} and ${percent(high)}, ${asked}`,
  }[ruling];
  return `${words}, ${byLabels(found)} (${percent(judged)} by the judge alone)`;
}

const byLabels = ({ labelled }: CorrectedRuling): string =>
  `by the judge’s scores set right by ${labelled.toLocaleString('en-US')} labelled samples`;

const thingsOf = (pairs: PairFigures | undefined): string => (pairs ? 'pairs' : 'answers');

const signed = (share: number): string => `${share > 0 ? '+' : share < 0 ? '-' : ''}${pointsOf(Math.abs(share))}`;

function changeOf(found: CorrectedRuling, { pairs }: CriterionVerdict): string | null {
  const { ruling, low, labels_to_decide, labelled } = found;
  if (found.isMissing) return 'ask the failures again with --retry-failed';
  if (ruling === 'inconclusive') {
    if (labels_to_decide === null) return 'more samples, and labels of them (judge sheet)';
    const further = (labels_to_decide - labelled).toLocaleString('en-US');
    return low === null
      ? `label ${further} more ${thingsOf(pairs)} (judge sheet)`
      : `label ${further} more ${thingsOf(pairs)} (judge sheet): so many decide four times in five if what was seen is true`;
  }
  if (pairs && low !== null && 'absolute' in pairs.margin) return leastMarginWords(ruling, low);
  return ruling === 'pass' ? null : 'a better answer to what it lost: more samples are not likely to help';
}
