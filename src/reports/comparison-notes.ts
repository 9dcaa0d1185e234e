import type { ComparisonReport, DetailedComparison, Flip } from '../domain/comparison.ts';
import { count } from '../lib/format.ts';
import { pValue } from './comparison-table.ts';

/** Ids of lost samples that stand on a line; all are in JSON. */
const MOST_NAMED = 10;

/** What must be read beside the figures of a comparison. */
export function comparisonNotes({ comparisons, notes }: ComparisonReport): string[] {
  const tested = comparisons.filter(({ p }) => p !== null).length;
  return [
    ...notes,
    ...(tested > 1 ? [`p is corrected for ${tested} comparisons (Holm); intervals are not.`] : []),
    ...comparisons.flatMap(missingNote),
    ...comparisons.flatMap(clusterNote),
    ...comparisons.flatMap(lostNote),
  ];
}

const pairOf = ({ candidate, baseline, task }: DetailedComparison): string =>
  candidate === baseline ? `${candidate} on ${task}` : `${candidate} against ${baseline} on ${task}`;

function missingNote(one: DetailedComparison): string[] {
  const { missing, n } = one;
  if (missing === 0 || one.task === '*') return [];
  return [
    `${pairOf(one)}: of ${count(n + missing, 'sample')}, ${missing} failed or could not be scored on a side, not in n.`,
  ];
}

/** Where the p is another test's, McNemar's stands beside it. */
function clusterNote(one: DetailedComparison): string[] {
  const { mcnemar_p, test, p } = one;
  if (mcnemar_p === null || test === 'mcnemar' || test === null) return [];
  const told = test === 'cluster-t' ? 'which knows nothing of shared sources' : 'of means over epochs';
  return [`${pairOf(one)}: p ${pValue(p)} before correction; McNemar’s mid-p, ${told}, is ${pValue(mcnemar_p)}.`];
}

function lostNote(one: DetailedComparison): string[] {
  if (one.lost.length === 0) return [];
  return [`${pairOf(one)}: ${count(one.lost.length, 'sample')} lost: ${named(one.lost)}.`];
}

function named(flips: readonly Flip[]): string {
  const more = flips.length - MOST_NAMED;
  const ids = flips.slice(0, MOST_NAMED).map(({ sample }) => sample);
  return `${ids.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more (--json names all)` : ''}`;
}
