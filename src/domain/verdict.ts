import type { GateSpec, MaxDrop } from './suite.ts';

export type Ruling = 'pass' | 'fail' | 'inconclusive';

/** One gate's ruling and its reason. */
export interface Verdict {
  readonly gate: GateSpec;
  /** Fail if any task fails, else inconclusive if any is; null where nothing can be ruled yet. */
  readonly ruling: Ruling | null;
  /** The same, or what the gate says that inconclusive counts as. */
  readonly counts_as: Ruling | null;
  /** Why nothing was ruled; null where something was. */
  readonly no_ruling: string | null;
  readonly tasks: readonly TaskVerdict[];
}

/** A gate's ruling on one task: all its criteria must hold. */
export interface TaskVerdict {
  readonly task: string;
  /** Null where the run does not have the task. */
  readonly metric: string | null;
  readonly ruling: Ruling;
  readonly criteria: readonly CriterionVerdict[];
}

/** What a gate may ask; it needs one of them. */
export const CRITERIA = [
  'max_drop',
  'min_quality',
  'min_saving',
  'max_unparsed',
  'max_latency_p95_ms',
  'max_usd_per_1k_tasks',
] as const;

export type Criterion = (typeof CRITERIA)[number];

/** Whether a task meets one criterion. `low` and `high` are the 1 − 2α limits; null where the figure alone is ruled by. */
export interface CriterionVerdict {
  readonly criterion: Criterion;
  readonly ruling: Ruling;
  /** As the gate gives it; of max_drop in points of the scale, or as a share where `pairs` has a relative margin. */
  readonly limit: number;
  /** Of max_drop the mean difference; null where it is unknown. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Samples, or answers, that it rests on. */
  readonly n: number;
  /** One-sided; null where the figure alone is ruled by. */
  readonly alpha: number | null;
  readonly why: string;
  /** What would change the ruling, or how far it is from changing; null where that cannot be said. */
  readonly change: string | null;
  /** Samples that would decide with power .8 if what was seen is true; null where it is decided, or none would. */
  readonly samples_to_decide: number | null;
  /** Of max_drop. */
  readonly pairs?: PairFigures;
  /** Where max_drop or min_quality rest on a judge's scores. */
  readonly judge?: JudgeGrounds;
}

/** How far a criterion's figures rest on the judge's word. */
export interface JudgeGrounds {
  /** Samples of which people labelled all that is compared; null where there are no labels: the judge is not calibrated. */
  readonly labelled: number | null;
  /** The figure as the judge alone has it. */
  readonly judged: number | null;
  /** Not calibrated: the verdict turns if the judge favours one side by more, 0…1; null of others, and where nothing is decided. */
  readonly turns_at: number | null;
}

/** Two models on the same samples, as max_drop sees them. */
export interface PairFigures {
  readonly margin: MaxDrop;
  /** Means over the pairs that count; null where there is none. */
  readonly quality: { readonly candidate: number | null; readonly baseline: number | null };
  /** The share of samples on which they differ. */
  readonly flip_rate: number | null;
  /** Samples on which the candidate scores more. */
  readonly gains: number;
  /** Samples on which it scores less. */
  readonly losses: number;
  /** Pairs of which a side has no score. */
  readonly missing: number;
  /** How the interval was made; ppi: with the judge's error taken out by people's labels; null where there is none. */
  readonly method: 'ppi' | 'tango' | 'bca' | 't' | 'cluster' | 'e-process' | null;
  /** Of no difference at all, two-sided; null where scores are not right or wrong, samples share sources, or a judge is set right. */
  readonly mcnemar_mid_p: number | null;
}
