import { sum } from './sum.ts';

/** How often samples of each label were answered with each label. */
export interface Confusion {
  readonly labels: readonly string[];
  /** A row a target, a column an answer, both in the order of the labels; one more column for what is no label. */
  readonly counts: readonly (readonly number[])[];
}

interface LabelFigures {
  readonly label: string;
  /** Samples with this target. */
  readonly support: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** A plain mean over the labels that have a value: `known` of `labels`. */
interface MacroMean {
  readonly value: number | null;
  readonly known: number;
  readonly labels: number;
}

/** Null is unknown: nothing to divide by. */
export interface Classification {
  readonly n: number;
  readonly accuracy: number | null;
  readonly by_label: readonly LabelFigures[];
  readonly macro: { readonly precision: MacroMean; readonly recall: MacroMean; readonly f1: MacroMean };
  /** F1, each label with the share of its support. */
  readonly weighted_f1: number | null;
  /** F1 of all labels' hits and errors together; the accuracy where every answer is a label. */
  readonly micro_f1: number | null;
  /** Cohen's κ: J. Cohen, Educ. Psychol. Meas. 20 (1960) 37. */
  readonly kappa: number | null;
  /** Matthews' correlation for several classes, R_K: J. Gorodkin, Comput. Biol. Chem. 28 (2004) 367. */
  readonly mcc: number | null;
}

/** All of a confusion matrix that its figures hang on, in the order of the labels. */
export interface Margins {
  readonly hits: readonly number[];
  readonly targets: readonly number[];
  /** One more, for what is no label. */
  readonly answers: readonly number[];
}

/** What a confusion matrix says of a classifier. */
export const classification = ({ labels, counts }: Confusion): Classification =>
  classificationBy(labels, {
    hits: labels.map((_, at) => counts[at]?.[at] ?? 0),
    targets: labels.map((_, at) => sum(counts[at] ?? [])),
    answers: [...labels, null].map((_, at) => sum(counts.map((row) => row[at] ?? 0))),
  });

/**
 * What the margins of a confusion matrix say. An answer that is no label misses its target's label and counts as a false
 * alarm for none; for κ and R_K it is a class that is never right.
 */
export function classificationBy(labels: readonly string[], { hits, targets, answers }: Margins): Classification {
  const n = sum(targets);
  const correct = sum(hits);
  const said = sum(answers.slice(0, labels.length));

  const byLabel = labels.map((label, at): LabelFigures => {
    const [hit = 0, support = 0, answered = 0] = [hits[at], targets[at], answers[at]];
    return {
      label,
      support,
      precision: ratio(hit, answered),
      recall: ratio(hit, support),
      f1: ratio(2 * hit, answered + support),
    };
  });

  return {
    n,
    accuracy: ratio(correct, n),
    by_label: byLabel,
    macro: {
      precision: macroMean(byLabel.map(({ precision }) => precision)),
      recall: macroMean(byLabel.map(({ recall }) => recall)),
      f1: macroMean(byLabel.map(({ f1 }) => f1)),
    },
    weighted_f1: ratio(sum(byLabel.map(({ support, f1 }) => support * (f1 ?? 0))), n),
    micro_f1: ratio(2 * correct, said + n),
    ...agreement({ correct, n, targets, answers }),
  };
}

/** κ and R_K, in whole numbers up to one division each. */
function agreement({
  correct,
  n,
  targets,
  answers,
}: Omit<Margins, 'hits'> & { readonly correct: number; readonly n: number }): Pick<Classification, 'kappa' | 'mcc'> {
  const byChance = sum(targets.map((target, at) => target * (answers[at] as number)));
  const above = correct * n - byChance;
  const squares = (counts: readonly number[]) => sum(counts.map((count) => count ** 2));
  const spread = Math.sqrt((n ** 2 - squares(answers)) * (n ** 2 - squares(targets)));
  return { kappa: ratio(above, n ** 2 - byChance), mcc: ratio(above, spread) };
}

function macroMean(values: readonly (number | null)[]): MacroMean {
  const known = values.filter((value) => value !== null);
  return { value: ratio(sum(known), known.length), known: known.length, labels: values.length };
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
