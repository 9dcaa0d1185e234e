import type { Completion } from './outcome.ts';
import type { GraderFacts, TaskFacts } from './run.ts';
import type { PlannedSample, Question } from './sample.ts';
import type { Score } from './score.ts';
import type { TaskSpec } from './suite.ts';

/** What a grader says of one answer; a Score without its keys. */
export type Judgement = Pick<Score, 'state' | 'value' | 'extracted' | 'explanation' | 'parts'>;

/** What a grader is given of an answer. */
export type Answer = Pick<Completion, 'answer' | 'finish_reason'>;

/** A grader with its options, as one task uses it. */
export interface TaskGrader {
  readonly facts: GraderFacts;
  grade(sample: Question, answer: Answer): Judgement;
}

/** A part of a suite, opened: its samples can be read and its answers graded. */
export interface Task {
  readonly spec: TaskSpec;
  readonly facts: Omit<TaskFacts, 'samples'>;
  /** The chosen samples in the dataset's order, with their prompts; may be called again. */
  samples(): AsyncIterable<PlannedSample>;
  readonly graders: readonly TaskGrader[];
}
