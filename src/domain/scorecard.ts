import type { RecordedFrom } from './model.ts';
import type { ModelPrice } from './price.ts';
import type { Params, RunStatus, TaskFacts } from './run.ts';
import type { Verdict } from './verdict.ts';

/** A number, its 95 % interval, and its n; limits are null where they cannot be computed. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** Trials by how they ended. `right` and `wrong` only for metrics that are 0 or 1. */
export interface StateCounts {
  readonly wrong: number | null;
  readonly unparsed: number;
  readonly refused: number;
  readonly truncated: number;
  readonly failed: number;
  readonly unscored: number;
}

/** all: every sample of the task; macro: the mean of its groups; category, group: one of them; label: one label's figure. */
export type RowLevel = 'all' | 'macro' | 'category' | 'group' | 'label';

/** One model's figures on one task by one metric, over all samples or some of them. */
export interface Row extends StateCounts {
  readonly model: string;
  readonly provider: string;
  /** The version that the vendor reported; several are joined by a space. */
  readonly snapshot: string | null;
  /** `*`: the mean over all tasks. */
  readonly task: string;
  readonly metric: string;
  readonly level: RowLevel;
  readonly group: string;
  readonly quality: Estimate;
  /** Trials that have an outcome. */
  readonly asked: number;
  /** At list price, what was taken from another run included. */
  readonly cost_usd: number | null;
  /** What this run paid. */
  readonly spent_usd: number | null;
  /** True when part of the cost is an estimate. */
  readonly cost_estimated: boolean;
  readonly usd_per_1k_tasks: number | null;
  /** Its 95 % limits, in rows over all samples. */
  readonly usd_per_1k_low: number | null;
  readonly usd_per_1k_high: number | null;
  readonly usd_per_correct: number | null;
  readonly usd_per_correct_low: number | null;
  readonly usd_per_correct_high: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** What 1M tokens come to in the row's own mix of input and output. */
  readonly eff_usd_per_1m_tokens: number | null;
  /** Input tokens to one of output; null where there is none. */
  readonly input_per_output: number | null;
  readonly latency_p50_ms: number | null;
  readonly latency_p95_ms: number | null;
  readonly ttft_p50_ms: number | null;
  /** Output tokens a second of latency. */
  readonly output_tokens_per_s: number | null;
  /** Streamed: tokens after the first, a second from the first to the last byte. */
  readonly decode_tokens_per_s: number | null;
  /** True: no other model is as good for less, or better for as much; null where quality or cost is unknown. */
  readonly pareto: boolean | null;
  /** Where pareto is false, the model that is better and no dearer, or as good for less. */
  readonly dominated_by: string | null;
  /** Where pareto is false, whether every such model is ahead by no more than the intervals leave open. */
  readonly near_tie: boolean | null;
}

/** How much of what was planned came back, a model on a task. */
export interface Coverage {
  readonly model: string;
  readonly task: string;
  readonly planned: number;
  readonly asked: number;
  readonly answered: number;
  /** Answers ÷ trials asked; null before the first. */
  readonly coverage: number | null;
  readonly min_coverage: number;
  /** Failures by kind. */
  readonly failures: Readonly<Record<string, number>>;
  /** Warnings that came with answers, with how many answers each. */
  readonly warnings: Readonly<Record<string, number>>;
}

/** What models cost, and what their errors may, set against one of them. */
export interface Economics {
  /** Null where the suite does not tell; then nothing is said of a month. */
  readonly requests_per_month: number | null;
  readonly migration_usd: number | null;
  /** The model that the others are set against. */
  readonly incumbent: string;
  /** Why that one: the suite names it, or it costs most a request. */
  readonly incumbent_by: 'suite' | 'cost';
  readonly models: readonly ModelEconomics[];
}

export interface ModelEconomics {
  readonly model: string;
  /** By the run's own mix of input and output. */
  readonly usd_per_1m_tokens: Estimate;
  /** Input tokens to one of output; null where there is none. */
  readonly input_per_output: number | null;
  /** On the samples that both were asked; null for the incumbent. */
  readonly usd_saved_per_month: Estimate | null;
  /** The same less what its wrong answers cost more, of the tasks that tell what one costs; null where none does. */
  readonly usd_net_per_month: Estimate | null;
  /** On each task where answers are right or wrong, or where it is told what a wrong one costs; none for the incumbent. */
  readonly break_even: readonly ErrorBreakEven[];
  /** Null where nothing is saved, or nobody says what the change costs; `high` null where it may never pay back. */
  readonly payback_months: Omit<Estimate, 'n'> | null;
  /** True when part of its cost is an estimate. */
  readonly estimated: boolean;
  readonly hosted?: HostedMonth;
}

/** Of GPUs of one's own: what they cost a month whatever is asked, and the share of their most that these requests are. */
export interface HostedMonth {
  readonly usd_per_month: number;
  readonly utilisation: number;
  /** Were nothing else asked of them, against an incumbent that is an API. */
  readonly alone?: {
    /** Null where the requests are more than they can do. */
    readonly usd_saved_per_month: Estimate;
    /** The requests a month that cost the API as much. */
    readonly break_even_requests: number;
    /** The share of their most that those are; above 1 hosting never pays. */
    readonly break_even_utilisation: number;
  };
}

/** On one task, what a wrong answer must cost for a change from the incumbent to stop paying. */
export interface ErrorBreakEven {
  readonly task: string;
  readonly usd_saved_per_1k: Estimate;
  /** Wrong answers more than the incumbent's, of 1,000; below 0 fewer. */
  readonly wrong_per_1k: Estimate;
  /**
   * pays_below, pays_above: while a wrong answer costs less, or more, than `usd_per_error`; dominates: cheaper and better;
   * dominated: neither; unclear: which is better, or cheaper, cannot be told.
   */
  readonly verdict: 'pays_below' | 'pays_above' | 'dominates' | 'dominated' | 'unclear';
  /** Only `low` where it cannot be told which is better: it is no less than that. */
  readonly usd_per_error: Omit<Estimate, 'n'>;
  /** Samples that would tell a difference as large as the one seen; null where it is told, or none was seen. */
  readonly samples_needed: number | null;
  /** What a wrong answer costs, as the task tells. */
  readonly error_cost_usd: number | null;
  /** Whether the change pays at that cost; null where that is not known. */
  readonly pays: boolean | null;
}

/** How the interval of a difference was made. */
type DifferenceMethod = 'tango' | 'bca' | 't' | 'cluster' | 'macro';

/** Which test a p-value is of. */
export type DifferenceTest = 'mcnemar' | 'sign-flip' | 'paired-t' | 'cluster-t';

/** What two models made of the same samples, by one metric: candidate − baseline, so that above 0 the candidate is better. */
export interface Difference {
  /** Samples that both were asked and scored on; Estimates of money and time have their own n. */
  readonly n: number;
  /** Samples that both were asked, and on which one of them failed or could not be scored. */
  readonly missing: number;
  readonly difference: Estimate;
  /** Null where there is no interval. */
  readonly method: DifferenceMethod | null;
  /** Of no difference at all, two-sided. */
  readonly p: number | null;
  readonly test: DifferenceTest | null;
  /** p corrected for all the comparisons made beside it. */
  readonly p_holm: number | null;
  /** Samples on which the candidate scores more. */
  readonly gains: number;
  /** Samples on which it scores less. */
  readonly regressions: number;
}

/** Two models on the same samples of a task. */
export interface Comparison extends Difference {
  /** `*`: the mean over all tasks. */
  readonly task: string;
  readonly metric: string;
  readonly candidate: string;
  readonly baseline: string;
  /** The means of the samples that count. */
  readonly quality: { readonly candidate: number | null; readonly baseline: number | null };
  /** The share of samples on which they differ. */
  readonly flip_rate: number | null;
  /** McNemar's mid-p, where every sample is right or wrong: it knows nothing of clusters. */
  readonly mcnemar_p: number | null;
  /** By the corrected p at 5 %, or by the interval where there is no p; null where nothing can be said. */
  readonly verdict: 'better' | 'worse' | 'unclear' | null;
  /** Samples that would tell a difference as large as the one seen; null where it is told, or none was seen. */
  readonly samples_needed: number | null;
  /** What the candidate costs ÷ what the baseline costs, on the samples that both were asked. */
  readonly cost_ratio: Estimate;
  /** True when part of a cost is an estimate. */
  readonly cost_estimated: boolean;
  /** The median of how much longer the candidate took for a sample. */
  readonly latency_ms: Estimate;
}

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

/** What was not asked, since it could change no ruling. */
export interface StoppedEarly {
  readonly trials: number;
  /** At what the trials of the same model and task have cost; null where that is unknown. */
  readonly usd: number | null;
}

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

/** Every figure a report may print or a gate may judge. */
export interface Scorecard {
  readonly schema_version: 1;
  readonly run_id: string;
  readonly suite: string;
  readonly status: RunStatus;
  readonly started_at: string;
  readonly tool_version: string;
  readonly seed: number;
  readonly tasks: readonly (TaskFacts & { readonly metric: string })[];
  readonly models: readonly string[];
  /** Of the models whose size is known; absent where none is. */
  readonly params?: readonly (Params & { readonly model: string })[];
  /** The models whose answers were read from an earlier run; absent where there is none. */
  readonly recorded?: readonly { readonly model: string; readonly from: RecordedFrom }[];
  /** What each model is billed at. */
  readonly prices: readonly ModelPrice[];
  /** The day whose prices these are, where they are not those of the run's own. */
  readonly repriced_on: string | null;
  readonly rows: readonly Row[];
  readonly coverage: readonly Coverage[];
  /** Where the suite tells its requests per month, and a model's cost is known. */
  readonly economics?: Economics;
  /** Of a run that stopped because every gate was decided, or could no longer be. */
  readonly stopped_early?: StoppedEarly;
  /**
   * Each model against the incumbent, or where none is named each against those before it; absent of one model, and of many
   * without an incumbent.
   */
  readonly comparisons?: readonly Comparison[];
  /** The graders that ask judges; absent where there is none. */
  readonly judging?: readonly JudgedGrader[];
  /** What was judged before by whom nobody asks any more; absent where there is none. */
  readonly former_judging?: readonly FormerJudging[];
  /** Of the graders with a fixed set of labels; absent where there is none. */
  readonly classification?: readonly Classified[];
  /** Of the graders that read choices; absent where there is none. */
  readonly readings?: readonly Readings[];
  /** Of the tasks that ask each sample several times; absent where there is none. */
  readonly repeats?: readonly Repeated[];
  /** In the order of the suite's gates; absent where it has none. */
  readonly verdicts?: readonly Verdict[];
}
