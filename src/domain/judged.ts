import type { Estimate } from './estimate.ts';

/** How the judges of one grader did. */
export interface JudgedGrader {
  readonly task: string;
  readonly grader: string;
  readonly judges: readonly JudgeFigures[];
  /** Evaluated models of the family of a judge, where the suite allows that. */
  readonly kin: readonly string[];
  /** Cases with a known verdict; `passed` is null where no verdict came. */
  readonly probes: readonly { readonly name: string; readonly passed: boolean | null; readonly explanation: string }[];
  /** Of pairs: each model's win rate, 0…1, as it would be with answers as long as the baseline's. */
  readonly equal_length?: readonly { readonly model: string; readonly win_rate: Estimate }[];
  /** Where people labelled answers; absent where nobody did. */
  readonly calibration?: Calibration;
}

/** Sensitivity + specificity − 1: of a judge at or below, what is divided by it would be noise. */
export const LEAST_YOUDEN = 0.2;

/** How far a judge can be trusted: set against people who labelled the same answers. */
export interface Calibration {
  /** Labels of answers of this run that the judge gave a value: what all figures rest on. */
  readonly n: number;
  /** Labels of answers that the judge gave none. */
  readonly unjudged: number;
  /** Labels of answers that are not in this run. */
  readonly unknown: number;
  /** The share of answers of which both say the same. */
  readonly agreement: Estimate;
  readonly kappa: Kappas;
  /** What people or the judge said, the least first; `name` is null for a number without one. */
  readonly grades: readonly { readonly name: string | null; readonly value: number }[];
  /** By `grades`: a row for what people said, in it a column for what the judge did. */
  readonly confusion: readonly (readonly number[])[];
  /** From here on an answer counts as right, 0…1. */
  readonly right_from: number;
  readonly sensitivity: Estimate;
  readonly specificity: Estimate;
  readonly youden: Estimate;
  /** Of pairs, over all that were judged: the share of verdicts for the answer shown first, and of those that outlast the swap. */
  readonly position: { readonly first: Estimate; readonly consistent: Estimate } | null;
  /** What the judge gives more than people do, −1…1, by the length of answers. */
  readonly by_length: readonly { readonly most_chars: number; readonly excess: Estimate }[];
  /** People among themselves, where two looked at the same answers. */
  readonly people: { readonly agreement: Estimate; readonly kappa: Kappas } | null;
  readonly models: readonly CalibratedModel[];
}

/** Agreement beyond chance, −1…1: any difference counts alike, by its size, by its square. */
export interface Kappas {
  readonly plain: Estimate;
  readonly linear: Estimate;
  readonly quadratic: Estimate;
}

/** A model's quality as judged, and as people would see it. */
export interface CalibratedModel {
  readonly model: string;
  readonly labels: number;
  readonly judged: Estimate;
  /** By the labels of its own answers (PPI++): right whatever the judge is like. */
  readonly by_labels: Corrected & { readonly lambda: number | null };
  /** The share of right answers, by sensitivity and specificity (Rogan–Gladen): right where the judge errs alike on all models. */
  readonly right: Corrected;
}

/** An estimate that may have fallen out of 0…1, and was then set to its end. */
export interface Corrected extends Estimate {
  readonly clipped: boolean;
}

/** What one judge was asked for one grader, and what that cost: apart from what it judged. */
export interface JudgeFigures {
  readonly model: string;
  readonly snapshot: string | null;
  readonly calls: number;
  readonly failed: number;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** At list price; null where a part of it is unknown. */
  readonly cost_usd: number | null;
  /** What this run paid. */
  readonly spent_usd: number | null;
  readonly cost_estimated: boolean;
}

/** Judges that a grader no longer asks, or of a grader that is gone: no figure rests on them, but they were paid. */
export interface FormerJudging extends Pick<JudgedGrader, 'task' | 'grader' | 'judges'> {}
