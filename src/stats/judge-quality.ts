import type { Estimate } from '../domain/estimate.ts';
import { proportion } from './interval.ts';

/** A judge set against people on the same answers, each right or wrong: how many each way. */
export interface JudgeTable {
  /** Right by people and by the judge. */
  readonly rightRight: number;
  /** Right by people, wrong by the judge. */
  readonly rightWrong: number;
  readonly wrongRight: number;
  readonly wrongWrong: number;
}

/** How far a judge can be trusted, with 95 % intervals; what was seen of no answer is null. */
export interface JudgeQuality {
  /** Of answers that people call right, the share that the judge does too, 0…1. */
  readonly sensitivity: Estimate;
  /** Of answers that people call wrong, the share that the judge does too, 0…1. */
  readonly specificity: Estimate;
  /** Sensitivity + specificity − 1: 1 of a perfect judge, 0 of a coin, −1…1. */
  readonly youden: Estimate;
}

/**
 * Sensitivity and specificity with Wilson's intervals, and their sum less 1 (W. J. Youden, Cancer 3 (1950) 32) with the one
 * that Wilson's two make by squaring and adding the distances (R. G. Newcombe, Statist. Med. 17 (1998) 873, method 10).
 */
export function judgeQuality({ rightRight, rightWrong, wrongRight, wrongWrong }: JudgeTable): JudgeQuality {
  const sensitivity = proportion(rightRight, rightRight + rightWrong);
  const specificity = proportion(wrongWrong, wrongRight + wrongWrong);
  return { sensitivity, specificity, youden: sumLessOne(sensitivity, specificity) };
}

function sumLessOne(one: Estimate, other: Estimate): Estimate {
  const n = one.n + other.n;
  const [a, b] = [known(one), known(other)];
  if (a === null || b === null) return { value: null, low: null, high: null, n };
  const value = a.value + b.value - 1;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.value - b.low),
    high: value + Math.hypot(a.high - a.value, b.high - b.value),
    n,
  };
}

const known = ({ value, low, high }: Estimate): { value: number; low: number; high: number } | null =>
  value === null || low === null || high === null ? null : { value, low, high };
