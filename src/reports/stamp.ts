import { metricsOf } from '../domain/run.ts';
import type { Scorecard } from '../domain/scorecard.ts';

/** What a quality needs beside it to be comparable: how was asked, how graded, and by whom: `5-shot, generated, choice@1`. */
export function stampOf({ protocol, graders, metric, name }: Scorecard['tasks'][number], scorecard: Scorecard): string {
  const grader = graders.find((one) => metricsOf(one).includes(metric));
  if (!grader) return protocol;
  const judging = scorecard.judging?.find((one) => one.task === name && one.grader === grader.name);
  const judges = judging ? ` by ${judging.judges.map(({ model }) => model).join(', ')}` : '';
  return `${protocol}, ${grader.grader}@${grader.version}${judges}`;
}
