import type { Estimate } from './estimate.ts';

/** How one model's answers fall on the fixed labels of a grader. Answers are counted, limits are over samples. */
export interface Classified {
  readonly task: string;
  readonly grader: string;
  readonly model: string;
  readonly labels: readonly string[];
  /** Answers that count, by the target and what was answered, but for pairs that never came up. */
  readonly confusion: readonly ConfusionCell[];
  /** The plain mean over the labels that have an F1: `known_labels` of them. */
  readonly macro_f1: Estimate;
  readonly known_labels: number;
  readonly micro_f1: Estimate;
  readonly weighted_f1: Estimate;
  readonly mcc: Estimate;
  readonly kappa: Estimate;
  readonly by_label: readonly LabelFigures[];
}

export interface ConfusionCell {
  readonly target: string;
  /** Null: no label of the set. */
  readonly predicted: string | null;
  readonly n: number;
}

interface LabelFigures {
  readonly label: string;
  /** Answers to samples with this target. */
  readonly support: number;
  readonly precision: Estimate;
  readonly recall: Estimate;
  readonly f1: Estimate;
}

/** How many of a model's answers gave their choice in a line of its own, and how many only somewhere in the text. */
export interface Readings {
  readonly task: string;
  readonly grader: string;
  readonly model: string;
  readonly strict: number;
  readonly loose: number;
}

/** What asking each sample several times tells of one model by one metric. */
export interface Repeated {
  readonly task: string;
  readonly metric: string;
  readonly model: string;
  readonly epochs: number;
  /** The variance of one sample's answers: what asking more often makes smaller. */
  readonly within: number | null;
  /** The variance of the samples' own values: what only more samples make smaller. */
  readonly between: number | null;
  /** Over the samples with at least `k` answers that count; none where answers are not right or wrong. */
  readonly pass: readonly PassOfK[];
}

export interface PassOfK {
  readonly k: number;
  /** The chance that at least one of k answers is right. */
  readonly any: Estimate;
  /** The chance that all of k answers are right. */
  readonly all: Estimate;
}
