import { LEAST_YOUDEN } from '../domain/judged.ts';
import { type Limits, NO_LIMITS } from './limits.ts';
import { wilson } from './wilson.ts';

/** A judge's rates of being right, and on how many human labels of each kind they rest. */
export interface JudgeRates {
  readonly sensitivity: number;
  readonly specificity: number;
  /** Answers that people call right, and wrong; null where the rates are taken as known. */
  readonly labelled: { readonly right: number; readonly wrong: number } | null;
}

/** The share of truly right answers behind a noisy judge's verdicts, 0…1. */
export interface CorrectedShare {
  readonly value: number | null;
  /** Wilson's 95 % limits of the judged share, carried over: the judge's rates taken as exact. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  /** True where the figure fell out of 0…1, and was set to its end. */
  readonly clipped: boolean;
  /** Of the value, from both the answers and the labels; null where the rates are taken as known. */
  readonly variance: number | null;
}

/**
 * `right` of `n` answers by the judge, corrected for its rates: W. J. Rogan & B. Gladen, Am. J. Epidemiol. 107 (1978) 71;
 * for model judges: Lee et al., arXiv 2511.21140. Null where n is 0, or sensitivity + specificity − 1 is .2 or less.
 */
export function roganGladen({ right, n, judge }: { right: number; n: number; judge: JudgeRates }): CorrectedShare {
  const youden = judge.sensitivity + judge.specificity - 1;
  if (n === 0 || youden <= LEAST_YOUDEN) return { value: null, ...NO_LIMITS, n, clipped: false, variance: null };
  const correct = (share: number) => (share + judge.specificity - 1) / youden;
  const raw = correct(right / n);
  const { low, high }: Limits = wilson(right, n, 0.95);
  const value = withinOne(raw);
  return {
    value,
    low: withinOne(correct(low)),
    high: withinOne(correct(high)),
    n,
    clipped: value !== raw,
    variance: varianceOf(value, { share: right / n, n, judge }),
  };
}

const withinOne = (value: number): number => Math.min(1, Math.max(0, value));

function varianceOf(
  value: number,
  { share, n, judge }: { share: number; n: number; judge: JudgeRates },
): number | null {
  const { sensitivity: se, specificity: sp, labelled } = judge;
  if (labelled === null || labelled.right === 0 || labelled.wrong === 0) return null;
  const ofAnswers = (share * (1 - share)) / n;
  const ofLabels = (value ** 2 * se * (1 - se)) / labelled.right + ((1 - value) ** 2 * sp * (1 - sp)) / labelled.wrong;
  return (ofAnswers + ofLabels) / (se + sp - 1) ** 2;
}

/** The difference of two models behind a noisy judge's, −1…1, and its variance; null as above. */
export interface CorrectedDifference {
  readonly value: number | null;
  readonly variance: number | null;
}

/**
 * A judged difference divided by J, since a judge that errs alike on both models shows only d · J of it. It does not help
 * where the judge errs more on one of them. The variance is the delta method's (H. Cramér, Mathematical Methods of
 * Statistics, 1946, 27.7).
 */
export function unjudgedDifference(judged: { d: number; variance: number }, judge: JudgeRates): CorrectedDifference {
  const { sensitivity: se, specificity: sp, labelled } = judge;
  const youden = se + sp - 1;
  if (youden <= LEAST_YOUDEN) return { value: null, variance: null };
  const value = judged.d / youden;
  if (labelled === null || labelled.right === 0 || labelled.wrong === 0) return { value, variance: null };
  const ofLabels = (se * (1 - se)) / labelled.right + (sp * (1 - sp)) / labelled.wrong;
  return { value, variance: judged.variance / youden ** 2 + (judged.d ** 2 * ofLabels) / youden ** 4 };
}
