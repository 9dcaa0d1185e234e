import type { Random } from '../lib/random.ts';
import { acceleratedLimits, acceleration, TABLE } from './bootstrap.ts';
import { type Classification, classificationBy, type Margins } from './classification.ts';
import { type Limits, NO_LIMITS } from './limits.ts';
import { multinomial } from './multinomial.ts';

/** Samples whose answers fall alike: how many they are, and the answers to one of them. */
export interface Alike {
  readonly samples: number;
  readonly answers: readonly Placed[];
}

/** An answer by the places of its target and of what was answered; that of the number of labels is no label. */
export interface Placed {
  readonly target: number;
  readonly answer: number;
}

type MaybeLimits = Limits | typeof NO_LIMITS;

/** The 95 % limits of what a Classification says; null where they cannot be told. */
export interface ClassificationLimits {
  readonly macro_f1: MaybeLimits;
  readonly micro_f1: MaybeLimits;
  readonly weighted_f1: MaybeLimits;
  readonly mcc: MaybeLimits;
  readonly kappa: MaybeLimits;
  /** In the order of the labels. */
  readonly by_label: readonly {
    readonly precision: MaybeLimits;
    readonly recall: MaybeLimits;
    readonly f1: MaybeLimits;
  }[];
}

/** Where more than this share of the draws has no value, what the others say is of another question. */
const MOST_UNKNOWN = 0.05;
/** With more kinds of samples there are too many samples for the standard error to change much with the value. */
const MOST_KINDS = 2000;
/** With more labels the draws of each by itself would fill memory. */
const MOST_LABELS = 200;

/** The margins of a confusion matrix of samples of each kind `times`. */
export function marginsOf(alike: readonly Alike[], times: readonly number[], labels: number): Margins {
  const zeros = (length: number) => new Array<number>(length).fill(0);
  const margins = { hits: zeros(labels), targets: zeros(labels), answers: zeros(labels + 1) };
  for (let kind = 0; kind < alike.length; kind++) {
    if (times[kind] !== 0) add(margins, alike[kind] as Alike, times[kind] as number);
  }
  return margins;
}

function add(margins: { readonly [key in keyof Margins]: number[] }, { answers }: Alike, times: number): void {
  for (const { target, answer } of answers) {
    margins.targets[target] = (margins.targets[target] as number) + times;
    margins.answers[answer] = (margins.answers[answer] as number) + times;
    if (answer === target) margins.hits[target] = (margins.hits[target] as number) + times;
  }
}

/**
 * The intervals of a classifier's figures by the bias-corrected and accelerated bootstrap over samples, each with all its
 * answers: 2,000 draws, in which a figure that is unknown stays unknown.
 */
export function classificationLimits(
  labels: readonly string[],
  alike: readonly Alike[],
  random: Random,
): ClassificationLimits {
  const samples = alike.map((kind) => kind.samples);
  const all = marginsOf(alike, samples, labels.length);
  const figuresOf = (margins: Margins): (number | null)[] => inOneLine(classificationBy(labels, margins));
  const whole = figuresOf(all);
  const without = alike.length > MOST_KINDS ? [] : alike.map((kind) => figuresOf(less(all, kind)));
  const draw = multinomial(samples);
  const drawnFigures = () => figuresOf(marginsOf(alike, draw(random), labels.length));
  const drawn = whole.map(() => new Float64Array(TABLE.draws));
  for (let one = 0; one < TABLE.draws; one++) {
    for (const [place, figure] of drawnFigures().entries()) {
      (drawn[place] as Float64Array)[one] = figure ?? Number.NaN;
    }
  }
  return asLimits(
    labels,
    whole.map((value, place) =>
      limitsOf({
        value,
        drawn: drawn[place] as Float64Array,
        without: without.map((figures) => figures[place] ?? null),
        samples,
      }),
    ),
  );
}

/** Without one sample of a kind. */
function less({ hits, targets, answers }: Margins, kind: Alike): Margins {
  const margins = { hits: [...hits], targets: [...targets], answers: [...answers] };
  add(margins, kind, -1);
  return margins;
}

interface Drawn {
  readonly value: number | null;
  readonly drawn: Float64Array;
  /** The figure without one sample of each kind; none where the kinds are many. */
  readonly without: readonly (number | null)[];
  readonly samples: readonly number[];
}

function limitsOf({ value, drawn, without, samples }: Drawn): MaybeLimits {
  const known = drawn.filter((one) => !Number.isNaN(one));
  if (value === null || known.length < (1 - MOST_UNKNOWN) * drawn.length) return NO_LIMITS;
  const kept = without.flatMap((left, kind) => (left === null ? [] : [{ left, times: samples[kind] as number }]));
  const limits = acceleratedLimits(known, value, {
    acceleration:
      without.length === 0
        ? 0
        : acceleration(
            kept.map(({ left }) => left),
            kept.map(({ times }) => times),
          ),
    confidence: TABLE.confidence,
  });
  return Number.isFinite(limits.low + limits.high) ? limits : NO_LIMITS;
}

const inOneLine = ({ macro, micro_f1, weighted_f1, mcc, kappa, by_label }: Classification): (number | null)[] => [
  ...[macro.f1.value, micro_f1, weighted_f1, mcc, kappa],
  ...(by_label.length > MOST_LABELS ? [] : by_label.flatMap(({ precision, recall, f1 }) => [precision, recall, f1])),
];

function asLimits(labels: readonly string[], inLine: readonly MaybeLimits[]): ClassificationLimits {
  const at = (place: number): MaybeLimits => inLine[place] ?? NO_LIMITS;
  return {
    macro_f1: at(0),
    micro_f1: at(1),
    weighted_f1: at(2),
    mcc: at(3),
    kappa: at(4),
    by_label: labels.map((_, label) => ({
      precision: at(5 + 3 * label),
      recall: at(6 + 3 * label),
      f1: at(7 + 3 * label),
    })),
  };
}
