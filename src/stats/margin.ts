import { absoluteScale, type BetScale, relativeScale } from './e-process.ts';
import { moments } from './moments.ts';

/** The loss that is acceptable, between 0 and 1: in points of the scale, or as a share of the incumbent's mean. */
export type Margin = { readonly absolute: number } | { readonly relative: number };

/** One sample's scores, 0…1, each the mean over its epochs. */
export interface ScoredPair {
  readonly candidate: number;
  readonly incumbent: number;
  /** The source that it shares with others; all pairs of a question have one, or none has. */
  readonly cluster?: string;
}

/** Differences are told apart to this precision, so that .3 − .2 and .2 − .1 are the same. */
const STEPS = 1e12;
export const rounded = (value: number): number => Math.round(value * STEPS) / STEPS;

/** What the mean difference must exceed: −margin, or 0 of a relative one. */
export const thresholdOf = (margin: Margin): number => ('absolute' in margin ? -margin.absolute : 0);

/** Candidate − incumbent; of a relative margin, candidate − the share of the incumbent that must be kept. */
export function differencesOf(pairs: readonly ScoredPair[], margin?: Margin): number[] {
  const kept = margin && 'relative' in margin ? 1 - margin.relative : 1;
  return pairs.map(({ candidate, incumbent }) => rounded(candidate - kept * incumbent));
}

/** The margin in points of the scale; 0 of a relative one where the incumbent has no point. */
export function marginInPoints(margin: Margin, pairs: readonly ScoredPair[]): number {
  if ('absolute' in margin) return margin.absolute;
  return margin.relative * (moments(pairs.map(({ incumbent }) => incumbent)).value ?? 0);
}

export const scaleOf = (margin: Margin): BetScale =>
  'absolute' in margin ? absoluteScale(margin.absolute) : relativeScale(1 - margin.relative);
