import type { FormerJudging, JudgedGrader, JudgeFigures } from '../domain/judged.ts';
import { count, usd } from '../lib/format.ts';
import { calibrationWords } from './calibration-words.ts';
import { withInterval } from './words.ts';

/** Who judged, at what price, and what speaks against them. */
export function judgeNotes({
  task,
  grader,
  judges,
  kin,
  probes,
  calibration,
  equal_length = [],
}: JudgedGrader): string[] {
  const about = `${grader} on ${task}`;
  const failed = probes.filter(({ passed }) => passed === false).map(({ name }) => name);
  const open = probes.filter(({ passed }) => passed === null).map(({ name }) => name);
  return [
    `${about}: judged by ${judges.map(judgeWords).join('; ')}. Their cost stands apart from the models'.`,
    `${about}: ${calibratedWords(calibration)}.`,
    ...lengthWords(equal_length).map((words) => `${about}: ${words}.`),
    ...(kin.length > 0
      ? [`${about}: a judge is of the family of ${kin.join(', ')}, and judges favour their own.`]
      : []),
    ...(failed.length > 0
      ? [
          `${about}: do not trust it; shown an answer that is known to be bad, the judges fell for: ${failed.join(', ')}.`,
        ]
      : []),
    ...(open.length > 0 ? [`${about}: the judges gave no verdict on known cases: ${open.join(', ')}.`] : []),
  ];
}

/** Who judged before, and was paid for it. */
export const formerJudgeNote = ({ task, grader, judges }: FormerJudging): string =>
  `${grader} on ${task}: judged before by ${judges.map(judgeWords).join('; ')}. No figure rests on that; the money is spent.`;

function calibratedWords(calibration: JudgedGrader['calibration']): string {
  if (calibration === undefined) return 'not calibrated: no human labels';
  if (calibration.n === 0) return 'not calibrated: none of the human labels is of a judged answer of this run';
  return calibrationWords(calibration);
}

function lengthWords(models: NonNullable<JudgedGrader['equal_length']>): string[] {
  const known = models.filter(({ win_rate }) => win_rate.value !== null);
  if (known.length === 0) return [];
  return [
    `win rate at equal length: ${known.map(({ model, win_rate }) => `${model} ${withInterval(win_rate)}`).join(', ')}`,
  ];
}

function judgeWords({ model, snapshot, calls, failed, cost_usd, cost_estimated }: JudgeFigures): string {
  const version = snapshot === null || snapshot === model ? '' : ` (${snapshot})`;
  const cost = cost_usd === null ? 'cost unknown' : `${cost_estimated ? '~' : ''}${usd(cost_usd)}`;
  return `${model}${version}: ${count(calls, 'call')}, ${cost}${failed > 0 ? `, ${failed} failed` : ''}`;
}
