import type { PairFigures, Ruling } from '../domain/verdict.ts';
import { percent } from '../lib/format.ts';

/** How an interval lies to the margin. */
export const withinWords = (ruling: Ruling, margin: PairFigures['margin']): string =>
  ({
    pass: `within the margin of ${marginWords(margin)}`,
    fail: `beyond the margin of ${marginWords(margin)}`,
    inconclusive: `the interval lies on both sides of the margin of ${marginWords(margin)}`,
  })[ruling];

const marginWords = (margin: PairFigures['margin']): string =>
  'absolute' in margin ? pointsOf(margin.absolute) : `${percent(margin.relative)} of the baseline’s quality`;

/** `2.9 points`, from 0…1. */
export const pointsOf = (share: number): string => percent(share).replace(' %', ' points');

/** The margin at which it passes by an interval that no margin changes, and by what else a pass takes. */
export function leastMarginWords(
  ruling: 'pass' | 'fail',
  low: number,
  isTrusted: (margin: number) => boolean = () => true,
): string {
  // Never rounded past the limit: at the margin that is named it would still pass.
  let tenths = Math.floor(-1000 * low) + 1;
  while (tenths > 0 && tenths < 1000 && !isTrusted(tenths / 1000)) tenths += 1;
  const least = tenths / 1000;
  if (ruling === 'fail') return `it would take a margin of ${pointsOf(least)}, or fewer losses`;
  return least <= 0 ? 'it would pass without any margin' : `it would pass down to a margin of ${pointsOf(least)}`;
}
