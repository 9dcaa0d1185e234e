import type { HumanLabels } from '../domain/suite.ts';
import { groupBy } from '../lib/group-by.ts';
import { moments } from '../stats/moments.ts';
import { valuesOf } from './calibrated-models.ts';
import { pairOf } from './calibration.ts';
import type { LabelledAnswer } from './labelled.ts';
import type { LabelledValue } from './pairs.ts';
import type { TrialTable } from './trial-table.ts';

interface LabelledInput {
  readonly model: string;
  /** The grader's value. */
  readonly metric: string;
  readonly labels: HumanLabels;
  /** The answers of the run that people labelled, by the ids of the labels. */
  readonly answers: ReadonlyMap<string, LabelledAnswer>;
  readonly table: TrialTable;
  /** The model that a judge of pairs compares with. */
  readonly baseline: string | undefined;
}

/**
 * What people and the judge say of a model's labelled answers, by the places of the samples. The baseline of pairs ties with
 * itself, and nobody has to be asked for that.
 */
export function labelledValues({ model, baseline, ...input }: LabelledInput): Map<number, LabelledValue> {
  const { metric, labels, answers, table } = input;
  if (model === baseline)
    return new Map(valuesOf(table, metric).map(({ place, value }) => [place, { human: value, judged: value }]));
  const own = labels.answers.filter(({ id }) => answers.get(id)?.model === model);
  const tables = new Map([[model, table]]);
  const pairs = own.flatMap((label) => pairOf(label, { answers, tables, choice: { metric } }) ?? []);
  return new Map(
    [...groupBy(pairs, ({ place }) => place)].map(([place, some]) => [
      place,
      {
        human: moments(some.map(({ human }) => human)).value as number,
        judged: moments(some.map(({ judged }) => judged)).value as number,
      },
    ]),
  );
}
