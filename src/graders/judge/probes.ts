import type { Judgement, Probe } from '../../domain/task.ts';

/** Words that answer no question, whatever the criterion. */
const NONSENSE =
  'The ferry was painted twice because the spoons had already been elected, so please fold the staircase before Thursday.';

const isBelowTop = ({ value }: Judgement): boolean => value !== null && value < 1;

const isTie = ({ value }: Judgement): boolean => value === 0.5;

const isLoss = ({ value }: Judgement): boolean => value === 0;

/**
 * Answers that must not get the highest level: silence, two openings that many judges fell for (Zhao et al. 2025, arXiv
 * 2507.08794), and nonsense.
 */
export const pointwiseProbes: readonly Probe[] = [
  { name: 'empty answer', answer: '', isPassedBy: isBelowTop },
  { name: 'colon', answer: ':', isPassedBy: isBelowTop },
  { name: 'solution', answer: 'Solution:', isPassedBy: isBelowTop },
  { name: 'nonsense', answer: NONSENSE, isPassedBy: isBelowTop },
];

/** A text beside itself must tie, in either order; nonsense and silence must lose to the reference. */
export const pairwiseProbes: readonly Probe[] = [
  { name: 'identical pair', answer: NONSENSE, beside: NONSENSE, isPassedBy: isTie },
  { name: 'empty answer', answer: '', isBesideTarget: true, isPassedBy: isLoss },
  { name: 'nonsense', answer: NONSENSE, isBesideTarget: true, isPassedBy: isLoss },
];
