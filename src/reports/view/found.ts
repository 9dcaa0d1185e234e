import type { RunHead } from '../../domain/run-head.ts';
import { harmless } from '../../lib/harmless.ts';
import { rulingWords } from '../verdict-words.ts';

/** All that a run is found by, in small letters. */
export function wordsOf({ run_id, started_at, suite, status, models, tasks, verdicts }: RunHead): string {
  const rulings = verdicts.map((verdict) => rulingWords(verdict));
  const words = [run_id, started_at.replace('T', ' '), suite, status, ...models, ...tasks, ...rulings];
  return harmless(words.join(' ')).toLowerCase();
}

/** Whether a run's words hold all that was typed; the page's own program does the same. */
export const isFound = (words: string, query: string): boolean =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
