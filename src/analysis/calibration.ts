import type { Estimate } from '../domain/estimate.ts';
import type { Calibration, Kappas } from '../domain/judged.ts';
import type { HumanLabel, HumanLabels } from '../domain/suite.ts';
import { groupBy } from '../lib/group-by.ts';
import { bounded } from '../stats/bounded.ts';
import { mean, proportion } from '../stats/interval.ts';
import { judgeQuality } from '../stats/judge-quality.ts';
import { kappa } from '../stats/kappa.ts';
import { moments } from '../stats/moments.ts';
import { calibratedModels, isRight, type Pair, RIGHT_FROM, valuesOf } from './calibrated-models.ts';
import type { MetricChoice } from './figures.ts';
import type { LabelledAnswer } from './labelled.ts';
import type { TrialTable } from './trial-table.ts';

interface CalibrateInput {
  /** The grader's value. */
  readonly choice: MetricChoice;
  /** The model that a judge of pairs compares with: its own value is a tie by rule, and no judge's word. */
  readonly baseline: string | undefined;
  readonly labels: HumanLabels;
  /** The answers of the run that people labelled, by the ids of the labels. */
  readonly answers: ReadonlyMap<string, LabelledAnswer>;
  /** Each model's trials on the task. */
  readonly tables: ReadonlyMap<string, TrialTable>;
}

/** Sets a judge against people. Models that it never judged, as the baseline of pairs, are left out. */
export function calibrate(input: CalibrateInput): Calibration {
  const { labels, answers, baseline } = input;
  const known = labels.answers.filter(({ id }) => answers.has(id));
  const pairs = known.flatMap((label) => pairOf(label, input) ?? []).filter(({ model }) => model !== baseline);
  const tables = new Map([...input.tables].filter(([model]) => model !== baseline));
  const [human, judged] = [pairs.map((pair) => pair.human), pairs.map((pair) => pair.judged)];
  const quality = judgeQuality({
    rightRight: count(pairs, true, true),
    rightWrong: count(pairs, true, false),
    wrongRight: count(pairs, false, true),
    wrongWrong: count(pairs, false, false),
  });
  return {
    n: pairs.length,
    unjudged: known.length - pairs.length,
    unknown: labels.answers.length - known.length,
    agreement: agreementOf(human, judged),
    kappa: kappasOf(human, judged),
    ...confusionOf(pairs, labels.levels),
    right_from: RIGHT_FROM,
    ...quality,
    position: baseline === undefined ? null : positionOf({ ...input, tables }),
    by_length: excessByLength(pairs),
    people: amongPeople(labels.answers),
    models: calibratedModels(pairs, quality, { ...input, tables }),
  };
}

/** A label with what the judge says of the same answer; undefined where it says nothing. */
export function pairOf(
  { id, value }: HumanLabel,
  {
    answers,
    tables,
    choice,
  }: Pick<CalibrateInput, 'answers' | 'tables'> & { readonly choice: { readonly metric: string } },
): Pair | undefined {
  const answer = answers.get(id) as LabelledAnswer;
  const table = tables.get(answer.model);
  const judged = table?.value(answer.place * table.epochs + answer.epoch - 1, choice.metric) ?? Number.NaN;
  return Number.isNaN(judged) ? undefined : { ...answer, human: value, judged };
}

const count = (pairs: readonly Pair[], byPeople: boolean, byJudge: boolean): number =>
  pairs.filter(({ human, judged }) => isRight(human) === byPeople && isRight(judged) === byJudge).length;

const agreementOf = (first: readonly number[], second: readonly number[]): Estimate =>
  proportion(first.filter((value, index) => value === second[index]).length, first.length);

const kappasOf = (first: readonly number[], second: readonly number[]): Kappas => ({
  plain: kappa(first, second, 'plain'),
  linear: kappa(first, second, 'linear'),
  quadratic: kappa(first, second, 'quadratic'),
});

function confusionOf(pairs: readonly Pair[], levels: HumanLabels['levels']): Pick<Calibration, 'grades' | 'confusion'> {
  const said = pairs.flatMap(({ human, judged }) => [human, judged]);
  const values = [...new Set([...levels.map(({ value }) => value), ...said])].sort((a, b) => a - b);
  const places = new Map(values.map((value, place) => [value, place]));
  const confusion = values.map(() => values.map(() => 0));
  for (const { human, judged } of pairs) {
    const row = confusion[places.get(human) as number] as number[];
    row[places.get(judged) as number] = (row[places.get(judged) as number] as number) + 1;
  }
  const nameOf = (value: number) => levels.find((level) => level.value === value)?.name ?? null;
  return { grades: values.map((value) => ({ name: nameOf(value), value })), confusion };
}

function positionOf({ tables, choice }: CalibrateInput): Calibration['position'] {
  const over = (part: string) =>
    mean(
      [...tables.values()].flatMap((table) => valuesOf(table, `${choice.metric}.${part}`).map(({ value }) => value)),
    );
  return { first: over('first_position'), consistent: over('consistent') };
}

const THIRDS = 3;

/** Thirds of the labelled answers, the shortest first; answers of one length stay together. */
function excessByLength(pairs: readonly Pair[]): Calibration['by_length'] {
  const lengths = pairs.map(({ chars }) => chars).sort((a, b) => a - b);
  const limits = Array.from(
    { length: THIRDS },
    (_, third) => lengths[Math.ceil(((third + 1) * lengths.length) / THIRDS) - 1],
  );
  const thirdOf = ({ chars }: Pair) => limits.find((limit) => limit !== undefined && chars <= limit);
  return [...groupBy(pairs, thirdOf)]
    .sort(([a = 0], [b = 0]) => a - b)
    .map(([most_chars = 0, third]) => {
      const { n, value, variance } = moments(third.map(({ human, judged }) => judged - human));
      const { low, high } = bounded({ value, variance: variance && variance / n, df: n - 1, bounds: [-1, 1] });
      return { most_chars, excess: { value, low, high, n } };
    });
}

function amongPeople(answers: readonly HumanLabel[]): Calibration['people'] {
  const twice = answers.flatMap(({ value, value_2 }) => (value_2 === undefined ? [] : [[value, value_2] as const]));
  if (twice.length === 0) return null;
  const [first, second] = [twice.map(([one]) => one), twice.map(([, other]) => other)];
  return { agreement: agreementOf(first, second), kappa: kappasOf(first, second) };
}
