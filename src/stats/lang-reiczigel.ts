import { LEAST_YOUDEN } from '../domain/judged.ts';
import { type Limits, NO_LIMITS } from './limits.ts';
import { zAt } from './normal.ts';
import type { JudgeRates } from './rogan-gladen.ts';

/**
 * 95 % limits of a share behind a noisy judge's verdicts, 0…1, that know that its rates are estimates too: Z. Lang & J.
 * Reiczigel, Prev. Vet. Med. 113 (2014) 13. Unlike the delta method's they do not vanish where few labels show no error.
 * None where a kind of label is missing, or the judge is too near to a coin.
 */
export function langReiczigel({
  right,
  n,
  judge,
}: {
  right: number;
  n: number;
  judge: JudgeRates;
}): Limits | typeof NO_LIMITS {
  const { sensitivity, specificity, labelled } = judge;
  if (n === 0 || !labelled?.right || !labelled.wrong || sensitivity + specificity - 1 <= LEAST_YOUDEN) return NO_LIMITS;
  const z = zAt(0.975);
  const answers = n + z ** 2;
  const share = (right + z ** 2 / 2) / answers;
  const [ofRight, ofWrong] = [labelled.right + 2, labelled.wrong + 2];
  const se = (labelled.right * sensitivity + 1) / ofRight;
  const sp = (labelled.wrong * specificity + 1) / ofWrong;
  const youden = se + sp - 1;
  const value = (share + sp - 1) / youden;
  const [fromRight, fromWrong] = [(se * (1 - se)) / ofRight, (sp * (1 - sp)) / ofWrong];
  const shift = 2 * z ** 2 * (value * fromRight - (1 - value) * fromWrong);
  const variance = (share * (1 - share)) / answers + value ** 2 * fromRight + (1 - value) ** 2 * fromWrong;
  const half = (z * Math.sqrt(variance)) / youden;
  const within = (limit: number) => Math.min(1, Math.max(0, limit));
  return { low: within(value + shift - half), high: within(value + shift + half) };
}
