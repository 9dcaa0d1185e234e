import type { PlannedSample } from '../../domain/sample.ts';
import type { AskJudge } from '../../domain/task.ts';
import type { Cut } from './data.ts';
import type { Rubric } from './rubric.ts';

/** All that the judges of one answer are told. */
export interface Case {
  readonly rubric: Rubric;
  readonly question: PlannedSample;
  readonly references: readonly string[];
  readonly answer: Cut;
  readonly structured: boolean;
  readonly ask: AskJudge;
}

/** The same, with the answer that it is compared with. */
export interface Pair extends Case {
  readonly beside: Cut;
}

/** What is shown beside the answers. */
export const aroundIt = ({ question, references }: Case): string[] => [
  ...question.messages.map(({ content }) => content),
  ...references,
];
