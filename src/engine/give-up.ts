import { isDropped, isFailed, type Outcome } from '../domain/outcome.ts';

const DENIED_IN_A_ROW = 3;
const CALLS_WITHOUT_ANY_ANSWER = 20;

/**
 * Watches a model's outcomes and says when to ask it no more: its key is refused three times in a row, or none of its
 * first 20 calls had an answer; `answers` are those that it has given before. Returns the reason, or null.
 */
export function giveUp(answers = 0): (outcome: Outcome) => string | null {
  let calls = 0;
  let deniedInARow = 0;
  return (outcome) => {
    if (isDropped(outcome)) return null;
    calls += 1;
    if (!isFailed(outcome)) {
      answers += 1;
      deniedInARow = 0;
      return null;
    }
    const { kind, message } = outcome.failure;
    deniedInARow = kind === 'denied' ? deniedInARow + 1 : 0;
    if (deniedInARow >= DENIED_IN_A_ROW) return `its key is refused: ${message}`;
    if (answers === 0 && calls >= CALLS_WITHOUT_ANY_ANSWER)
      return `none of its first ${calls} calls had an answer: ${message}`;
    return null;
  };
}
