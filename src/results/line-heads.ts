import { isDropped, type Outcome } from '../domain/outcome.ts';
import type { Score } from '../domain/score.ts';

export interface OutcomeHead {
  readonly key: string;
  /** False for what judges say, and for what is to be asked again. */
  readonly isAnswer: boolean;
}

export interface ScoreHead {
  /** The key of the answer. */
  readonly key: string;
  readonly grader: string;
  readonly isProbe: boolean;
}

export const headOfOutcome = (outcome: Outcome): OutcomeHead => ({
  key: outcome.key,
  isAnswer: outcome.role === 'answer' && !isDropped(outcome),
});

export const headOfScore = ({ key, grader, probe }: Score): ScoreHead => ({
  key,
  grader,
  isProbe: probe !== undefined,
});

/**
 * The same of a line as we write it, from its beginning: to parse all of it takes ten times as long, and a run may have
 * millions. Undefined where it was written in another way.
 */
export function outcomeHead(line: string): OutcomeHead | undefined {
  const [, key, role] = OUTCOME.exec(line) ?? [];
  // Within JSON's texts quotes are escaped, so that no answer can hold these letters.
  return key === undefined ? undefined : { key, isAnswer: role === 'answer' && !line.includes(DROPPED) };
}

const OUTCOME = /^\{"schema_version":1,"key":"([0-9a-f]{32})","generation_key":"[0-9a-f]{32}","role":"([a-z]+)",/;
const DROPPED = '"failure":{"kind":"dropped",';

export function scoreHead(line: string): ScoreHead | undefined {
  const [, key, grader] = SCORE.exec(line) ?? [];
  return key === undefined || grader === undefined ? undefined : { key, grader, isProbe: line.includes(PROBE) };
}

const SCORE = /^\{"schema_version":1,"score_key":"[0-9a-f]{32}","key":"([0-9a-f]{32})","grader":"([^"\\]*)",/;
const PROBE = ',"probe":{';
