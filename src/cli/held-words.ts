import type { SuiteEstimate } from '../app/estimate.ts';
import { count } from '../lib/format.ts';
import { harmless } from '../lib/harmless.ts';

type Held = Pick<SuiteEstimate, 'resumes' | 'resumed' | 'reuses' | 'reused'>;

/** What an estimate leaves out, since it is there already. */
export const heldWords = ({ resumes, resumed, reuses, reused }: Held): string[] => [
  ...(resumes === null ? [] : [`not counted: ${count(resumed, 'call')} that ${harmless(resumes)}, which goes on, has`]),
  ...(reuses === null ? [] : [`not counted: ${count(reused, 'answer')} taken from ${harmless(reuses)}`]),
];
