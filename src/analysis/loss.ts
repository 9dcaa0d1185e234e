import type { Criterion, CriterionVerdict, PairFigures } from '../domain/verdict.ts';
import { percent, roughly } from '../lib/format.ts';
import { seededRandom } from '../lib/random.ts';
import { rounded } from '../stats/margin.ts';
import {
  type AskedPair,
  isPresent,
  type NonInferiority,
  type Question,
  ruleNonInferiority,
} from '../stats/non-inferiority.ts';
import { isLikelyEnough } from '../stats/paired-interval.ts';
import { type Asked, alphaOf, type Contest, forcedBy, limitOf, undecided } from './contest.ts';
import { leastMarginWords, withinWords } from './margin-words.ts';
import { pairFigures } from './pair-figures.ts';
import type { SequentialFigures } from './sequential.ts';

/** Is the candidate's quality within the margin of the baseline's, on the samples that both were asked? */
export function rulePairs(contest: Contest): CriterionVerdict {
  const { gate, task, candidate, baseline, pairs } = contest;
  const asked: Asked = { criterion: 'max_drop', gate, task };
  const margin = gate.max_drop?.[task] ?? { absolute: Number.NaN };
  const alpha = alphaOf(gate);
  const epochs = Math.max(candidate.epochs, baseline.epochs);
  const question = { pairs, margin, alpha, epochs, random: randomOf(contest, 'max_drop') };
  const found = ruleNonInferiority(question);
  const figures = pairFigures(found, { ...question, margin });
  const { d: value, low, high, n } = found;
  const known = { value, low, high, n, alpha, pairs: figures };
  const forced = forcedBy(contest, [contest.mismatch, 'ask both in the same way']);
  if (contest.stopping) return ruleStopping(asked, contest.stopping, { known: { ...known, pairs: figures }, forced });
  if (forced) return undecided(asked, { ...known, ...forced });
  if (n === 0) {
    const change = found.missing > 0 ? 'ask the failures again with --retry-failed' : 'ask both the same samples';
    return undecided(asked, { ...known, why: found.why, change });
  }
  return {
    ...undecided(asked, { ...known, why: factsOf(found, figures), change: changeOf(found, figures, question) }),
    ruling: found.ruling,
    samples_to_decide: found.samplesToDecide,
  };
}

interface Known {
  readonly known: Partial<CriterionVerdict> & { readonly pairs: PairFigures };
  readonly forced: Pick<CriterionVerdict, 'why' | 'change'> | null;
}

/** Of a run that may stop early only what it fixed before counts, by an interval that holds wherever it stops. */
function ruleStopping(asked: Asked, found: SequentialFigures | 'other', { known, forced }: Known): CriterionVerdict {
  const unruled = { ...known, low: null, high: null, pairs: { ...known.pairs, mcnemar_mid_p: null, method: null } };
  if (found === 'other') {
    const why =
      'the run may stop early by other gates, and to ask it this afterwards would suppose a fixed number of samples';
    return undecided(asked, { ...unruled, why, change: 'rule by the suite’s own gates, or ask without stop_early' });
  }
  const { ruling, n, missing, d: value, low, high, quality, gains, losses } = found;
  const flip_rate = n === missing ? null : (gains + losses) / (n - missing);
  const pairs: PairFigures = {
    ...{ margin: unruled.pairs.margin, quality, flip_rate, gains, losses, missing },
    ...{ method: 'e-process', mcnemar_mid_p: null },
  };
  const seen = { ...known, value, low, high, n, pairs };
  if (forced) return undecided(asked, { ...seen, ...forced });
  const words = withinWords(ruling ?? 'inconclusive', pairs.margin);
  const change = ruling === null ? 'more samples, or a wider margin' : null;
  return {
    ...undecided(asked, { ...seen, why: `${words}, by an interval that holds wherever the run stops`, change }),
    ruling: ruling ?? 'inconclusive',
  };
}

/** Is the candidate good enough by itself? As against a model that is always right, of which it may lose 1 − the limit. */
export function ruleQuality(contest: Contest): CriterionVerdict {
  const { gate, task, candidate } = contest;
  const asked: Asked = { criterion: 'min_quality', gate, task };
  const [limit, alpha] = [limitOf(asked), alphaOf(gate)];
  const found = ruleNonInferiority({
    pairs: alone(contest),
    margin: { absolute: 1 - limit },
    ...{ alpha, epochs: candidate.epochs, random: randomOf(contest, 'min_quality') },
  });
  const ofOne = (d: number | null) => (d === null ? null : 1 + d);
  const known = { value: ofOne(found.d), low: ofOne(found.low), high: ofOne(found.high), n: found.n, alpha };
  const forced = forcedBy(contest);
  if (forced) return undecided(asked, { ...known, ...forced });
  if (known.low === null || known.high === null)
    return undecided(asked, { ...known, why: 'no answer has a score', change: 'ask again with --retry-failed' });
  const [low, high] = [known.low, known.high];
  const limits = `${percent(low)} and ${percent(high)}`;
  const why = {
    pass: `its quality is at least ${percent(low)}, and ${percent(limit)} is asked`,
    fail: `its quality is at most ${percent(high)}, and ${percent(limit)} is asked`,
    inconclusive: isMissing(found) ? found.why : `its quality lies between ${limits}, and ${percent(limit)} is asked`,
  }[found.ruling];
  return {
    ...undecided(asked, { ...known, why, change: found.ruling === 'pass' ? null : remedyOf(found) }),
    ruling: found.ruling,
    samples_to_decide: found.samplesToDecide,
  };
}

const randomOf = ({ seed, gate, task }: Contest, criterion: Criterion) =>
  seededRandom('gate', seed, criterion, gate.candidate, gate.baseline, task);

function alone({ candidate }: Contest): AskedPair[] {
  const { ids, clusters } = candidate.samples;
  return ids.flatMap((_, place) => {
    if (!candidate.asked[place]) return [];
    const value = candidate.values[place] as number;
    const cluster = clusters[place] ?? null;
    return { candidate: Number.isNaN(value) ? null : value, incumbent: 1, ...(cluster !== null && { cluster }) };
  });
}

/** Below, two models are said to differ. */
const SIGNIFICANT = 0.05;

/** Whether it is different and whether it is good enough are two questions; both are answered where both can be. */
function factsOf(found: NonInferiority, { mcnemar_mid_p: p, margin, losses, gains }: PairFigures): string {
  if (isMissing(found)) return found.why;
  const differs =
    p === null
      ? []
      : p < SIGNIFICANT
        ? [losses > gains ? 'significantly worse' : 'significantly better']
        : ['not significantly different'];
  const tested = differs.map((words) => `${words} (McNemar mid-p ${probability(p ?? 1)})`);
  const within = withinWords(found.ruling, margin);
  const words = [...tested, within].join(', and ');
  return found.method === 'e-process'
    ? `${words} (by a wide interval: there are too few samples, or too few that differ)`
    : words;
}

/** Decided by what was seen, but not by what is missing. */
const isMissing = ({ ruling, low, high, threshold }: NonInferiority): boolean =>
  ruling === 'inconclusive' && low !== null && high !== null && (low > threshold || high < threshold);

const probability = (p: number): string => (p < 0.0001 ? 'below 0.0001' : String(Number(p.toPrecision(2))));

function changeOf(found: NonInferiority, { margin }: PairFigures, question: Question): string | null {
  const { ruling, low, method } = found;
  if (ruling === 'inconclusive') return remedyOf(found);
  // Other intervals are not the same at another margin.
  if (low === null || method !== 'tango' || 'relative' in margin) return ruling === 'pass' ? null : remedyOf(found);
  const present = question.pairs.filter(isPresent);
  return leastMarginWords(ruling, low, (absolute) =>
    isLikelyEnough({ ...question, pairs: present, margin: { absolute } }),
  );
}

/** What a candidate needs that did not pass. */
function remedyOf(found: NonInferiority): string {
  const { ruling, n, d, threshold, samplesToDecide } = found;
  if (ruling === 'fail') return 'a better answer to what it lost: more samples are not likely to help';
  if (isMissing(found)) return 'ask the failures again with --retry-failed';
  if (samplesToDecide === null) {
    return rounded(d ?? threshold) === rounded(threshold)
      ? 'no number of samples is likely to decide: what was seen lies on the limit'
      : 'more samples: too few differ to tell how many';
  }
  return samplesToDecide > n
    ? `some ${roughly(samplesToDecide)} samples would decide if what was seen is true (${n.toLocaleString('en-US')} now)`
    : 'more samples: so many decide four times in five if what was seen is true';
}
