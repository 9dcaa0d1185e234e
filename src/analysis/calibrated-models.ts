import type { CalibratedModel, Calibration, Corrected } from '../domain/judged.ts';
import { groupBy } from '../lib/group-by.ts';
import { bounded } from '../stats/bounded.ts';
import { langReiczigel } from '../stats/lang-reiczigel.ts';
import { moments } from '../stats/moments.ts';
import { tunedPredictionPowered } from '../stats/prediction-powered.ts';
import { type JudgeRates, roganGladen } from '../stats/rogan-gladen.ts';
import { type MetricChoice, qualityOf, sampleValue } from './figures.ts';
import type { LabelledAnswer } from './labelled.ts';
import type { TrialTable } from './trial-table.ts';

/** From this value on an answer counts as right. */
export const RIGHT_FROM = 0.5;

export const isRight = (value: number): boolean => value >= RIGHT_FROM;

/** A label with what the judge says of the same answer. */
export interface Pair extends LabelledAnswer {
  readonly human: number;
  readonly judged: number;
}

/** What the judge says of each model's answers. */
interface Judged {
  /** The grader's value. */
  readonly choice: MetricChoice;
  readonly tables: ReadonlyMap<string, TrialTable>;
}

/** Every sample's value by a metric, with the sample's place. */
export function valuesOf(table: TrialTable, metric: string): { readonly place: number; readonly value: number }[] {
  return Array.from({ length: table.size / table.epochs }, (_, place) => place).flatMap((place) => {
    const value = sampleValue(table, place, metric);
    return value === null ? [] : [{ place, value }];
  });
}

/** Each model's quality as judged and as people would see it; models without any value are left out. */
export function calibratedModels(
  pairs: readonly Pair[],
  { sensitivity, specificity }: Pick<Calibration, 'sensitivity' | 'specificity'>,
  { tables, choice }: Judged,
): CalibratedModel[] {
  const ofModel = groupBy(pairs, ({ model }) => model);
  const judge = sensitivity.value !== null &&
    specificity.value !== null && {
      ...{ sensitivity: sensitivity.value, specificity: specificity.value },
      labelled: { right: sensitivity.n, wrong: specificity.n },
    };
  return [...tables].flatMap(([model, table]) => {
    const values = valuesOf(table, choice.metric);
    if (values.length === 0) return [];
    const own = ofModel.get(model) ?? [];
    return [
      {
        ...{ model, labels: own.length },
        judged: qualityOf({ table, samples: values.map(({ place }) => place) }, choice),
        by_labels: byLabels(own, values),
        right: judge ? rightShare(table, choice.metric, judge) : { ...NOTHING, n: values.length },
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
function rightShare(table: TrialTable, metric: string, judge: JudgeRates): Corrected {
  const samples = Array.from({ length: table.size / table.epochs }, (_, place) => rightOf(table, place, metric));
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

function rightOf(table: TrialTable, place: number, metric: string): number | null {
  const trials = Array.from({ length: table.epochs }, (_, epoch) => place * table.epochs + epoch);
  const values = trials.map((trial) => table.value(trial, metric)).filter((value) => !Number.isNaN(value));
  return values.length === 0 ? null : values.filter(isRight).length / values.length;
}
