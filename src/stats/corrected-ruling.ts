import {
  type CorrectedMean,
  correctedInterval,
  correctedMean,
  type JudgedValue,
  labelsToDecide,
} from './corrected-mean.ts';
import { MISSING_ALLOWED } from './non-inferiority.ts';

/** Fewer labelled samples (or sources of such) tell too little of a judge's errors, however few of these they show. */
export const LEAST_LABELLED = 30;

export interface CorrectedQuestion {
  readonly samples: readonly JudgedValue[];
  /** Samples that the judge gave no value, which are not among those. */
  readonly missing: number;
  /** It passes above, and fails below. */
  readonly threshold: number;
  /** What a sample can be at least, and at most. */
  readonly bounds: readonly [number, number];
  /** One-sided; the interval has 1 − 2α. */
  readonly alpha: number;
}

export interface CorrectedRuling extends CorrectedMean {
  readonly ruling: 'pass' | 'fail' | 'inconclusive';
  /** The 1 − 2α interval; null where too little is labelled. */
  readonly low: number | null;
  readonly high: number | null;
  /** True where it would be decided, were nothing missing. */
  readonly isMissing: boolean;
  /** Labelled samples that would decide if what was seen is true; null where it is decided, or none of these samples would. */
  readonly labels_to_decide: number | null;
}

/**
 * Rules on a mean that a judge gave and people's labels set right: pass where the whole 1 − 2α interval lies above the
 * threshold, fail where it lies below. Above 1 % of missing samples each is taken to be as bad, or as good, as can be.
 */
export function ruleCorrected({ samples, missing, threshold, bounds, alpha }: CorrectedQuestion): CorrectedRuling {
  const found = correctedMean(samples);
  const within = (value: number) => Math.min(bounds[1], Math.max(bounds[0], value));
  const value = found.value === null ? null : within(found.value);
  const limits = found.units < LEAST_LABELLED ? null : correctedInterval(found, alpha);
  const open = { ...found, value, ruling: 'inconclusive' as const, isMissing: false };
  if (limits === null) {
    const labels_to_decide = found.n < LEAST_LABELLED ? null : found.labelled + LEAST_LABELLED - found.units;
    return { ...open, value: null, low: null, high: null, labels_to_decide };
  }
  const { low, high } = { low: within(limits.low), high: within(limits.high) };
  const ruling = low > threshold ? 'pass' : high < threshold ? 'fail' : 'inconclusive';
  if (ruling === 'inconclusive')
    return { ...open, low, high, labels_to_decide: labelsToDecide(found, { threshold, alpha }) };
  const share = missing / (missing + samples.length);
  const worst = ruling === 'pass' ? (1 - share) * low + share * bounds[0] : (1 - share) * high + share * bounds[1];
  const holds = share <= MISSING_ALLOWED || (ruling === 'pass' ? worst > threshold : worst < threshold);
  return { ...open, low, high, labels_to_decide: null, ...(holds ? { ruling } : { isMissing: true }) };
}
