/** One question. */
export interface Sample {
  /** Unique within its task. */
  readonly id: string;
  readonly input: string;
  /** The right answer, or several of which any is right; for a choice, the letter. */
  readonly target: string | readonly string[];
  /** The options of a multiple-choice question, in order; null for other questions. */
  readonly choices: readonly string[] | null;
  /** Samples with the same group get rows of their own in the summary; null without groups. */
  readonly group: string | null;
  /** What a group belongs to, where a dataset has two levels (MMLU: the subject's category). */
  readonly category: string | null;
  /** The source that it shares with other samples; absent where the task names no such column. */
  readonly cluster?: string;
  /** Every other column of the dataset. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The accepted answers of a sample, one or many. */
export const targetsOf = (sample: Pick<Sample, 'target'>): readonly string[] =>
  typeof sample.target === 'string' ? [sample.target] : sample.target;

/** The letter of the option at a place: 0 → A, 25 → Z. */
export const letterAt = (index: number): string => String.fromCharCode(65 + index);

/** The most options that letters can name. */
export const MOST_CHOICES = 26;

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The messages exactly as sent. */
export type Prompt = readonly Message[];

/** A sample but for its name: all that a prompt and a grader look at. */
export type Question = Omit<Sample, 'id'>;

/** A sample in its place in a plan; one line of `samples.jsonl`. */
export interface PlannedSample extends Question {
  readonly schema_version: 1;
  readonly task: string;
  /** The sample's id. */
  readonly sample: string;
  readonly messages: Prompt;
}
