import type { Judgement } from '../../domain/task.ts';
import { harmless } from '../../lib/harmless.ts';
import { scored, unscored } from '../define.ts';

/** What one judge found; or why it found nothing. */
export type Finding = Found | { readonly problem: string };

interface Found {
  /** 0…1 */
  readonly value: number;
  /** In the words of the rubric. */
  readonly said: string;
  readonly reason: string;
  readonly parts: Readonly<Record<string, number>>;
}

const isFound = (finding: Finding): finding is Found => 'value' in finding;

/**
 * The median of a panel's findings; the one finding of a single judge. Where some judges found nothing, that of the others
 * stands if they are more than half of the panel and an odd number, so that the median is somebody's word.
 */
export function judgementOf(judges: readonly string[], findings: readonly Finding[]): Judgement {
  const found = findings.filter(isFound);
  const words = findings.map((one, index) => `${judges.length > 1 ? `${judges[index]}: ` : ''}${inWords(one)}`);
  if (found.length * 2 <= findings.length || found.length % 2 === 0) return unscored(words.join('; '));

  const sorted = [...found].sort((a, b) => a.value - b.value);
  const median = sorted[(sorted.length - 1) / 2] as Found;
  const isOne = sorted.every(({ value }) => value === median.value);
  return scored(median.value, [...(judges.length > 1 ? [`median ${median.said}`] : []), ...words].join('; '), {
    extracted: median.said,
    parts: { ...meanParts(found), ...(judges.length > 1 && { agreement: isOne ? 1 : 0 }) },
  });
}

const LONGEST_REASON = 300;

/** What a judge wrote, fit for a terminal and for a line. */
function inWords(finding: Finding): string {
  const text = isFound(finding) ? `${finding.said} (${finding.reason})` : finding.problem;
  const line = harmless(text).replace(/\s+/g, ' ');
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}

function meanParts(found: readonly Found[]): Record<string, number> {
  const names = Object.keys(found[0]?.parts ?? {});
  const mean = (name: string) => found.reduce((sum, { parts }) => sum + (parts[name] ?? 0), 0) / found.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)]));
}
