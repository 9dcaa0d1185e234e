import type { CalibratedModel, Calibration, Corrected, Estimate, Kappas } from '../domain/scorecard.ts';
import type { HumanLabel, HumanLabels } from '../domain/suite.ts';
import { groupBy } from '../lib/group-by.ts';
import { bounded } from '../stats/bounded.ts';
import { mean, proportion } from '../stats/interval.ts';
import { judgeQuality } from '../stats/judge-quality.ts';
import { kappa } from '../stats/kappa.ts';
import { langReiczigel } from '../stats/lang-reiczigel.ts';
import { moments } from '../stats/moments.ts';
import { tunedPredictionPowered } from '../stats/prediction-powered.ts';
import { type JudgeRates, roganGladen } from '../stats/rogan-gladen.ts';
import { sampleValue } from './figures.ts';
import type { LabelledAnswer } from './labelled.ts';
import type { TrialTable } from './trial-table.ts';

/** From this value on an answer counts as right. */
const RIGHT_FROM = 0.5;

interface CalibrateInput {
  /** The grader's name, which is its metric. */
  readonly grader: string;
  readonly isPairwise: boolean;
  readonly labels: HumanLabels;
  /** The answers of the run that people labelled, by the ids of the labels. */
  readonly answers: ReadonlyMap<string, LabelledAnswer>;
  /** Each model's trials on the task. */
  readonly tables: ReadonlyMap<string, TrialTable>;
}

/** A label with what the judge says of the same answer. */
interface Pair extends LabelledAnswer {
  readonly human: number;
  readonly judged: number;
}

/** Sets a judge against people. Models that it gave no value at all, as the baseline of pairs, are left out. */
export function calibrate(input: CalibrateInput): Calibration {
  const { labels, answers } = input;
  const known = labels.answers.filter(({ id }) => answers.has(id));
  const pairs = known.flatMap((label) => pairOf(label, input) ?? []);
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
    position: input.isPairwise ? positionOf(input) : null,
    by_length: excessByLength(pairs),
    people: amongPeople(labels.answers),
    models: modelsOf(pairs, quality, input),
  };
}

function pairOf({ id, value }: HumanLabel, { answers, tables, grader }: CalibrateInput): Pair | undefined {
  const answer = answers.get(id) as LabelledAnswer;
  const table = tables.get(answer.model);
  const judged = table?.value(answer.place * table.epochs + answer.epoch - 1, grader) ?? Number.NaN;
  return Number.isNaN(judged) ? undefined : { ...answer, human: value, judged };
}

const isRight = (value: number): boolean => value >= RIGHT_FROM;

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

function positionOf({ tables, grader }: CalibrateInput): Calibration['position'] {
  const over = (part: string) =>
    mean([...tables.values()].flatMap((table) => valuesOf(table, `${grader}.${part}`).map(({ value }) => value)));
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

/** Every sample's value by a metric, with the sample's place. */
function valuesOf(table: TrialTable, metric: string): { readonly place: number; readonly value: number }[] {
  return Array.from({ length: table.size / table.epochs }, (_, place) => place).flatMap((place) => {
    const value = sampleValue(table, place, metric);
    return value === null ? [] : [{ place, value }];
  });
}

function modelsOf(
  pairs: readonly Pair[],
  { sensitivity, specificity }: Pick<Calibration, 'sensitivity' | 'specificity'>,
  { tables, grader }: CalibrateInput,
): CalibratedModel[] {
  const ofModel = groupBy(pairs, ({ model }) => model);
  const judge = sensitivity.value !== null &&
    specificity.value !== null && {
      ...{ sensitivity: sensitivity.value, specificity: specificity.value },
      labelled: { right: sensitivity.n, wrong: specificity.n },
    };
  return [...tables].flatMap(([model, table]) => {
    const values = valuesOf(table, grader);
    if (values.length === 0) return [];
    const own = ofModel.get(model) ?? [];
    return [
      {
        ...{ model, labels: own.length },
        judged: mean(values.map(({ value }) => value)),
        by_labels: byLabels(own, values),
        right: judge ? rightShare(table, grader, judge) : { ...NOTHING, n: values.length },
      },
    ];
  });
}

const NOTHING = { value: null, low: null, high: null, clipped: false } as const;

/** Samples are what was drawn: of several labelled answers to one, the mean counts. */
function byLabels(pairs: readonly Pair[], values: ReturnType<typeof valuesOf>): CalibratedModel['by_labels'] {
  const samples = [...groupBy(pairs, ({ place }) => place)];
  const labelled = new Set(samples.map(([place]) => place));
  const human = samples.map(([, some]) => meanOf(some.map((pair) => pair.human)));
  const judged = samples.map(([, some]) => meanOf(some.map((pair) => pair.judged)));
  const more = values.filter(({ place }) => !labelled.has(place)).map(({ value }) => value);
  const { value, variance, lambda } =
    more.length === 0 ? labelsAlone(human) : tunedPredictionPowered({ human, judged, more });
  return { ...bounded({ value, variance, df: human.length - 1, bounds: [0, 1] }), n: values.length, lambda };
}

/** Where people saw every sample, the judge has nothing to add. */
function labelsAlone(human: readonly number[]) {
  const { n, value, variance } = moments(human);
  return { value, variance: variance && variance / n, lambda: value === null ? null : 0 };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** One sample asked several times counts once, by the share of its answers that are right. */
function rightShare(table: TrialTable, grader: string, judge: JudgeRates): Corrected {
  const samples = Array.from({ length: table.size / table.epochs }, (_, place) => rightOf(table, place, grader));
  const shares = samples.filter((share) => share !== null);
  const judged = { right: shares.reduce((sum, share) => sum + share, 0), n: shares.length, judge };
  const { value, clipped, n } = roganGladen(judged);
  return { value, ...around(value, langReiczigel(judged)), n, clipped };
}

/** The limits are made of other figures than the value: with two or three labels of a kind it may lie outside of them. */
function around(value: number | null, { low, high }: ReturnType<typeof langReiczigel>) {
  if (value === null || low === null || high === null) return { low: null, high: null };
  return { low: Math.min(low, value), high: Math.max(high, value) };
}

function rightOf(table: TrialTable, place: number, grader: string): number | null {
  const trials = Array.from({ length: table.epochs }, (_, epoch) => place * table.epochs + epoch);
  const values = trials.map((trial) => table.value(trial, grader)).filter((value) => !Number.isNaN(value));
  return values.length === 0 ? null : values.filter(isRight).length / values.length;
}
