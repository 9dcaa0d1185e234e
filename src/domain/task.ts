import type { Completion, FailureKind } from './outcome.ts';
import type { GraderFacts, TaskFacts } from './run.ts';
import type { PlannedSample, Prompt, Question } from './sample.ts';
import type { Score } from './score.ts';
import type { TaskSpec } from './suite.ts';

/** What a grader says of one answer; a Score without its keys. */
export type Judgement = Pick<Score, 'state' | 'value' | 'extracted' | 'explanation' | 'parts'>;

/** What a grader is given of an answer. */
export type Answer = Pick<Completion, 'answer' | 'finish_reason'>;

/** A grader with its options, as one task uses it: at once, or later. */
export type TaskGrader = InstantTaskGrader | LateTaskGrader;

/** A grader that judges by the sample alone. */
export interface InstantTaskGrader {
  readonly facts: GraderFacts;
  grade(sample: Question, answer: Answer): Judgement;
}

/** A grader that must wait for a judge or a program. */
export interface LateTaskGrader {
  readonly facts: GraderFacts;
  /** The model whose answer to the same question stands beside each answer judged; absent where each is judged alone. */
  readonly baseline?: string;
  /** Rejects with what `ask` rejects with, and with the signal's reason. */
  gradeLater(input: LateInput): Promise<Judgement>;
  /** What a judge must see through before its word is taken; absent for graders that ask none. */
  readonly probes?: readonly Probe[];
  close?(): Promise<void>;
}

export interface LateInput {
  readonly sample: PlannedSample;
  readonly answer: Answer;
  /** The baseline's answer, where there is one. */
  readonly beside?: Answer;
  readonly ask: AskJudge;
  readonly signal: AbortSignal;
}

/** One question to a judge, ready but for what marks off the texts that are data. */
export interface JudgeCall {
  /** The place of the judge in the panel, from 0. */
  readonly judge: number;
  /** Which try for a valid verdict, from 1. */
  readonly attempt: number;
  /** True when the baseline's answer is shown first. */
  readonly isSwapped?: boolean;
  /** The messages, with texts between lines that hold the delimiter. Called more than once. */
  messages(delimiter: string): Prompt;
  readonly response_schema?: Readonly<Record<string, unknown>>;
}

/** How a judge replied; or why it did not. */
export type JudgeReply = Answer | { readonly failure: { readonly kind: FailureKind; readonly message: string } };

/** Asks a judge. Rejects where it may be asked no more: the user's wish, the end of the budget. */
export type AskJudge = (call: JudgeCall) => Promise<JudgeReply>;

/** A case with a known verdict: an answer to the first sample that no judge may fall for. */
export interface Probe {
  readonly name: string;
  readonly answer: string;
  readonly beside?: string;
  /** True where the first sample's first target stands beside it. */
  readonly isBesideTarget?: boolean;
  isPassedBy(judgement: Judgement): boolean;
}

export const isLate = (grader: TaskGrader): grader is LateTaskGrader => 'gradeLater' in grader;

/** A part of a suite, opened: its samples can be read and its answers graded. */
export interface Task {
  readonly spec: TaskSpec;
  readonly facts: Omit<TaskFacts, 'samples'>;
  /** The chosen samples in the dataset's order, with their prompts; may be called again. */
  samples(): AsyncIterable<PlannedSample>;
  readonly graders: readonly TaskGrader[];
}
